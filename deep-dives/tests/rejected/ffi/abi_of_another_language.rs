//! There is no ABI of C++: names are mangled and objects are copied by code, and both belong to the language.
//!
//! Repair: C++ offers what is called from outside as `extern "C"`, by hand or by a generator that writes both sides.

use std::ffi::c_int;

// SAFETY: the shim in C++ declares just these types.
#[cfg(not(fixed))]
unsafe extern "C++" {
    //~^ E0703
    fn paginate(words: c_int) -> c_int;
}

// SAFETY: as above.
#[cfg(fixed)]
unsafe extern "C" {
    fn paginate(words: c_int) -> c_int;
}

fn main() {
    // SAFETY: the shim takes any number.
    println!("{} pages", unsafe { paginate(80_000) });
}
