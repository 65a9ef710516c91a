//! "The callback must not add to the list", says the header. As `each` takes `&self` and `add` takes `&mut self`, it is no
//! longer a sentence that somebody has to read: the closure would borrow the list mutably while it is lent to C.
//!
//! Repair: what is found meanwhile waits in a variable of its own.

use std::ptr::NonNull;

struct List(NonNull<u64>);

impl List {
    fn each(&self, mut visit: impl FnMut(u64)) {
        // SAFETY: `main` has made the list of a number that outlives it. (In earnest, C would call `visit` here.)
        visit(unsafe { *self.0.as_ref() });
    }

    fn add(&mut self, page: u64) {
        // SAFETY: as above, and `&mut self` says that nobody visits it.
        unsafe { *self.0.as_mut() += page }
    }
}

fn main() {
    let mut pages = 120;
    let mut list = List(NonNull::from_mut(&mut pages));
    #[cfg(not(fixed))]
    list.each(|page| list.add(page)); //~ E0502
    #[cfg(fixed)]
    {
        let mut found = Vec::new();
        list.each(|page| found.push(page));
        found.into_iter().for_each(|page| list.add(page));
    }
}
