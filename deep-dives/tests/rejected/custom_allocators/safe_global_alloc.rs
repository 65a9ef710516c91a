//! An allocator is implemented without `unsafe`, as if a wrong one could only be slow.
//!
//! `Box` and `Vec` write to what it returns and do not check it: two blocks that overlap are two `&mut` to one place,
//! in code without `unsafe`. So it is the implementor who must promise. Repair: the promise, with its reason.

use std::alloc::{GlobalAlloc, Layout, System};

struct Quota {
    largest: usize,
}

#[cfg(fixed)]
// SAFETY: the answer is the system's, or null, which the contract allows; nothing here unwinds.
unsafe impl GlobalAlloc for Quota {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.size() > self.largest {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller promises what `alloc` asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller promises what `dealloc` asks for.
        unsafe { System.dealloc(block, layout) }
    }
}

#[cfg(not(fixed))]
impl GlobalAlloc for Quota {
    //~^ E0200
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller promises what `alloc` asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller promises what `dealloc` asks for.
        unsafe { System.dealloc(block, layout) }
    }
}

fn main() {
    let quota = Quota { largest: 64 };
    assert_eq!(quota.largest, 64);
}
