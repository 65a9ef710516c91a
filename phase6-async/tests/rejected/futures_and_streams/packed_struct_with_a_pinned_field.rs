//! A field of a packed struct may stand at any address, so rustc moves it to a proper one to drop it; and a future that
//! was polled must not be moved.
//!
//! It need not be promised that no one packs the struct of a projection, `unsafe` or not: such a field cannot be borrowed.
//! Repair: without `packed`.

use std::pin::Pin;

#[cfg_attr(not(fixed), repr(packed))]
struct Reading<F> {
    future: F,
    pages: u16,
}

impl<F> Reading<F> {
    fn future(self: Pin<&mut Self>) -> Pin<&mut F> {
        // SAFETY: nothing is moved out of `this`.
        let this = unsafe { self.get_unchecked_mut() };
        // SAFETY: the whole is pinned, `future` is reached through here only, and there is neither `Unpin` nor `Drop`.
        unsafe { Pin::new_unchecked(&mut this.future) } //~ E0793
    }
}

fn main() {
    let mut reading = Box::pin(Reading { future: async { 7 }, pages: 300 });
    let _: Pin<&mut dyn Future<Output = i32>> = reading.as_mut().future();
    println!("{} pages", { reading.pages });
}
