//! A sender is cloned for each thread that sends; a receiver cannot be: *multi*-producer, *single*-consumer.
//!
//! Repair: the workers share the one receiver behind a lock. `let … else` drops the guard before the work begins, which
//! `while let` would not.

use std::{sync::mpsc, thread};

#[cfg(fixed)]
use std::sync::{Arc, Mutex};

fn main() {
    let (articles, inbox) = mpsc::channel::<String>();
    #[cfg(fixed)]
    let inbox = Arc::new(Mutex::new(inbox));
    for setter in 0..2 {
        #[cfg(not(fixed))]
        let inbox = inbox.clone(); //~ E0599
        #[cfg(fixed)]
        let inbox = Arc::clone(&inbox);
        thread::spawn(move || {
            loop {
                #[cfg(not(fixed))]
                let Ok(article) = inbox.recv() else { break };
                #[cfg(fixed)]
                let Ok(article) = inbox.lock().unwrap().recv() else { break };
                println!("setter {setter} sets {article}");
            }
        });
    }
    articles.send("paths".into()).unwrap();
}
