//! What becomes of a panic at the boundary: three functions that share the same sum and panic for the same reason.

use std::{ffi::c_int, panic::catch_unwind};

/// The status of a share that was computed.
pub const SHARED: c_int = 0;
/// The status of one that could not be.
pub const FAILED: c_int = 1;

/// Each author's part of `cents`.
fn share(cents: u64, authors: u64) -> u64 {
    assert!(authors > 0, "a book has authors");
    cents / authors
}

/// A panic that reaches the edge of an `extern "C"` function ends the process, also if the caller is Rust and would catch
/// it.
///
/// It is not the caller who refuses: the function itself ends with code that aborts.
pub extern "C" fn share_or_abort(cents: u64, authors: u64) -> u64 {
    share(cents, authors)
}

/// Unwinding may leave an `extern "C-unwind"` function. It runs the destructors of the frames it leaves, of C++ ones too;
/// C has none, so what C was about to free is never freed.
///
/// It is for frames of C++ between two of Rust, or where both sides are Rust and only the ABI is C's. To catch a panic and
/// go on is for Rust alone.
pub extern "C-unwind" fn share_or_unwind(cents: u64, authors: u64) -> u64 {
    share(cents, authors)
}

/// The form for callers in C: the result goes through a pointer, so that what is returned can be a status.
///
/// # Safety
/// `part` must be valid for a write.
pub unsafe extern "C" fn share_or_status(cents: u64, authors: u64, part: *mut u64) -> c_int {
    // Two numbers: there is nothing that a panic could leave half done, and the compiler agrees.
    match catch_unwind(|| share(cents, authors)) {
        Ok(share) => {
            // SAFETY: the caller has promised it.
            unsafe { part.write(share) };
            SHARED
        }
        Err(_) => FAILED,
    }
}
