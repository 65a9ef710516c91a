//! An `Option<u64>` has a tag beside its number, because every pattern of the number is a number.
//!
//! `transmute` demands equal sizes, and so finds out whoever believes that an `Option` is free. Repair: a type with a
//! pattern to spare. For `NonZero`, size and the meaning of the zero are promised.

#[cfg(not(fixed))]
type Reader = u64;
#[cfg(fixed)]
type Reader = std::num::NonZero<u64>;

fn as_column(reader: Option<Reader>) -> u64 {
    // SAFETY: `None` is the zero, and all else the number.
    unsafe { std::mem::transmute::<Option<Reader>, u64>(reader) } //~ E0512
}

fn main() {
    println!("{}", as_column(None));
}
