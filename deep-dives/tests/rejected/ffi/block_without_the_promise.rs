//! Since edition 2024 a block of foreign functions is `unsafe`: a wrong type in it is undefined behaviour, at the first
//! call at the latest, and only its author can compare it with the C.
//!
//! In 2021 every call was unsafe and the declaration, where the mistake is made, was not. Repair: write the word, and by
//! which document the types were checked.

use std::ffi::c_int;

#[cfg(not(fixed))]
extern "C" {
    //~^ "extern blocks must be unsafe"
    fn atoi(text: *const std::ffi::c_char) -> c_int;
}

// SAFETY: the type is that of C11, 7.22.1.2.
#[cfg(fixed)]
unsafe extern "C" {
    fn atoi(text: *const std::ffi::c_char) -> c_int;
}

fn main() {
    // SAFETY: the string ends with a NUL, and is the number of an `int`.
    let edition = unsafe { atoi(c"3".as_ptr()) };
    println!("edition {edition}");
}
