//! Memory for values, none of which it knows.

use std::{
    alloc::{self, Layout},
    marker::PhantomData,
    ptr::NonNull,
};

/// Room for `capacity` values of type `T`, in one allocation, or in none if they need no memory.
///
/// [`NonNull`] is covariant, as a sequence of `T` should be, and leaves null free for `Option<Vector<T>>`; `*mut T` is
/// invariant and leaves nothing free. Neither is `Send` or `Sync`, so both are promised below. Nor does either say that the
/// values are owned, as `PhantomData` does: to the reader, and to traits like `UnwindSafe` that the compiler derives. (What
/// outlives what does not depend on it: a type that implements `Drop` counts as owner of its `T` anyway.)
pub(super) struct Buffer<T> {
    first: NonNull<T>,
    capacity: usize,
    owned: PhantomData<T>,
}

// SAFETY: The buffer is the only owner of its memory, and memory may be freed by any thread. The values that lie in it go
// along, so they must be `Send`.
unsafe impl<T: Send> Send for Buffer<T> {}

// SAFETY: A shared buffer lends out nothing but a pointer. Who makes `&T` of it shares the values, so they must be `Sync`.
unsafe impl<T: Sync> Sync for Buffer<T> {}

impl<T> Buffer<T> {
    pub(super) const fn new() -> Self {
        // Dangling, that is aligned, not null, and without memory behind it: what a slice of length 0 asks for, and
        // all that values of size 0 need.
        let capacity = if size_of::<T>() == 0 { usize::MAX } else { 0 };
        Self { first: NonNull::dangling(), capacity, owned: PhantomData }
    }

    pub(super) fn capacity(&self) -> usize {
        self.capacity
    }

    pub(super) fn first(&self) -> *mut T {
        self.first.as_ptr()
    }

    /// The place at an index, or the end.
    ///
    /// # Safety
    /// `index` is at most the capacity.
    pub(super) unsafe fn place(&self, index: usize) -> *mut T {
        // SAFETY: By this function's contract, the result is within the allocation or at its end, and an allocation has at
        // most `isize::MAX` bytes: `Layout::array` saw to it. At size 0, the offset is 0.
        unsafe { self.first().add(index) }
    }

    /// Makes room for at least `needed` values, and for twice as many as before. What is in it is moved along, byte by
    /// byte: moving a value in Rust never runs any code.
    pub(super) fn grow_to(&mut self, needed: usize) {
        // `reserve` never asks for it: there is room for `usize::MAX` values already. But this function is safe to call, so
        // its unsafe blocks may not rest on who calls it.
        assert_ne!(size_of::<T>(), 0, "values of size 0 need no memory");
        let capacity = needed.max(self.capacity.saturating_mul(2)).max(4);
        let layout = Layout::array::<T>(capacity).expect("capacity overflow");
        let first = match self.layout() {
            // SAFETY: The layout has a size: `T` has one, and the capacity is at least 4.
            None => unsafe { alloc::alloc(layout) },
            // SAFETY: The memory came from this allocator with the layout `old`; the new size is that of a valid layout of
            // the same alignment, and not 0.
            Some(old) => unsafe { alloc::realloc(self.first().cast(), old, layout.size()) },
        };
        // Not a panic: unwinding may well need memory itself.
        self.first = NonNull::new(first.cast()).unwrap_or_else(|| alloc::handle_alloc_error(layout));
        self.capacity = capacity;
    }

    /// What the memory was allocated with, if there is any.
    fn layout(&self) -> Option<Layout> {
        if size_of::<T>() == 0 || self.capacity == 0 {
            return None;
        }
        Some(Layout::array::<T>(self.capacity).expect("it was computed once, when the memory was allocated"))
    }
}

impl<T> Drop for Buffer<T> {
    fn drop(&mut self) {
        if let Some(layout) = self.layout() {
            // SAFETY: The memory came from this allocator with this layout, and the buffer is its only owner.
            unsafe { alloc::dealloc(self.first().cast(), layout) };
        }
    }
}
