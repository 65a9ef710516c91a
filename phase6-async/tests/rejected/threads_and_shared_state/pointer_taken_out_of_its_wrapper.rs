//! A closure captures the field that it names, not the struct, so the promise made for the struct is not captured.
//!
//! `unsafe impl Send` is for `Frame`; what moves into the thread is `frame.pixels`, a raw pointer. Repair: name the
//! whole. A method does, because it takes `self`.

use std::thread;

struct Frame {
    pixels: *mut u8,
}

// SAFETY: the buffer is leaked, and a `Frame` is its only user.
unsafe impl Send for Frame {}

impl Frame {
    #[cfg(fixed)]
    fn blacken(self) {
        // SAFETY: see above; the buffer is not empty.
        unsafe { *self.pixels = 0 }
    }
}

fn main() {
    let frame = Frame { pixels: Box::leak(vec![255; 64].into_boxed_slice()).as_mut_ptr() };
    let camera = thread::spawn(move || {
        //~^ E0277
        #[cfg(not(fixed))]
        // SAFETY: see above; the buffer is not empty.
        unsafe {
            *frame.pixels = 0
        }
        #[cfg(fixed)]
        frame.blacken();
    });
    camera.join().expect("a write does not panic");
}
