//! `inspect_err` looks at the error and passes the result on. It is still there, and still nobody has dealt with it.
//!
//! Repair: deal with it, if only by saying that there is nothing else to do: `ok` makes the result an option, which may
//! be ignored.

#![deny(unused_must_use)]

fn announce(title: &str) -> Result<(), String> {
    Err(format!("nobody listens to {title}"))
}

fn main() {
    #[cfg(not(fixed))]
    announce("Emma").inspect_err(|error| eprintln!("{error}")); //~ unused_must_use
    #[cfg(fixed)]
    announce("Emma").inspect_err(|error| eprintln!("{error}")).ok();
}
