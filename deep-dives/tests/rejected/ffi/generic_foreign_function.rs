//! A foreign function is a symbol, and there is one of it: nobody compiles it again for another type.
//!
//! C has `void *` and a size where Rust has a type parameter. Repair: declare what there is; the type parameter belongs on
//! the safe function around it, where it makes sure that pointer and size agree.

#[cfg(fixed)]
use std::ffi::c_void;

// SAFETY: the type is that of C11, 7.24.2.1.
#[cfg(not(fixed))]
unsafe extern "C" {
    fn memcpy<T>(to: *mut T, from: *const T, size: usize) -> *mut T; //~ E0044
}

// SAFETY: as above.
#[cfg(fixed)]
unsafe extern "C" {
    fn memcpy(to: *mut c_void, from: *const c_void, size: usize) -> *mut c_void;
}

fn copy<T: Copy>(to: &mut [T], from: &[T]) {
    assert_eq!(to.len(), from.len());
    // SAFETY: both are valid for their length, which is the same, and `&mut` says that they do not overlap.
    unsafe {
        #[cfg(not(fixed))]
        memcpy(to.as_mut_ptr(), from.as_ptr(), size_of_val(from));
        #[cfg(fixed)]
        memcpy(to.as_mut_ptr().cast(), from.as_ptr().cast(), size_of_val(from));
    }
}

fn main() {
    let mut pages = [0_u16; 3];
    copy(&mut pages, &[120, 96, 300]);
    println!("{pages:?}");
}
