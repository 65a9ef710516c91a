//! Variables are dropped in reverse order: the source goes first, then the two that look at it. One may, one may not.
//!
//! Dropping a `Vec<&str>` does not look at the texts: the `Drop` of `Vec` says so with `#[may_dangle]`, which is not
//! stable. `Reader` has a `Drop` whose code could look, so dropping it is a use. Repair: declare it behind its source. A
//! `drop(reader)` at the end would not do: if `extend` panicked, the reader would still be dropped after the source.

struct Reader<'s> {
    unread: Vec<&'s str>,
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        println!("{} keys were not read", self.unread.len());
    }
}

fn main() {
    let mut outline = Vec::new();
    #[cfg(not(fixed))]
    let mut reader = Reader { unread: Vec::new() };
    let source = String::from("title, author");
    #[cfg(fixed)]
    let mut reader = Reader { unread: Vec::new() };
    outline.extend(source.split(", "));
    reader.unread.extend(source.split(", ")); //~ E0597
}
