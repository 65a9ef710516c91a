//! `into_parts` takes the owner apart. Its destructor would still run and find a field missing, so nothing can be moved out
//! of a type that implements `Drop`.
//!
//! Repair: `ManuallyDrop` says that the destructor shall not run, and `ptr::read` copies the field. From then on the copy is
//! the one owner: who forgets the first half frees the memory twice.

use std::mem::ManuallyDrop;

struct Batch {
    lines: Box<[u8]>,
    len: usize,
}

impl Batch {
    fn into_parts(self) -> (Box<[u8]>, usize) {
        let batch = ManuallyDrop::new(self);
        #[cfg(not(fixed))]
        let lines = ManuallyDrop::into_inner(batch).lines; //~ E0509
        #[cfg(fixed)]
        // SAFETY: The batch is not used again, nor dropped, so the box has one owner.
        let lines = unsafe { std::ptr::read(&raw const batch.lines) };
        #[cfg(not(fixed))]
        let len = lines.len();
        #[cfg(fixed)]
        let len = batch.len;
        (lines, len)
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        assert!(self.len <= self.lines.len());
    }
}

fn main() {
    let (lines, len) = Batch { lines: Box::new([1, 2, 3]), len: 2 }.into_parts();
    assert_eq!((lines.len(), len), (3, 2));
}
