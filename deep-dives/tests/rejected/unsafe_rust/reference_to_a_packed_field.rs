//! A packed struct begins a field where the one before it ends, and a reference must be aligned. So no reference to a field
//! that may want more alignment than the packing gives can even be made, whether somebody follows it or not. (One to
//! `kind` can: a `u8` is aligned anywhere.)
//!
//! Repair: `&raw const` makes a pointer without a reference on the way, and `read_unaligned` asks for no alignment.

#[repr(C, packed)]
struct Record {
    kind: u8,
    length: u32,
}

fn length(record: &Record) -> u32 {
    #[cfg(not(fixed))]
    let length: *const u32 = &record.length; //~ E0793
    #[cfg(fixed)]
    let length = &raw const record.length;
    // SAFETY: The pointer is to a field of a record that is borrowed.
    unsafe { length.read_unaligned() }
}

fn main() {
    let record = Record { kind: 1, length: 900 };
    assert_eq!((record.kind, length(&record)), (1, 900));
}
