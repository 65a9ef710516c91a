//! `inspect_err` looks at the error and passes the result on. It is still there, and still nobody has dealt with it.
//!
//! Repair: `if let` takes the error, and there is no result left. (`inspect_err` is for a chain that goes on.)

#![deny(unused_must_use)]

fn announce(title: &str) -> Result<(), String> {
    Err(format!("nobody listens to {title}"))
}

fn main() {
    #[cfg(not(fixed))]
    announce("Emma").inspect_err(|error| eprintln!("{error}")); //~ unused_must_use
    #[cfg(fixed)]
    if let Err(error) = announce("Emma") {
        eprintln!("{error}");
    }
}
