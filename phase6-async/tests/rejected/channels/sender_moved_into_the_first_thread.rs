//! A `move` closure takes the sender along, so the second round of the loop has none.
//!
//! Repair: each thread gets a clone. And then the part that no compiler asks for: the original has to go before the
//! receiver waits for the end, because a channel ends with its *last* sender.

use std::{sync::mpsc, thread};

fn main() {
    let (findings, report) = mpsc::channel();
    for article in ["paths", "loops"] {
        #[cfg(fixed)]
        let findings = findings.clone();
        thread::spawn(move || findings.send(format!("{article}: no faults"))); //~ E0382
    }
    #[cfg(fixed)]
    drop(findings);
    for finding in report {
        println!("{finding}");
    }
}
