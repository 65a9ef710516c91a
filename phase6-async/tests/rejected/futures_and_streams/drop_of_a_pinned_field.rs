//! `Drop` gets a plain `&mut self`, even of a pinned value: safe code there could move what was promised to stay.
//!
//! So `pin_project!` implements a trait for everything that has `Drop`, and then for this type, which must not clash.
//! Repair: `PinnedDrop`, inside of the macro, gets a pin.

use std::pin::Pin;

use pin_project_lite::pin_project;

#[cfg(not(fixed))]
pin_project! { //~ E0119
    struct Reading<F> {
        #[pin]
        future: F,
        title: &'static str,
    }
}

#[cfg(not(fixed))]
impl<F> Drop for Reading<F> {
    fn drop(&mut self) {
        println!("{} is put away", self.title);
    }
}

#[cfg(fixed)]
pin_project! {
    struct Reading<F> {
        #[pin]
        future: F,
        title: &'static str,
    }

    impl<F> PinnedDrop for Reading<F> {
        fn drop(this: Pin<&mut Self>) {
            println!("{} is put away", this.project().title);
        }
    }
}

fn main() {
    let mut reading = Box::pin(Reading { future: async { 7 }, title: "Emma" });
    let _: Pin<&mut dyn Future<Output = i32>> = reading.as_mut().project().future;
}
