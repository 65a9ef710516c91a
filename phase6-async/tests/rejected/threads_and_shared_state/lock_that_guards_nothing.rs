//! `let _ =` binds nothing: the guard is dropped at the end of this statement, and the next line runs unlocked.
//!
//! The compiler knows this mistake for locks and denies it. Repair: any name, `_guard` as well, lives until the end of
//! the block.

use std::sync::Mutex;

static PRESS: Mutex<()> = Mutex::new(());

fn print(title: &str) {
    #[cfg(not(fixed))]
    let _ = PRESS.lock().expect("nobody panics at the press"); //~ let_underscore_lock
    #[cfg(fixed)]
    let _guard = PRESS.lock().expect("nobody panics at the press");
    println!("one sheet at a time: {title}");
}

fn main() {
    print("On loops");
}
