//! To number items from the back, one must know how many there are; the lines of a text have two ends but no length.
//!
//! `enumerate` is double-ended only over an `ExactSizeIterator`. Repair: count first, and pair each line with a number.

fn proofread_backwards(text: &str) {
    #[cfg(not(fixed))]
    let numbered = text.lines().enumerate().rev(); //~ E0277
    #[cfg(fixed)]
    let numbered = (0..text.lines().count()).rev().zip(text.lines().rev());
    for (index, line) in numbered {
        //~^ E0277
        println!("{index}: {line}");
    }
}

fn main() {
    proofread_backwards("Call me Ishmael.\nSome years ago");
}
