//! Values are moved within a vector, a closure panics between two moves, and the vector still counts all of its places.
//!
//! Seen by memcheck and AddressSanitizer, as memory that is freed twice, when the vector is dropped. A test sees it only
//! with a closure that panics at the right value.
//!
//! Repair: the length is 0 while the values are on their way, and a guard says in the end what is there. It runs
//! whether the function returns or unwinds.

use std::panic::{self, AssertUnwindSafe};

use deep_dives_cases::Version;

fn retain_bad<T>(values: &mut Vec<T>, mut keep: impl FnMut(&T) -> bool) {
    let (len, first) = (values.len(), values.as_mut_ptr());
    let mut kept = 0;
    for at in 0..len {
        // SAFETY: `at` is less than the length.
        let place = unsafe { first.add(at) };
        // SAFETY: None. After a value was moved down, two places hold the same one, and `values` counts both: if `keep`
        // panics, it drops both.
        if keep(unsafe { &*place }) {
            // SAFETY: `kept` is at most `at`.
            let target = unsafe { first.add(kept) };
            // SAFETY: The target was moved or dropped from before, or is the same place.
            unsafe { target.copy_from(place, 1) };
            kept += 1;
        } else {
            // SAFETY: Only a panic could let it be dropped again.
            unsafe { place.drop_in_place() };
        }
    }
    // SAFETY: The first `kept` places hold values.
    unsafe { values.set_len(kept) };
}

struct Gap<'a, T> {
    values: &'a mut Vec<T>,
    kept: usize,
    asked: usize,
    len: usize,
}

impl<T> Drop for Gap<'_, T> {
    fn drop(&mut self) {
        let (first, rest) = (self.values.as_mut_ptr(), self.len - self.asked);
        // SAFETY: `asked` is at most the old length.
        let from = unsafe { first.add(self.asked) };
        // SAFETY: `kept` is at most `asked`.
        let to = unsafe { first.add(self.kept) };
        // SAFETY: `rest` values follow, and the places between are empty.
        unsafe { to.copy_from(from, rest) };
        // SAFETY: So these are values, one beside the other, and no place counts twice.
        unsafe { self.values.set_len(self.kept + rest) };
    }
}

fn retain_repaired<T>(values: &mut Vec<T>, mut keep: impl FnMut(&T) -> bool) {
    let len = values.len();
    // SAFETY: A length of 0 is right for every vector.
    unsafe { values.set_len(0) };
    let first = values.as_mut_ptr();
    let mut gap = Gap { values, kept: 0, asked: 0, len };
    while gap.asked < len {
        // SAFETY: `asked` is less than the old length.
        let place = unsafe { first.add(gap.asked) };
        // SAFETY: The place holds a value, and the length of 0 leaves no other way to it.
        let kept = keep(unsafe { &*place });
        gap.asked += 1;
        if kept {
            // SAFETY: `kept` is at most the old length.
            let target = unsafe { first.add(gap.kept) };
            // SAFETY: The target is empty, or is the same place.
            unsafe { target.copy_from(place, 1) };
            gap.kept += 1;
        } else {
            // SAFETY: The place is behind `asked`, so the guard does not count it.
            unsafe { place.drop_in_place() };
        }
    }
}

fn main() {
    let version = Version::from_arguments();
    let mut titles: Vec<String> = ["Paths", "", "Loops", "Tails"].map(String::from).into();
    let keep = |title: &String| {
        assert_ne!(title, "Tails", "a title that nobody knows");
        !title.is_empty()
    };
    let caught = panic::catch_unwind(AssertUnwindSafe(|| match version {
        Version::Bad => retain_bad(&mut titles, keep),
        Version::Repaired => retain_repaired(&mut titles, keep),
    }));
    println!("{} after a panic: {}", titles.len(), caught.is_err());
}
