//! Work that another future can stop, twice: projected by a macro, and by hand.
//!
//! `poll` gets a `Pin<&mut Until<W, S>>` and must poll the two fields, for which it needs `Pin<&mut W>` and `Pin<&mut
//! S>`. The way from one to the other is a *projection*. Each field is projected in one of two ways, for ever:
//!
//! - as pinned: `Pin<&mut Field>`, and nobody ever gets a plain `&mut Field`. Needed for what is polled in place.
//! - as plain: `&mut Field`, and nobody ever relies on its place. Right for counters, buffers, flags.
//!
//! Done for the same field, both together would be unsound: `mem::replace` through the one moves what the other
//! promised not to move. [`Until`] leaves the choice to [`pin_project`], which makes a safe `project` of it; [`ByHand`]
//! makes the promises itself.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use pin_project_lite::pin_project;

pin_project! {
    /// The output of `work`, or `None` if `stop` was ready before it.
    ///
    /// Fields marked `#[pin]` are projected as pinned. It is `Unpin` if both of them are; the macro writes that impl,
    /// and refuses another one (E0119). It also refuses an ordinary `Drop` (E0119), which would get a plain `&mut self`
    /// and could move what is pinned.
    ///
    /// # Example: work that has not come to its end is dropped when the signal comes
    /// ```
    /// use std::future::{pending, ready};
    /// use futures::FutureExt;
    /// use phase6_async::futures_and_streams::until::Until;
    ///
    /// assert_eq!(Until::new(ready(7), pending()).now_or_never(), Some(Some(7)));
    /// assert_eq!(Until::new(pending::<u8>(), ready(())).now_or_never(), Some(None));
    /// assert_eq!(Until::new(ready(7), ready(())).now_or_never(), Some(Some(7)), "work goes first");
    /// ```
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct Until<W, S> {
        #[pin]
        work: Option<W>,
        #[pin]
        stop: S,
    }
}

impl<W, S> Until<W, S> {
    /// Both are still movable: the promise begins with the first `Pin` of the whole.
    pub fn new(work: W, stop: S) -> Self {
        Self { work: Some(work), stop }
    }
}

impl<W: Future, S: Future<Output = ()>> Future for Until<W, S> {
    type Output = Option<W::Output>;

    /// # Panics
    /// If it was ready before.
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        poll(this.work, this.stop, context)
    }
}

/// The same without the macro. What it promises, and nothing checks:
///
/// - Once the whole is pinned, `work` and `stop` are reached through pins only. Whoever gets a `Pin<&mut Self>` never
///   gets a `&mut W` from it, and nothing takes `W` out, or swaps it. [`Option::take`] would; [`Pin::set`] drops in place.
/// - Nobody writes `impl Unpin for ByHand`. The automatic impl is right: it asks for `W: Unpin` and `S: Unpin`.
/// - There is no `Drop` that moves a field. (Nor is there `repr(packed)`, which moves fields to drop them. But that is
///   checked: fields of packed structs cannot be borrowed (E0793).)
/// - The fields are dropped before their memory is used for something else. That is so unless one of them is wrapped in
///   [`ManuallyDrop`](std::mem::ManuallyDrop), or somebody overwrites or frees it by `unsafe` means.
///
/// Safe code in this module, added next year perhaps, can break each of these promises: an `unsafe` block is not right by
/// itself, and privacy is the wall around what must be read. A method that takes a plain `&mut self` is harmless. Nobody
/// can call it on a whole that is pinned, unless that is `Unpin`; only `drop` is called all the same.
#[derive(Debug)]
#[must_use = "futures do nothing unless polled"]
pub struct ByHand<W, S> {
    work: Option<W>,
    stop: S,
}

impl<W, S> ByHand<W, S> {
    /// As [`Until::new`].
    pub fn new(work: W, stop: S) -> Self {
        Self { work: Some(work), stop }
    }
}

impl<W: Future, S: Future<Output = ()>> Future for ByHand<W, S> {
    type Output = Option<W::Output>;

    /// # Panics
    /// If it was ready before.
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: nothing is moved out of `this`; it is taken apart into the two pins below and not used again.
        let this = unsafe { self.get_unchecked_mut() };
        // SAFETY: the whole is pinned; by the promises of `ByHand`, `work` stays where it is from then on, until it is
        // dropped there.
        let work = unsafe { Pin::new_unchecked(&mut this.work) };
        // SAFETY: the same holds for `stop`.
        let stop = unsafe { Pin::new_unchecked(&mut this.stop) };
        poll(work, stop, context)
    }
}

/// Polls both: what is `Pending` at the end has been said by both, so both have the waker.
///
/// `stop` is not asked if the work is done, so a result is never thrown away. The work is dropped as soon as it is
/// over, not with the whole, which somebody may keep for longer: stopping *is* dropping, there is no other signal to a
/// future.
fn poll<W: Future, S: Future<Output = ()>>(
    mut work: Pin<&mut Option<W>>,
    stop: Pin<&mut S>,
    context: &mut Context<'_>,
) -> Poll<Option<W::Output>> {
    let output = match work.as_mut().as_pin_mut().expect("not polled after it was ready").poll(context) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => {
            ready!(stop.poll(context));
            None
        }
    };
    work.set(None);
    Poll::Ready(output)
}
