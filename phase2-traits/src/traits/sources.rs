//! Async methods in a trait, and who decides whether their futures may change threads.
//!
//! The future of an `async fn` is `Send` if its arguments are, and all that it keeps across an `.await`: the compiler
//! looks into the body. For the method of a trait there are many bodies, some of them not written yet, so in generic
//! code only the declaration counts:
//!
//! | declared | implemented with | generic callers may send the future |
//! |---|---|---|
//! | `async fn page(&self) -> T` | `async fn` | no: an error where it is sent, for every `S: Source` |
//! | `fn page(&self) -> impl Future<Output = T> + Send` | `async fn` | yes: an error in the impl whose future is not `Send` |
//!
//! Code that knows the source sees the future's real type, and may send it if that allows it, whatever was declared.
//!
//! Either error reads "future cannot be sent between threads safely", without a code, where it is an `async` block or
//! function that keeps what must not be sent. The compiler warns about the first form in public traits
//! (`async_fn_in_trait`), because the caller cannot add what is missing: rustc 1.95 has no stable notation for "the
//! future of `S::page` is `Send`".
//!
//! Each impl has a type of its own for its future, nothing is boxed, and so there is no `dyn Source`.

use std::{
    convert::Infallible,
    panic,
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

use super::Article;

/// Where articles come from, page by page.
///
/// The supertrait is there for [`all`](Self::all): its future holds a `&Self`, and a reference is `Send` only if what it
/// refers to is `Sync`. An implementer who needs a `Cell` learns it at the impl, not in the code of a caller.
pub trait Source: Sync {
    /// Why a page did not come. An output of the source: nobody chooses it, so no caller has to name it.
    type Error: Send;

    /// A page of articles, counted from 0. The first empty page is the end.
    ///
    /// # Errors
    /// If the page did not come.
    fn page(&self, number: usize) -> impl Future<Output = Result<Vec<Article>, Self::Error>> + Send;

    /// The articles of all pages.
    ///
    /// # Errors
    /// If a page did not come; those after it have not been asked for.
    fn all(&self) -> impl Future<Output = Result<Vec<Article>, Self::Error>> + Send {
        async {
            let mut articles = Vec::new();
            for number in 0.. {
                let page = self.page(number).await?;
                if page.is_empty() {
                    break;
                }
                articles.extend(page);
            }
            Ok(articles)
        }
    }

    /// What readers see beside an article.
    ///
    /// Any `impl Trait` may be the result of a method, and each impl has its own type for it. It counts as a borrow of
    /// `self`, whatever the bodies do, unless `use<…>` lists what it may depend on. This one may outlive the source
    /// (E0505 without).
    fn credits(&self) -> impl Iterator<Item = String> + use<Self>;
}

/// All that a source has, or why not.
pub type Fetched<S> = Result<Vec<Article>, <S as Source>::Error>;

/// Articles that are there already, so it never waits and never fails.
///
/// # Example: a source that cannot fail needs no error handling
/// ```
/// use phase2_traits::traits::sources::{Archive, Source, block_on};
///
/// let empty = Archive { pages: Vec::new() };
/// let Ok(articles) = block_on(empty.all()); // the other variant cannot exist, and the types say so
/// assert!(articles.is_empty());
/// ```
#[derive(Debug)]
pub struct Archive {
    /// What each page has.
    pub pages: Vec<Vec<Article>>,
}

impl Source for Archive {
    type Error = Infallible;

    // `async fn` satisfies `-> impl Future + Send`, as long as its future is `Send`: that is checked here.
    async fn page(&self, number: usize) -> Result<Vec<Article>, Infallible> {
        Ok(self.pages.get(number).cloned().unwrap_or_default())
    }

    fn credits(&self) -> impl Iterator<Item = String> + use<> {
        [String::from("from our archive")].into_iter()
    }
}

/// All articles of two sources at the same time, the first's on a thread of its own.
///
/// Its future is made on this thread and sent to the other one, as a runtime with several threads may do at every
/// spawn, and again between two polls. A future that is made on the thread that polls it could do without `Send`:
/// `|| block_on(first.all())`.
///
/// # Panics
/// If one of the sources does.
pub fn all_of_both<A: Source, B: Source>(first: &A, second: &B) -> (Fetched<A>, Fetched<B>) {
    let future = first.all();
    thread::scope(|scope| {
        let other = scope.spawn(|| block_on(future));
        let second = block_on(second.all());
        (other.join().unwrap_or_else(|cause| panic::resume_unwind(cause)), second)
    })
}

/// Runs a future on this thread, and sleeps while it waits.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        // A wake-up before this call is remembered, and lets it return at once.
        thread::park();
    }
}

/// Wakes a future by waking the thread that runs it.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
