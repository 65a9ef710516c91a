//! A pointer to a local variable is followed when the variable's block has ended.
//!
//! Seen by AddressSanitizer alone. For memcheck the place is in the stack's frame of a function that still runs, and
//! written: it knows blocks of the heap, but not where a variable begins and ends.
//!
//! Repair: what the pointer points to lives as long as the pointer is used.

use std::hint::black_box;

use deep_dives_cases::Version;

/// What a C library would be handed: a place and a length.
struct View {
    first: *const u8,
    len: usize,
}

impl View {
    fn of(bytes: &[u8]) -> Self {
        Self { first: bytes.as_ptr(), len: bytes.len() }
    }

    /// # Safety
    /// The bytes are still there.
    unsafe fn sum(&self) -> u32 {
        // SAFETY: By this function's contract; a slice was what this was made from.
        let bytes = unsafe { std::slice::from_raw_parts(self.first, self.len) };
        bytes.iter().copied().map(u32::from).sum()
    }
}

fn sum_bad(number: u32) -> u32 {
    let view = {
        let digits = black_box(number.to_le_bytes());
        View::of(&digits)
    };
    // SAFETY: None. `digits` ended with its block.
    unsafe { view.sum() }
}

fn sum_repaired(number: u32) -> u32 {
    let digits = black_box(number.to_le_bytes());
    let view = View::of(&digits);
    // SAFETY: `digits` lives until the end of this function.
    unsafe { view.sum() }
}

fn main() {
    let sum = match Version::from_arguments() {
        Version::Bad => sum_bad(0x0101_0101),
        Version::Repaired => sum_repaired(0x0101_0101),
    };
    println!("sum of the bytes: {sum}");
}
