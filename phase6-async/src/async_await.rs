//! `async fn`: a function becomes a value that can be paused, kept, measured, sent and thrown away.
//!
//! The press of a publishing platform puts pages together from texts and covers that arrive when they arrive. After
//! this lesson you can say what an `async fn` compiles to and what each `.await` puts into it, run it without a
//! runtime, and throw it away half-done without losing what it held.
//!
//! A call of an `async fn` moves its arguments into a value and returns it. No line of the body has run. The value is a
//! state machine with one state for each `.await`. It can be dropped, and it can be polled:
//! [`poll`](Future::poll) runs until something is missing, says [`Pending`](Poll::Pending), and goes on there at the next
//! call. [`page`] is such a function, and [`Page`] the same machine written by hand:
//!
//! | in the `async fn` | in the machine |
//! |---|---|
//! | the call | the first state: the arguments, and nothing else has happened |
//! | `.await` on something unfinished | a state of its own, in which `poll` returns `Pending` |
//! | a variable that is used after an `.await` | a field of that state |
//! | a reference to such a variable | a pointer into the machine itself: the reason for [`Pin`], and what `Page` lacks |
//! | `return`, the end of the body | a last state, in which another `poll` panics |
//! | a drop before the end | the drop of what the present state holds, and no more polls: that is cancellation |
//!
//! Such a machine costs no more than it looks: `.await` on a future that never waits could not be told from a plain call
//! that does as little, while one call through a `Pin<Box<dyn Future>>` takes more than ten times as long
//! (`cargo bench -p phase6-async --bench async_await`).
//!
//! What is kept across an `.await` decides two things: how large the future is, and whether it is `Send`. "Kept" is a
//! matter of places, and one of the three ways to end a value early does not give up its place:
//!
//! | a local value, when the function waits | is part of the future |
//! |---|---|
//! | still needed | yes |
//! | ended by a block, `{ … }` | no |
//! | moved away, such as into `drop`, and never lent before | no |
//! | lent before, if only to a method call, and then moved away | yes, in rustc 1.95: a pointer to its place might remain |
//!
//! So `drop(guard)` before an `.await` helps only with a guard that was never used. Braces always do.
//!
//! Three rules follow from "a machine that somebody else polls":
//!
//! - **Cancellation is a drop, and it happens at an `.await`.** What stands between two of them runs as a whole; at one of
//!   them everything that the future owns may vanish, and no code runs but that of `Drop`, which cannot await (E0728).
//!   [`forward_losing`] loses a value so, and [`forward`] cannot.
//! - **Blocking is a bug.** A future that blocks its thread keeps all others on this thread from being polled, also the
//!   one that it waits for. [`executor::offload`] gives such work a thread of its own.
//! - **A machine cannot contain itself.** An `async fn` that awaits itself would be infinitely large (E0733); with
//!   [`Box::pin`], a state holds a pointer. [`visit`] is one.
//!
//! The parts of the press, from the ground up:
//!
//! - [`tray`]: where waiting begins, and who calls the waker.
//! - [`executor`]: who polls, and sleeps in between.
//! - [`combinators`]: two futures as one: both, the first, or one with a deadline.

use std::{
    mem,
    pin::Pin,
    task::{Context, Poll},
};

pub mod tray;
pub mod executor;
pub mod combinators;

use tray::{Take, Tray};

/// A page: the text, when it has come, above the cover, when that has come.
///
/// The cover is not asked for before the text is there, because the second `take` is called when the body gets there.
/// [`join`](combinators::join) would wait for both.
///
/// # Example: a call runs nothing, and a drop ends it
/// ```
/// use phase6_async::async_await::{page, tray::Tray};
///
/// let (text, cover) = (Tray::holding("Moves".to_string()), Tray::default());
/// let unpolled = page(&text, &cover);
/// drop(unpolled);
/// assert_eq!(text.peek().as_deref(), Some("Moves")); // nobody took it
/// ```
pub async fn page(text: &Tray<String>, cover: &Tray<String>) -> String {
    let text = text.take().await;
    let cover = cover.take().await;
    format!("{text}\n[{cover}]")
}

/// [`page`], written by hand: the same states, and the same result at each poll.
///
/// It is smaller than what rustc 1.95 makes of `page`, which keeps places for the arguments and for what the body makes
/// of them. A future is written by hand for that, or to have a name for its type.
#[derive(Debug)]
pub enum Page<'t> {
    /// Called, but not yet polled.
    Called {
        /// Where the text will be.
        text: &'t Tray<String>,
        /// Where the cover will be.
        cover: &'t Tray<String>,
    },
    /// At the first `.await`.
    Text {
        /// What is awaited.
        text: Take<'t, String>,
        /// What is needed later.
        cover: &'t Tray<String>,
    },
    /// At the second `.await`.
    Cover {
        /// What the first `.await` brought.
        text: String,
        /// What is awaited.
        cover: Take<'t, String>,
    },
    /// Ready, or left by a panic.
    Done,
}

