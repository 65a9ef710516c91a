//! Behind the `...` of a C function there are no types, only what C's compiler promotes: a `float` travels as a `double`.
//!
//! Rust's compiler does not convert. It knows which types never travel, so it refuses them; whether `%s` gets a pointer,
//! it does not know. Repair: convert, and prefer functions without dots.

use std::ffi::{c_char, c_int};

// SAFETY: the type is that of C11, 7.21.6.3.
unsafe extern "C" {
    fn printf(format: *const c_char, ...) -> c_int;
}

fn main() {
    let royalty: f32 = 0.125;
    // SAFETY: the format wants one `double`.
    unsafe {
        #[cfg(not(fixed))]
        printf(c"%.3f\n".as_ptr(), royalty); //~ E0617
        #[cfg(fixed)]
        printf(c"%.3f\n".as_ptr(), f64::from(royalty));
    }
}
