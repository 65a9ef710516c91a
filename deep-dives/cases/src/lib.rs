//! Programs that a tool must reject, each with its repaired twin.
//!
//! A case is a binary, `src/bin/<case>.rs`, which takes one argument: `bad` or `repaired`. The manifest says which tool
//! must reject the bad version, and by which report. The bad version may well print the right answer, and mostly does:
//! that is why it takes a tool.
//!
//! Run one by hand: `cargo build -p deep-dives-cases`, then
//! `valgrind --error-exitcode=9 --leak-check=full target/debug/use_after_growth bad`. The cases for AddressSanitizer need a
//! nightly compiler: `RUSTFLAGS=-Zsanitizer=address cargo +nightly run -p deep-dives-cases --target
//! x86_64-unknown-linux-gnu --bin use_after_scope bad`.

use std::{env, process};

/// Which version of a case to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// The one with the mistake.
    Bad,
    /// The one without.
    Repaired,
}

impl Version {
    /// What the program's only argument says. Without one that is known, the program ends with exit code 2.
    pub fn from_arguments() -> Self {
        let mut arguments = env::args().skip(1);
        match (arguments.next().as_deref(), arguments.next()) {
            (Some("bad"), None) => Self::Bad,
            (Some("repaired"), None) => Self::Repaired,
            _ => {
                eprintln!("one argument is wanted: bad or repaired");
                process::exit(2);
            }
        }
    }
}
