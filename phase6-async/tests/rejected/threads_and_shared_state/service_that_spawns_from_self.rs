//! A method with `&self` cannot give `self` to a thread that may outlive the call.
//!
//! No variable is at fault here: it is the receiver that is too short-lived. Repair: an `Arc` as the receiver, so that
//! the thread has a share of its own.

use std::{
    sync::{Arc, Mutex},
    thread::{self, JoinHandle},
};

#[derive(Default)]
struct Mailer {
    sent: Mutex<Vec<String>>,
}

impl Mailer {
    #[cfg(not(fixed))]
    fn send_later(&self, letter: String) -> JoinHandle<()> {
        thread::spawn(move || self.sent.lock().expect("nobody panics").push(letter)) //~ E0521
    }

    #[cfg(fixed)]
    fn send_later(self: &Arc<Self>, letter: String) -> JoinHandle<()> {
        let mailer = Arc::clone(self);
        thread::spawn(move || mailer.sent.lock().expect("nobody panics").push(letter))
    }
}

fn main() {
    let mailer = Arc::new(Mailer::default());
    mailer.send_later("welcome".into()).join().expect("a letter is no reason to panic");
    println!("{} sent", mailer.sent.lock().expect("nobody panicked").len());
}
