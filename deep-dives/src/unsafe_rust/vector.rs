//! Grow a sequence by hand: [`Vec`], rebuilt as far as its hard parts reach.
//!
//! Two types share the duties. A `Buffer` owns memory and knows nothing of values; a [`Vector`] owns values and knows
//! that the first `len` places of its buffer hold them. This is the safety invariant of the whole module:
//!
//! > Every place before `len` holds a value that nobody else owns, and `len` is at most the capacity.
//!
//! It is at its weakest while foreign code runs: a closure, an iterator, the `Drop` of a value. Each of them may panic,
//! and then destructors run over what is there; each may also be *safe and wrong*. So:
//!
//! | foreign code | may | answer here |
//! |---|---|---|
//! | `Iterator::size_hint` | lie | it decides what to reserve, never what to write ([`Vector::extend`]) |
//! | a closure | panic in the middle | a guard on the stack closes the gap ([`Vector::retain`]) |
//! | a value's `Drop` | panic | `len` is lowered *before* it runs ([`Vector::truncate`]) |
//! | the caller | `mem::forget` an iterator | `len` is lowered when it is made: values leak, none is dropped twice ([`Vector::drain`]) |
//!
//! A type of size zero needs no memory, only a count: its buffer has room for `usize::MAX` values and never allocates.

mod buffer;
mod iterators;

use std::{fmt, mem, ops, ptr, slice};

use buffer::Buffer;
pub use iterators::{Drain, IntoIter};

/// A growable sequence, in one allocation.
///
/// # Example: it is a slice, and more
/// ```
/// use deep_dives::unsafe_rust::vector::Vector;
///
/// let mut titles: Vector<&str> = ["Paths", "Loops", "Tails"].into_iter().collect();
/// titles.retain(|title| *title != "Loops");
/// titles.push("Borrows");
/// titles.sort();
/// assert_eq!(*titles, ["Borrows", "Paths", "Tails"]);
/// ```
pub struct Vector<T> {
    buffer: Buffer<T>,
    /// Every place before this one holds a value that nobody else owns.
    len: usize,
}

impl<T> Vector<T> {
    /// An empty one, without memory.
    pub const fn new() -> Self {
        Self { buffer: Buffer::new(), len: 0 }
    }

    /// How many values fit before memory is asked for again.
    pub fn capacity(&self) -> usize {
        self.buffer.capacity()
    }

    /// Makes room for at least `additional` values more. The capacity at least doubles if it grows, so that `n` pushes ask
    /// for memory some log `n` times.
    ///
    /// # Panics
    /// If the new capacity would be more than `isize::MAX` bytes, or the length no longer fit into a `usize`.
    pub fn reserve(&mut self, additional: usize) {
        let needed = self.len.checked_add(additional).expect("a length fits into a usize");
        if needed > self.capacity() {
            self.buffer.grow_to(needed);
        }
    }

    /// Appends a value.
    ///
    /// # Panics
    /// If there is no room for it, see [`reserve`](Self::reserve); the value is then dropped and all others stay.
    pub fn push(&mut self, value: T) {
        self.reserve(1);
        // SAFETY: `len` is less than the capacity, so this place is in the buffer.
        let place = unsafe { self.buffer.place(self.len) };
        // SAFETY: Nobody but this vector can reach the place, and it holds no value that would be lost.
        unsafe { place.write(value) };
        self.len += 1;
    }

    /// Takes the last value.
    pub fn pop(&mut self) -> Option<T> {
        // First the length: from here on, the place counts as empty.
        self.len = self.len.checked_sub(1)?;
        // SAFETY: The place is in the buffer, since it is before the old length.
        let place = unsafe { self.buffer.place(self.len) };
        // SAFETY: It held a value, and as the length says otherwise now, nobody will read it again.
        Some(unsafe { place.read() })
    }

    /// Drops all values but the first `len`.
    pub fn truncate(&mut self, len: usize) {
        let Some(excess) = self.len.checked_sub(len) else { return };
        // If a destructor panics, the values behind it are dropped all the same (that is `drop_in_place` for slices), and
        // whoever drops this vector later does not find them any more.
        self.len = len;
        // SAFETY: `len` is at most the old length.
        let first = unsafe { self.buffer.place(len) };
        // SAFETY: From `first` on there were `excess` values, which since the assignment nobody owns but this call.
        unsafe { ptr::slice_from_raw_parts_mut(first, excess).drop_in_place() };
    }

