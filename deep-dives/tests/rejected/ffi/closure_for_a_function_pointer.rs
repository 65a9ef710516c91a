//! C takes the address of a function. A closure that captures is no function, and there is nowhere to put its data.
//!
//! One that captures nothing is a function, but with the ABI of Rust: it is refused as well. Repair: an `extern "C" fn`,
//! and the data through the pointer that a decent C interface has for it.

use std::ffi::{c_int, c_void};

extern "C" fn each_page(pages: c_int, visit: extern "C" fn(c_int, *mut c_void), user: *mut c_void) {
    (1..=pages).for_each(|page| visit(page, user));
}

#[cfg(fixed)]
extern "C" fn count(_: c_int, user: *mut c_void) {
    // SAFETY: `main` passes an `i32`, and does not use it until `each_page` returns.
    unsafe { *user.cast::<i32>() += 1 }
}

fn main() {
    let mut printed = 0;
    #[cfg(not(fixed))]
    each_page(
        3,
        |_, _| printed += 1, //~ E0308
        std::ptr::null_mut(),
    );
    #[cfg(fixed)]
    each_page(3, count, (&raw mut printed).cast());
    println!("{printed} pages");
}
