//! `&str` has a layout, but none that is promised: C cannot have a type for it.
//!
//! It compiles all the same, and may even work, so this is a lint: denied here, and a warning by default. Repair: a
//! `repr(C)` struct, or a pointer and a length as two arguments.

#![deny(improper_ctypes)]

// SAFETY: both take the text for the time of the call, and accept any bytes.
unsafe extern "C" {
    #[cfg(not(fixed))]
    fn spell_check(text: &str) -> bool; //~ improper_ctypes
    #[cfg(fixed)]
    fn spell_check(text: *const u8, length: usize) -> bool;
}

fn main() {
    #[cfg(not(fixed))]
    let check: unsafe extern "C" fn(&'static str) -> bool = spell_check;
    #[cfg(fixed)]
    let check: unsafe extern "C" fn(*const u8, usize) -> bool = spell_check;
    let _ = check;
}
