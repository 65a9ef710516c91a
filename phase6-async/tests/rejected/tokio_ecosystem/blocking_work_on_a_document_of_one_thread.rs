//! What blocks is handed to another thread, so all that its closure takes along, and what it returns, is `Send`.
//!
//! `spawn_local` has no counterpart for it: to block on the own thread is what should be avoided. Repair: take the plain
//! data out of the `Rc`, and put the result into it afterwards.

use std::rc::Rc;
use tokio::task;

fn typeset(text: &str) -> usize {
    text.len() / 40 + 1
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let text: Rc<str> = "To be or not to be".into();
    #[cfg(not(fixed))]
    let copy = Rc::clone(&text);
    #[cfg(fixed)]
    let copy = text.to_string();
    let lines = task::spawn_blocking(move || typeset(&copy)); //~ E0277
    println!("{:?} lines of {text}", lines.await);
}
