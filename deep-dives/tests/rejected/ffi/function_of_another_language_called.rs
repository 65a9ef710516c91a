//! A foreign function is unsafe to call, even one that takes a number and returns a number.
//!
//! Repair: where it works for all arguments, the declaration may say so once, instead of each caller. For `abs` it would be
//! a lie (the smallest `int` has no absolute value in C), and so it is for nearly everything that takes a pointer.

use std::ffi::c_int;

// SAFETY: the type is that of POSIX. It takes no pointer, and finds the first bit of any number.
unsafe extern "C" {
    #[cfg(not(fixed))]
    fn ffs(bits: c_int) -> c_int;
    #[cfg(fixed)]
    safe fn ffs(bits: c_int) -> c_int;
}

fn main() {
    println!("{}", ffs(8)); //~ E0133
}
