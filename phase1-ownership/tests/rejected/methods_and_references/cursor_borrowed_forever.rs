//! `&'g mut self` on a `Proof<'g>` lends the proof for as long as the text is lent to it: that is, for as long as the
//! proof can be used at all.
//!
//! Behind a `&mut`, the `'g` of the proof can be neither shortened nor lengthened, so the first call's borrow lasts all
//! of it, and the second call finds it still there. Repair: two lifetimes, one for the cursor, one for the text.

struct Proof<'g> {
    unread: std::slice::Iter<'g, String>,
}

impl<'g> Proof<'g> {
    #[cfg(not(fixed))]
    fn read(&'g mut self) -> Option<&'g str> {
        self.unread.next().map(String::as_str)
    }

    #[cfg(fixed)]
    fn read(&mut self) -> Option<&'g str> {
        self.unread.next().map(String::as_str)
    }
}

fn main() {
    let lines = ["Call me".to_owned(), "Ishmael.".to_owned()];
    let mut proof = Proof { unread: lines.iter() };
    proof.read();
    proof.read(); //~ E0499
}
