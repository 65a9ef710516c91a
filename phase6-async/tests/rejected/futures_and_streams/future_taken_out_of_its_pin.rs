//! `take` moves the future out of the place in which it may have been polled. It needs a `&mut Option<F>`, and from the
//! pin of an `Option<F>` there is none.
//!
//! Written by hand, the projection would begin with a `&mut` to the whole, through which `take` compiles. Repair: `set`,
//! which drops the old value where it is, and puts the new one there.

use std::{
    future::{Ready, ready},
    pin::Pin,
};

use pin_project_lite::pin_project;

pin_project! {
    struct Reading<F> {
        #[pin]
        future: Option<F>,
    }
}

impl<F> Reading<F> {
    fn stop(self: Pin<&mut Self>) {
        let mut this = self.project();
        #[cfg(not(fixed))]
        drop(this.future.take()); //~ E0596
        #[cfg(fixed)]
        this.future.set(None);
    }
}

fn main() {
    let mut reading: Pin<Box<Reading<Ready<u8>>>> = Box::pin(Reading { future: Some(ready(7)) });
    reading.as_mut().stop();
}
