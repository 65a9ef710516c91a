//! `&'g mut self` on a `Proof<'g>` lends the proof for as long as what it refers to: that is, until it is gone.
//!
//! Behind a `&mut`, a lifetime can be neither shortened nor lengthened, so the first call's borrow must be exactly as
//! long as `'g`, and the second finds it still there. Repair: two lifetimes, one for the cursor, one for the text.

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
