//! `CString::as_ptr` lends. The string is a temporary here and is freed at the end of the statement, before C reads it.
//!
//! A pointer has no lifetime, so this is no error of the borrow checker but a lint, denied here and a warning by default.
//! Repair: a variable that owns the string for as long as C reads it.

#![deny(dangling_pointers_from_temporaries)]

use std::ffi::{CString, c_char};

// SAFETY: the type is that of C11, 7.24.6.3.
unsafe extern "C" {
    fn strlen(text: *const c_char) -> usize;
}

fn main() {
    let title = String::from("On Borrowing");
    #[cfg(not(fixed))]
    let pointer = CString::new(title).expect("there is no NUL in it").as_ptr(); //~ dangling_pointers_from_temporaries
    #[cfg(fixed)]
    let owner = CString::new(title).expect("there is no NUL in it");
    #[cfg(fixed)]
    let pointer = owner.as_ptr();
    // SAFETY: the string lives, and a `CString` ends with a NUL.
    println!("{} bytes", unsafe { strlen(pointer) });
}
