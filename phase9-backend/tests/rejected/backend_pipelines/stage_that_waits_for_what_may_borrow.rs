//! A pipeline spawns a stage, whose work may return a future of any type. That type may hold references, and a task may
//! outlive them.
//!
//! Written as an `async` block around the loop, it would be accepted: what a `'static` closure returns is `'static`, too.
//! But the future of a generic `async fn` has all parameters of the function in its type, and here `W` is one. Repair: the
//! bound for `W`.

use tokio::{sync::mpsc, task::JoinHandle};

#[cfg(not(fixed))]
trait Work: Future<Output = ()> + Send {}
#[cfg(not(fixed))]
impl<W: Future<Output = ()> + Send> Work for W {}

#[cfg(fixed)]
trait Work: Future<Output = ()> + Send + 'static {}
#[cfg(fixed)]
impl<W: Future<Output = ()> + Send + 'static> Work for W {}

async fn work_all<F: Fn(u64) -> W, W: Work>(mut events: mpsc::Receiver<u64>, work: F) {
    while let Some(event) = events.recv().await {
        work(event).await;
    }
}

fn stage<F, W: Work>(events: mpsc::Receiver<u64>, work: F) -> JoinHandle<()>
where
    F: Fn(u64) -> W + Send + 'static,
{
    tokio::spawn(work_all(events, work)) //~ E0310
}

#[tokio::main]
async fn main() {
    let (_, events) = mpsc::channel(1);
    drop(stage(events, |event| async move { println!("{event}") }));
}
