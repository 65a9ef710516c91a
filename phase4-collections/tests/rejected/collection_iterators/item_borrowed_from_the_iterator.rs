//! An `IterMut` of one's own cannot hand out what it still holds: the next call could hand out the same element again.
//!
//! `&mut self.rest` is a borrow of the iterator, for this call only, and not of the feed. (With `&'f [T]` the body would
//! compile, since a shared reference may be copied out.) Repair: give the element away, and keep only what follows it.

struct IterMut<'f> {
    rest: &'f mut [String],
}

impl<'f> Iterator for IterMut<'f> {
    type Item = &'f mut String;

    fn next(&mut self) -> Option<Self::Item> {
        #[cfg(not(fixed))]
        {
            let (first, rest) = self.rest.split_first_mut()?;
            self.rest = rest;
            Some(first) //~ "lifetime may not live long enough"
        }
        #[cfg(fixed)]
        self.rest.split_off_first_mut()
    }
}

fn main() {
    let mut titles = [String::from("dockers vote"), String::from("derby drawn")];
    for title in (IterMut { rest: &mut titles }) {
        title[..1].make_ascii_uppercase();
    }
    println!("{titles:?}");
}
