//! An attempt may change `self`, but what it returns cannot be a part of that: the next attempt would change it again.
//!
//! The signature was kept, and by itself it is fine. Only the closure that the body became is not. Repair: return what
//! is owned, or find the place first and lend it when the attempts are over.

use phase8_macros::attribute_macros::retry;

struct Cache {
    pages: Vec<String>,
}

impl Cache {
    #[cfg(not(fixed))]
    #[retry(times = 2)]
    fn page(&mut self, number: usize) -> Option<&mut String> {
        self.pages.get_mut(number) //~ "captured variable cannot escape `FnMut` closure body"
    }

    #[cfg(fixed)]
    #[retry(times = 2)]
    fn page(&mut self, number: usize) -> Option<String> {
        self.pages.get_mut(number).map(std::mem::take)
    }
}

fn main() {
    let mut cache = Cache { pages: vec!["front".into()] };
    println!("{:?}", cache.page(0));
}
