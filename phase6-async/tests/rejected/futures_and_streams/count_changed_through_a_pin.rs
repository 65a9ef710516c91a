//! A `Pin<&mut Self>` lends no `&mut`, not even to a plain counter, unless the type is `Unpin`; here `F` decides that.
//!
//! Repair, without `unsafe`: keep `F` in a box. Then the struct is `Unpin` whatever `F` is, at the price of an
//! allocation. (Without the price: the projection of `pin-project-lite`.)

use std::{
    pin::Pin,
    task::{Context, Poll, Waker},
};

struct Counted<F> {
    #[cfg(not(fixed))]
    work: F,
    #[cfg(fixed)]
    work: Pin<Box<F>>,
    polls: u32,
}

impl<F: Future> Future for Counted<F> {
    type Output = u32;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<u32> {
        self.polls += 1; //~ E0594
        #[cfg(fixed)]
        if self.work.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        Poll::Ready(self.polls)
    }
}

fn main() {
    let work = async { "Emma" };
    #[cfg(fixed)]
    let work = Box::pin(work);
    let counted = std::pin::pin!(Counted { work, polls: 0 });
    println!("{:?}", counted.poll(&mut Context::from_waker(Waker::noop())));
}
