//! Tasks of a `LocalSet` stay on the thread that polls it, so what awaits it has to stay there, too: it is not `Send`.
//!
//! A set is awaited where the runtime begins. Repair: a thread with a runtime of its own, and a channel to it.

use std::{cell::Cell, rc::Rc};
use tokio::{runtime::Builder, sync::oneshot, task::LocalSet};

async fn count() -> usize {
    let (tasks, words) = (LocalSet::new(), Rc::new(Cell::new(0)));
    let counted = Rc::clone(&words);
    tasks.spawn_local(async move { counted.set("to be or not to be".split(' ').count()) });
    tasks.await;
    words.get()
}

#[tokio::main]
async fn main() {
    #[cfg(not(fixed))]
    let words = tokio::spawn(count()); //~ "future cannot be sent between threads safely"
    #[cfg(fixed)]
    let words = {
        let (answer, words) = oneshot::channel();
        let runtime = Builder::new_current_thread().build().unwrap();
        std::thread::spawn(move || answer.send(runtime.block_on(count())));
        words
    };
    println!("{:?}", words.await);
}
