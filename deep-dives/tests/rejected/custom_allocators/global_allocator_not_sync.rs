//! A global allocator that counts in a `Cell`.
//!
//! It is a `static`, and all threads call it, so it must be `Sync`. Repair: an atomic, or a `thread_local!`, which
//! promises not to call the allocator. (`unsafe impl Sync` would silence the compiler and keep the data race.)

use std::alloc::{GlobalAlloc, Layout, System};
#[cfg(not(fixed))]
use std::cell::Cell;
#[cfg(fixed)]
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

struct Counting {
    #[cfg(not(fixed))]
    blocks: Cell<usize>,
    #[cfg(fixed)]
    blocks: AtomicUsize,
}

// SAFETY: all is passed on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        #[cfg(not(fixed))]
        self.blocks.set(self.blocks.get() + 1);
        #[cfg(fixed)]
        self.blocks.fetch_add(1, Relaxed);
        // SAFETY: the caller promises what `alloc` asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller promises what `dealloc` asks for.
        unsafe { System.dealloc(block, layout) }
    }
}

#[global_allocator]
#[cfg(not(fixed))]
static ALLOCATOR: Counting = Counting { blocks: Cell::new(0) }; //~ E0277

#[global_allocator]
#[cfg(fixed)]
static ALLOCATOR: Counting = Counting { blocks: AtomicUsize::new(0) };

fn main() {}