impl Future for Page<'_> {
    type Output = String;

    /// # Panics
    /// If it has been ready before. So does the future of every `async fn`.
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<String> {
        loop {
            // The state is taken out, and put back or replaced: no way out leaves half of one.
            *self = match mem::replace(&mut *self, Page::Done) {
                Page::Called { text, cover } => Page::Text { text: text.take(), cover },
                Page::Text { text: mut awaited, cover } => match Pin::new(&mut awaited).poll(context) {
                    Poll::Ready(text) => Page::Cover { text, cover: cover.take() },
                    Poll::Pending => {
                        *self = Page::Text { text: awaited, cover };
                        return Poll::Pending;
                    }
                },
                Page::Cover { text, cover: mut awaited } => match Pin::new(&mut awaited).poll(context) {
                    Poll::Ready(cover) => return Poll::Ready(format!("{text}\n[{cover}]")),
                    Poll::Pending => {
                        *self = Page::Cover { text, cover: awaited };
                        return Poll::Pending;
                    }
                },
                Page::Done => panic!("polled after it was ready"),
            };
        }
    }
}

/// Sets a text in lead, a galley of 4 KiB, and returns its width and that of the correction, which it waits for.
///
/// The galley is gone before the `.await`, so the future has no place for it.
///
/// # Example: a block makes the future small
/// ```
/// use phase6_async::async_await::{corrected, galley_set, tray::Tray};
///
/// async fn corrected_with_drop(text: &str, corrections: &Tray<String>) -> usize {
///     let mut galley = [0; 4096];
///     let width = galley_set(text, &mut galley);
///     drop(galley);
///     width + corrections.take().await.len()
/// }
/// let corrections = Tray::default();
/// assert!(size_of_val(&corrected("Moves", &corrections)) < 128);
/// // More than 4096 bytes in rustc 1.95, because the galley was lent. A later compiler may do better.
/// assert!(size_of_val(&corrected_with_drop("Moves", &corrections)) >= size_of_val(&corrected("Moves", &corrections)));
/// ```
pub async fn corrected(text: &str, corrections: &Tray<String>) -> usize {
    let width = {
        let mut galley = [0; 4096];
        galley_set(text, &mut galley)
    };
    width + corrections.take().await.len()
}

/// How many bytes of the galley are not white space, and the length of the correction: the galley is looked at last, so
/// it stands while the future waits, inside the future.
pub async fn corrected_standing(text: &str, corrections: &Tray<String>) -> usize {
    let mut galley = [0; 4096];
    let width = galley_set(text, &mut galley);
    let correction = corrections.take().await;
    galley[..width].iter().filter(|byte| !byte.is_ascii_whitespace()).count() + correction.len()
}

/// Copies what fits into the galley, and returns how much that was.
pub fn galley_set(text: &str, galley: &mut [u8]) -> usize {
    let width = text.len().min(galley.len());
    galley[..width].copy_from_slice(&text.as_bytes()[..width]);
    width
}

/// Moves a value on, and loses it if it is dropped while the second tray is full: it is then a local of this function.
pub async fn forward_losing<T>(from: &Tray<T>, to: &Tray<T>) {
    let value = from.take().await;
    to.reserve().await.put(value);
}

/// Moves a value on; wherever it is dropped, the value is in one of the trays.
///
/// The place is reserved first, and a reservation gives itself back when it is dropped. What follows the last `.await`
/// runs in the same poll as the `take` that succeeds, so nobody can come between the two.
pub async fn forward<T>(from: &Tray<T>, to: &Tray<T>) {
    let place = to.reserve().await;
    place.put(from.take().await);
}

/// A part of an article, whose text is still to come.
#[derive(Debug, Default)]
pub struct Section {
    /// Where its text will be.
    pub text: Tray<String>,
    /// What stands below it.
    pub parts: Vec<Section>,
}

/// Hands the texts of a section and all its parts to `reader`, from top to bottom, and waits for it each time.
///
/// Each part costs a box, which is gone before the next part gets its own. The section itself needs none.
///
/// `reader` gets a `&str` that lives as long as one call, and its future may keep this reference, and borrow what the
/// closure captured. `FnMut(&str) -> Fut` can say neither, because its `Fut` is one type without these lifetimes. As
/// the future borrows from the closure mutably, there is one at a time (E0499).
///
/// # Example: an async closure keeps a journal across its awaits
/// ```
/// use phase6_async::async_await::{Section, executor::{block_on, yield_now}, tray::Tray, visit};
///
/// let part = Section { text: Tray::holding("Rooks".to_string()), parts: Vec::new() };
/// let article = Section { text: Tray::holding("Moves".to_string()), parts: vec![part] };
/// let mut read = Vec::new();
/// block_on(visit(&article, &mut async |text: &str| {
///     yield_now().await;
///     read.push(text.to_uppercase());
/// }));
/// assert_eq!(read, ["MOVES", "ROOKS"]);
/// ```
pub async fn visit(section: &Section, reader: &mut impl AsyncFnMut(&str)) {
    reader(&section.text.take().await).await;
    for part in &section.parts {
        Box::pin(visit(part, reader)).await;
    }
}
