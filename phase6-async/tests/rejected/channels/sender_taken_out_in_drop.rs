//! Whoever joins a thread in `drop` must first drop the sender that the thread waits for, and `drop` has only `&mut self`.
//!
//! Fields are dropped after `drop` has returned; without the refused line this program would hang. Repair: an `Option`,
//! from which the sender can be taken.

use std::{
    sync::mpsc::{self, Sender},
    thread::{self, JoinHandle},
};

struct Logger {
    #[cfg(not(fixed))]
    lines: Sender<String>,
    #[cfg(fixed)]
    lines: Option<Sender<String>>,
    writer: Option<JoinHandle<()>>,
}

impl Drop for Logger {
    fn drop(&mut self) {
        #[cfg(not(fixed))]
        drop(self.lines); //~ E0507
        #[cfg(fixed)]
        drop(self.lines.take());
        self.writer.take().map(JoinHandle::join);
    }
}

fn main() {
    let (lines, log) = mpsc::channel();
    let writer = Some(thread::spawn(move || log.into_iter().for_each(|line: String| println!("{line}"))));
    #[cfg(fixed)]
    let lines = Some(lines);
    Logger { lines, writer };
}
