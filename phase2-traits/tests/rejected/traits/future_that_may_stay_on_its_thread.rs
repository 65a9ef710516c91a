//! A generic caller sends the future of a trait's `async fn` to another thread: some implementation may not allow it.
//!
//! Only the declaration counts, and `async fn` says nothing about `Send`. A bound `S: Send` does not help: it is about
//! the source, not about the future. Repair: declare what the callers need; `async fn` in the impl can stay.

use std::{pin::pin, task, thread};

trait Source {
    #[cfg(not(fixed))]
    async fn titles(&self) -> Vec<String>;
    #[cfg(fixed)]
    fn titles(&self) -> impl Future<Output = Vec<String>> + Send;
}

struct Archive;

impl Source for Archive {
    async fn titles(&self) -> Vec<String> {
        vec!["Moves".into()]
    }
}

fn spawn(work: impl Future<Output = ()> + Send) {
    let once = || pin!(work).poll(&mut task::Context::from_waker(task::Waker::noop())).is_ready();
    thread::scope(|scope| assert!(scope.spawn(once).join().unwrap()));
}

fn intake<S: Source + Send + Sync>(source: S) {
    spawn(async move {
        //~^ "future cannot be sent between threads safely"
        println!("{:?}", source.titles().await);
    });
}

fn main() {
    intake(Archive);
}