    /// Keeps the values that `keep` says `true` of, in order.
    ///
    /// If `keep` panics, the value that it was asked about stays, and all behind it. If the destructor of a value panics that
    /// was refused, all behind this one stay.
    pub fn retain(&mut self, mut keep: impl FnMut(&mut T) -> bool) {
        let mut gap = Gap { vector: self, kept: 0, asked: 0 };
        while gap.asked < gap.vector.len {
            // SAFETY: `asked` is less than the length.
            let place = unsafe { gap.vector.buffer.place(gap.asked) };
            // SAFETY: It holds a value: the gap ends before it. The guard has the vector to itself, and `keep` has no way to
            // either of them.
            let kept = keep(unsafe { &mut *place });
            // Before the value is dropped: if that panics, the guard must not count it among those that stay.
            gap.asked += 1;
            if kept {
                // SAFETY: `kept` is less than `asked`, which is at most the length.
                let target = unsafe { gap.vector.buffer.place(gap.kept) };
                // SAFETY: `target` is `place`, or was moved or dropped from before. A copy to itself is no matter for
                // `copy`; `copy_nonoverlapping` would forbid it.
                unsafe { place.copy_to(target, 1) };
                gap.kept += 1;
            } else {
                // SAFETY: The value is behind `asked` now, and not among the kept: nobody will touch it again.
                unsafe { place.drop_in_place() };
            }
        }
    }

    /// Removes the values at `range` and returns them one by one, from either end. Those not asked for are dropped with
    /// the iterator. If the iterator is leaked, these and all behind the range leak with it.
    ///
    /// # Panics
    /// If the range is not within the length, or ends before it begins.
    pub fn drain(&mut self, range: ops::Range<usize>) -> Drain<'_, T> {
        Drain::new(self, range)
    }

    /// Pointer and length as they are, for the iterators: no destructor runs.
    fn into_parts(self) -> (Buffer<T>, usize) {
        let this = mem::ManuallyDrop::new(self);
        // SAFETY: The original is never dropped, so the copy is the one owner. A pattern could not move the field out:
        // `Vector` implements `Drop` (E0509).
        (unsafe { ptr::read(&raw const this.buffer) }, this.len)
    }
}

/// A vector in the middle of [`Vector::retain`]: values up to `kept`, a gap, values from `asked` to
/// the length. While it is there, the invariant is broken, and its destructor mends it.
struct Gap<'a, T> {
    vector: &'a mut Vector<T>,
    kept: usize,
    asked: usize,
}

impl<T> Drop for Gap<'_, T> {
    fn drop(&mut self) {
        let rest = self.vector.len - self.asked;
        // SAFETY: `asked` is at most the length, and so is `kept`, in both places below.
        let from = unsafe { self.vector.buffer.place(self.asked) };
        // SAFETY: As above.
        let to = unsafe { self.vector.buffer.place(self.kept) };
        // SAFETY: `rest` values are there from `asked` on, and the places between hold none. They may overlap.
        unsafe { from.copy_to(to, rest) };
        self.vector.len = self.kept + rest;
    }
}

impl<T> Drop for Vector<T> {
    fn drop(&mut self) {
        // The memory goes after the values, even if one of them panics: `buffer` is a field.
        self.truncate(0);
    }
}

impl<T> ops::Deref for Vector<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        // SAFETY: The first `len` places hold values, in one allocation of at most `isize::MAX` bytes, and the pointer is
        // aligned and not null even if there is none. The result borrows `self`, so nobody writes while it lives.
        unsafe { slice::from_raw_parts(self.buffer.first(), self.len) }
    }
}

impl<T> ops::DerefMut for Vector<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        // SAFETY: As in `deref`; and it borrows `self` mutably, so nobody reads, either.
        unsafe { slice::from_raw_parts_mut(self.buffer.first(), self.len) }
    }
}

impl<T> Extend<T> for Vector<T> {
    /// Appends all values. A wrong `size_hint` may cost memory, a panic, or the process if there is no such memory, but
    /// undefined behaviour never: it is a safe method, so anybody may have written it, and no unsafe block may rest on it.
    fn extend<I: IntoIterator<Item = T>>(&mut self, values: I) {
        let values = values.into_iter();
        self.reserve(values.size_hint().0);
        for value in values {
            self.push(value);
        }
    }
}

impl<T> FromIterator<T> for Vector<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut vector = Self::new();
        vector.extend(values);
        vector
    }
}

impl<T> Default for Vector<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for Vector<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(&**self).finish()
    }
}
