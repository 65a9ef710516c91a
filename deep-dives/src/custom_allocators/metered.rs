//! An allocator that is a tool for tests: it measures what code asks for, and says no on demand.

use std::{
    alloc::{GlobalAlloc, Layout},
    cell::Cell,
    ptr,
};

/// What a piece of code has asked the allocator for, on its own thread.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// New blocks.
    pub allocations: usize,
    /// Blocks that got another size, at their place or at another.
    pub reallocations: usize,
    /// Bytes in use now, more than before. Negative, if more was freed than allocated.
    pub live: isize,
    /// The most bytes that were in use at any time, more than before.
    pub peak: isize,
}

/// Meters what is asked of `A`, for each thread by itself.
///
/// A test that counts sees nothing of the tests beside it, because each has a thread of its own. The other side of it:
/// blocks that another thread frees are live here for ever.
///
/// Make it the allocator of a test program, and use [`metered`] and [`with_quota`] in its tests. A program has one global
/// allocator, so tests that count are a program of their own: here `tests/metered.rs`, and `tests/allocations` in the
/// phases 4 and 8, whose `counting.rs` is a smaller one of its kind.
#[derive(Debug, Default)]
pub struct Metered<A>(pub A);

thread_local! {
    // `const` and without a destructor: the first use allocates nothing, and the last one may be at any time.
    static USAGE: Cell<Usage> =
        const { Cell::new(Usage { allocations: 0, reallocations: 0, live: 0, peak: 0 }) };
    /// How many bytes this thread may have in use.
    static QUOTA: Cell<isize> = const { Cell::new(isize::MAX) };
}

/// Runs `work` and returns what it has asked for, and its result.
///
/// Every count is zero in a program whose allocator is not [`Metered`], so a test should also see one that is not.
pub fn metered<T>(work: impl FnOnce() -> T) -> (Usage, T) {
    /// Lets what encloses the call see the higher of both peaks, even if `work` panics.
    struct Enclosing(isize);
    impl Drop for Enclosing {
        fn drop(&mut self) {
            let usage = USAGE.get();
            USAGE.set(Usage { peak: self.0.max(usage.peak), ..usage });
        }
    }
    let before = USAGE.get();
    let _enclosing = Enclosing(before.peak);
    USAGE.set(Usage { peak: before.live, ..before });
    let result = work();
    let after = USAGE.get();
    let usage = Usage {
        allocations: after.allocations - before.allocations,
        reallocations: after.reallocations - before.reallocations,
        live: after.live - before.live,
        peak: after.peak - before.live,
    };
    (usage, result)
}

/// Runs `work` on an allocator that refuses to have more than `bytes` in use, more than now, on this thread.
///
/// Within another quota, the smaller one holds. This reaches the paths that no test on a healthy machine reaches. Code
/// that allocates without asking, such as `Box::new` or `push`, ends the process when it is refused. Return what you have
/// seen, and assert it outside: a panic needs memory for its message and its backtrace, and where that is refused, the
/// process ends or hangs.
pub fn with_quota<T>(bytes: isize, work: impl FnOnce() -> T) -> T {
    /// Lifts the quota even if `work` panics.
    struct Restore(isize);
    impl Drop for Restore {
        fn drop(&mut self) {
            QUOTA.set(self.0);
        }
    }
    let outer = QUOTA.get();
    let _restore = Restore(outer);
    QUOTA.set(USAGE.get().live.saturating_add(bytes).min(outer));
    work()
}

/// Whether `more` bytes may be in use than now. A layout's size is never more than `isize::MAX`.
fn permits(more: isize) -> bool {
    more <= 0 || USAGE.get().live.saturating_add(more) <= QUOTA.get()
}

fn record(change: isize, count: impl FnOnce(&mut Usage)) {
    let mut usage = USAGE.get();
    count(&mut usage);
    // A thread that frees for ever what others allocate comes to the end of the numbers, and must not panic here.
    usage.live = usage.live.wrapping_add(change);
    usage.peak = usage.peak.max(usage.live);
    USAGE.set(usage);
}

// SAFETY: each call is passed on unchanged to `A`, which keeps the contract, or is answered with null, which the
// contract allows. The rest is arithmetic on cells of the thread, which neither allocates nor unwinds.
unsafe impl<A: GlobalAlloc> GlobalAlloc for Metered<A> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let size = layout.size().cast_signed();
        if !permits(size) {
            return ptr::null_mut();
        }
        // SAFETY: the caller promises what `alloc` asks for.
        let block = unsafe { self.0.alloc(layout) };
        if !block.is_null() {
            record(size, |usage| usage.allocations += 1);
        }
        block
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let size = layout.size().cast_signed();
        if !permits(size) {
            return ptr::null_mut();
        }
        // SAFETY: the caller promises what `alloc_zeroed` asks for.
        let block = unsafe { self.0.alloc_zeroed(layout) };
        if !block.is_null() {
            record(size, |usage| usage.allocations += 1);
        }
        block
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let change = size.cast_signed() - layout.size().cast_signed();
        if !permits(change) {
            return ptr::null_mut();
        }
        // SAFETY: the caller promises what `realloc` asks for; the block came from `A`.
        let moved = unsafe { self.0.realloc(block, layout, size) };
        if !moved.is_null() {
            record(change, |usage| usage.reallocations += 1);
        }
        moved
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller promises what `dealloc` asks for; the block came from `A`.
        unsafe { self.0.dealloc(block, layout) };
        record(-layout.size().cast_signed(), |_| {});
    }
}
