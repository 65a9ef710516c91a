//! A `SendError` has the value in it, so it is as shareable as the value: `?` cannot make it a `Box<dyn Error + Send + Sync>`
//! if the value is a closure of which only `Send` is known.
//!
//! Nothing is wrong with the job, nor with the channel: it needs `Send` only. Repair: an error of one's own, which leaves
//! the job behind.

use std::{
    error::Error,
    sync::mpsc::{self, Sender},
};

type Job = Box<dyn FnOnce() + Send>;

fn print_later(queue: &Sender<Job>, slug: String) -> Result<(), Box<dyn Error + Send + Sync>> {
    let job: Job = Box::new(move || println!("{slug}"));
    #[cfg(not(fixed))]
    queue.send(job)?; //~ E0277
    #[cfg(fixed)]
    queue.send(job).map_err(|_| "the press is closed")?;
    Ok(())
}

fn main() {
    let (queue, jobs) = mpsc::channel();
    print_later(&queue, "paths".into()).unwrap();
    jobs.try_iter().for_each(|job| job());
}
