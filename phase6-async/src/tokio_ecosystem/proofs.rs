//! Tasks that share what is not `Send`: a [`LocalSet`] keeps them on one thread, and a thread of its own keeps it.
//!
//! A `LocalSet` has a price: its tasks use one thread, and whatever awaits it is not `Send` either, up to `block_on`. So
//! it is for what *cannot* be `Send`, not for what is an `Rc` where an `Arc` would do:
//! a foreign library that is bound to its thread, an interpreter, a parser full of `Rc`. The rest of the program stays
//! as it is if that part has its own thread, and a channel for a door.
//!
//! A program that has one thread anyway can have [`LocalRuntime`](tokio::runtime::LocalRuntime) for its runtime
//! (`#[tokio::main(flavor = "local")]`). There, `spawn_local` needs no set.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc, thread};

use tokio::{
    runtime::Builder,
    sync::{mpsc, oneshot},
    task::{self, LocalSet},
};

/// Words that readers of proofs have met, and how often. Not `Send`, and not a `Mutex` either: no borrow of it crosses
/// an `.await`, and all tasks are on one thread, so no two of them meet.
type Lexicon = Rc<RefCell<BTreeMap<String, usize>>>;

/// Counts the words of all pages, each page in a task of its own, on the thread that polls it.
///
/// The future is not `Send`, so it cannot be spawned; await it where the runtime begins, in `main` or `block_on`.
pub async fn count_words(pages: Vec<String>) -> BTreeMap<String, usize> {
    let lexicon = Lexicon::default();
    let tasks = LocalSet::new();
    for page in pages {
        let lexicon = Rc::clone(&lexicon);
        tasks.spawn_local(async move { read(&page, &lexicon).await });
    }
    // A `LocalSet` is a future that is ready when its tasks are. They do not run unless it is polled.
    tasks.await;
    lexicon.take()
}

async fn read(page: &str, lexicon: &RefCell<BTreeMap<String, usize>>) {
    for line in page.lines() {
        for word in line.split_whitespace() {
            *lexicon.borrow_mut().entry(word.to_lowercase()).or_default() += 1;
        }
        // Without it, this task would keep the thread to its end, and the others would wait.
        task::yield_now().await;
    }
}

type Request = (Vec<String>, oneshot::Sender<BTreeMap<String, usize>>);

/// A thread that counts words. This is `Send`, and its methods are for any task.
#[derive(Debug, Clone)]
pub struct Reader {
    requests: mpsc::Sender<Request>,
}

impl Reader {
    /// Starts the thread. It ends when the last clone of this is dropped.
    ///
    /// # Panics
    /// If the operating system has no thread left.
    pub fn start() -> Self {
        let (requests, mut queue) = mpsc::channel::<Request>(1);
        let runtime = Builder::new_current_thread().build().expect("a runtime without drivers needs nothing");
        thread::spawn(move || {
            runtime.block_on(async move {
                while let Some((pages, answer)) = queue.recv().await {
                    // An error means that nobody waits for the answer any more.
                    let _ = answer.send(count_words(pages).await);
                }
            });
        });
        Self { requests }
    }

    /// Counts the words of all pages; `None` if the thread has panicked.
    ///
    /// # Example: what is not `Send` is used by a task that is
    /// ```
    /// use phase6_async::tokio_ecosystem::proofs::Reader;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let reader = Reader::start();
    /// let task = tokio::spawn(async move { reader.count_words(vec!["No no".into(), "no".into()]).await });
    /// let words = task.await.expect("the task does not panic").expect("neither does the thread");
    /// assert_eq!(words["no"], 3);
    /// # }
    /// ```
    pub async fn count_words(&self, pages: Vec<String>) -> Option<BTreeMap<String, usize>> {
        let (answer, words) = oneshot::channel();
        self.requests.send((pages, answer)).await.ok()?;
        words.await.ok()
    }
}
