//! The future of an `async fn` has a type of its own in each impl, and a vtable cannot say how large it is.
//!
//! Repair: a second trait whose futures are boxed, implemented for everything that implements the first.

#[cfg(fixed)]
use std::pin::Pin;
use std::{
    pin::pin,
    task::{Context, Waker},
};

trait Archive {
    async fn load(&self, title: &str) -> Option<String>;
}

#[cfg(fixed)]
trait DynArchive {
    fn load_boxed<'a>(&'a self, title: &'a str) -> Pin<Box<dyn Future<Output = Option<String>> + 'a>>;
}

#[cfg(fixed)]
impl<A: Archive> DynArchive for A {
    fn load_boxed<'a>(&'a self, title: &'a str) -> Pin<Box<dyn Future<Output = Option<String>> + 'a>> {
        Box::pin(self.load(title))
    }
}

struct Mirrors {
    #[cfg(not(fixed))]
    archives: Vec<Box<dyn Archive>>, //~ E0038
    #[cfg(fixed)]
    archives: Vec<Box<dyn DynArchive>>,
}

struct Shelf;

impl Archive for Shelf {
    async fn load(&self, title: &str) -> Option<String> {
        Some(title.to_uppercase())
    }
}

fn main() {
    let polled = pin!(Shelf.load("Vtables")).poll(&mut Context::from_waker(Waker::noop()));
    println!("{}", polled.is_ready());
}
