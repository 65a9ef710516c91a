//! A guard that has a `Drop` cannot be taken apart: its destructor would run on what is left.
//!
//! `mem::forget(self)` after a clone would do, and leak the original. Repair: the field is an `Option`. `take` leaves a
//! `None`, which tells the destructor that there is nothing to undo.

struct Lock {
    #[cfg(not(fixed))]
    file: String,
    #[cfg(fixed)]
    file: Option<String>,
}

impl Lock {
    #[cfg(not(fixed))]
    fn keep(self) -> String {
        self.file //~ E0509
    }

    #[cfg(fixed)]
    fn keep(mut self) -> String {
        self.file.take().expect("only `keep` takes it, and takes the lock with it")
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        #[cfg(not(fixed))]
        println!("{} is removed", self.file);
        #[cfg(fixed)]
        if let Some(file) = &self.file {
            println!("{file} is removed");
        }
    }
}

fn main() {
    #[cfg(not(fixed))]
    let lock = Lock { file: "moves.lock".into() };
    #[cfg(fixed)]
    let lock = Lock { file: Some("moves.lock".into()) };
    println!("{} stays", lock.keep());
}
