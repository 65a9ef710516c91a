//! A program has two global allocators, one for its tests perhaps.
//!
//! A block may be freed anywhere in the program, so all must come from one. The rule holds for the crates of a program
//! together: a library that sets one decides for all who use it. Repair: one that passes on to the other.

use std::alloc::{GlobalAlloc, Layout, System};

struct Passing<A>(A);

// SAFETY: all is passed on.
unsafe impl<A: GlobalAlloc> GlobalAlloc for Passing<A> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller promises what `alloc` asks for.
        unsafe { self.0.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller promises what `dealloc` asks for.
        unsafe { self.0.dealloc(block, layout) }
    }
}

#[cfg(not(fixed))]
#[global_allocator]
static FOR_THE_SERVICE: System = System;

#[global_allocator]
static FOR_TESTS: Passing<System> = Passing(System); //~ "cannot define multiple global allocators"

fn main() {}
