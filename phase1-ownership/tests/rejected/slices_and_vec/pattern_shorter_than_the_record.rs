//! The length of an array is part of its type, so a pattern of another length can never match.
//!
//! On a `&[u8]`, the same pattern could only be tried at run time, with `let … else`, and would always fail. Repair: name
//! all bytes, or say with `..` that there are more.

fn number(record: &[u8; 7]) -> u16 {
    #[cfg(not(fixed))]
    let [low, high] = record; //~ E0527
    #[cfg(fixed)]
    let [low, high, ..] = record;
    u16::from_le_bytes([*low, *high])
}

fn main() {
    println!("{}", number(&[1, 0, 3, 0, 0, 0, 90]));
}
