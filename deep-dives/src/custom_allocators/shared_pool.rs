//! The pool as the allocator of a whole program.

use std::{
    alloc::{GlobalAlloc, Layout},
    ptr::{self, NonNull},
};

use super::{
    Pool,
    spin_lock::SpinLock,
    sync::{AtomicBool, UnsafeCell},
};

/// A [`Pool`] behind a lock, for `#[global_allocator]`.
///
/// All threads use it, so it must be [`Sync`]; a `static Pool` is refused (E0277). The lock is not a
/// [`Mutex`](std::sync::Mutex), which may allocate on some platforms, and would call the allocator from within itself. A
/// global allocator should use `core`, and the few parts of `std` that promise not to call it. `thread_local!` is one, since 1.93.
///
/// This one spins. It is held for a few instructions, unless a thread loses the processor in between: then all others
/// burn their time until it comes back. An allocator for many threads has lists for each of them instead. On x86, no test
/// sees whether the lock's orderings are strong enough: the package `deep-dives-models` tries it under loom.
pub struct SharedPool(SpinLock<Pool>);

impl Default for SharedPool {
    fn default() -> Self {
        Self::new()
    }
}

impl SharedPool {
    /// A pool for a `static`.
    #[must_use]
    pub const fn new() -> Self {
        Self(SpinLock::new(AtomicBool::new(false), UnsafeCell::new(Pool::new())))
    }

    /// The bytes that the pool has reserved for small blocks, in use or free.
    pub fn reserved(&self) -> usize {
        self.0.with(Pool::reserved)
    }
}

// SAFETY: the pool's blocks are valid, apart and as asked for, see there. Nothing here unwinds: the pool has one
// `expect`, for a layout that is always valid. Nothing calls the global allocator: chunks and large blocks come from
// the system.
unsafe impl GlobalAlloc for SharedPool {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        or_null(self.0.with(|pool| pool.take(layout)))
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller passes a block of ours, so it is not null.
        let block = unsafe { NonNull::new_unchecked(block) };
        // SAFETY: the caller promises that it is in use, is not used again, and was allocated with this layout.
        self.0.with(|pool| unsafe { pool.give(block, layout) });
    }

    /// Without this, the provided method would copy each time, even within a class.
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller promises that `size`, rounded up to this alignment, is at most `isize::MAX`.
        let new = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        // SAFETY: the caller passes a block of ours, so it is not null.
        let block = unsafe { NonNull::new_unchecked(block) };
        // SAFETY: the caller promises what `resize` asks for, and keeps the block if the result is null.
        or_null(self.0.with(|pool| unsafe { pool.resize(block, layout, new) }))
    }
}

fn or_null(block: Option<NonNull<u8>>) -> *mut u8 {
    block.map_or(ptr::null_mut(), NonNull::as_ptr)
}
