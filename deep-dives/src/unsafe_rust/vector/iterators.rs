//! Values on their way out of a vector: each is read once, and what nobody asked for is dropped once.
//!
//! Both iterators count places instead of comparing two pointers. At size 0 all places have the same address, so a pair
//! of pointers could not tell three values from none.

use std::{fmt, iter, ops::Range, ptr};

use super::{Buffer, Vector};

/// Places in a buffer that hold values which nobody else owns.
struct Rest(Range<usize>);

impl Rest {
    /// Takes the value at one end.
    ///
    /// # Safety
    /// The places are in `buffer` and hold values, nobody but this `Rest` reads them, and `end` takes the index that it
    /// returns out of the range.
    unsafe fn take<T>(
        &mut self,
        buffer: &Buffer<T>,
        end: impl FnOnce(&mut Range<usize>) -> Option<usize>,
    ) -> Option<T> {
        let at = end(&mut self.0)?;
        // SAFETY: By this function's contract, the index was of this range, and so is in the buffer.
        let place = unsafe { buffer.place(at) };
        // SAFETY: It holds a value, and as the range does not have the index any more, nobody will read it again.
        Some(unsafe { place.read() })
    }

    /// Drops all values that were not taken.
    ///
    /// # Safety
    /// The places are in `buffer` and hold values, nobody but this `Rest` reads them, and it takes or drops none afterwards,
    /// not even after a panic.
    unsafe fn drop_all<T>(&self, buffer: &Buffer<T>) {
        // SAFETY: By this function's contract, the range is in the buffer.
        let first = unsafe { buffer.place(self.0.start) };
        // SAFETY: By the same contract, its places hold values, and nobody will read them again.
        unsafe { ptr::slice_from_raw_parts_mut(first, self.0.len()).drop_in_place() };
    }
}

/// All values of a vector, by value.
pub struct IntoIter<T> {
    buffer: Buffer<T>,
    rest: Rest,
}

impl<T> IntoIterator for Vector<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;

    fn into_iter(self) -> IntoIter<T> {
        let (buffer, len) = self.into_parts();
        IntoIter { buffer, rest: Rest(0..len) }
    }
}

impl<T> Iterator for IntoIter<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        // SAFETY: The vector's values were moved here with its buffer, which nobody else can reach, and `Range::next` takes
        // what it returns out of the range.
        unsafe { self.rest.take(&self.buffer, Range::next) }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.rest.0.size_hint()
    }
}

impl<T> DoubleEndedIterator for IntoIter<T> {
    fn next_back(&mut self) -> Option<T> {
        // SAFETY: As in `next`, and `Range::next_back` does the same at the other end.
        unsafe { self.rest.take(&self.buffer, Range::next_back) }
    }
}

impl<T> ExactSizeIterator for IntoIter<T> {}
impl<T> iter::FusedIterator for IntoIter<T> {}

impl<T> Drop for IntoIter<T> {
    fn drop(&mut self) {
        // SAFETY: As in `next`, and a destructor runs once. The memory goes afterwards, with the field.
        unsafe { self.rest.drop_all(&self.buffer) };
    }
}

/// Some values of a vector, by value; the vector is whole again when this is dropped.
pub struct Drain<'a, T> {
    /// Its length is where the range began: all that is behind it does not exist for the vector.
    vector: &'a mut Vector<T>,
    rest: Rest,
    /// The values behind the range, which come back.
    tail: Range<usize>,
}

impl<'a, T> Drain<'a, T> {
    /// This function is safe to call, so it compares the range with the length itself: the unsafe blocks below rest on it.
    pub(super) fn new(vector: &'a mut Vector<T>, range: Range<usize>) -> Self {
        assert!(range.start <= range.end && range.end <= vector.len, "{range:?} of {} values", vector.len);
        let tail = range.end..vector.len;
        // Nothing forces a caller to drop the iterator, so the vector must be right while it is there. `mem::forget` is
        // safe: it may cost memory, and must not cost more.
        vector.len = range.start;
        Self { vector, rest: Rest(range), tail }
    }
}

impl<T> Iterator for Drain<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        // SAFETY: The range was compared with the length, so it held values, and the vector has given them up by its length
        // for as long as it is borrowed. `Range::next` takes what it returns out of the range.
        unsafe { self.rest.take(&self.vector.buffer, Range::next) }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.rest.0.size_hint()
    }
}

impl<T> DoubleEndedIterator for Drain<'_, T> {
    fn next_back(&mut self) -> Option<T> {
        // SAFETY: As in `next`, and `Range::next_back` does the same at the other end.
        unsafe { self.rest.take(&self.vector.buffer, Range::next_back) }
    }
}

impl<T> ExactSizeIterator for Drain<'_, T> {}
impl<T> iter::FusedIterator for Drain<'_, T> {}

impl<T> Drop for Drain<'_, T> {
    fn drop(&mut self) {
        // A value's destructor may panic below. Then this one's runs all the same, while the stack unwinds.
        let Self { vector, rest, tail } = self;
        let restored = Restore { vector, tail: tail.clone() };
        // SAFETY: As in `next`, and a destructor runs once. Nothing is moved to these places before this has ended: `restored`
        // is dropped last.
        unsafe { rest.drop_all(&restored.vector.buffer) };
    }
}

/// Moves the tail to the end of the vector when it is dropped.
struct Restore<'a, T> {
    vector: &'a mut Vector<T>,
    tail: Range<usize>,
}

impl<T> Drop for Restore<'_, T> {
    fn drop(&mut self) {
        // SAFETY: The tail was the end of the vector when the range was taken out, and the vector has been borrowed since.
        let from = unsafe { self.vector.buffer.place(self.tail.start) };
        // SAFETY: A vector's length is at most its capacity.
        let to = unsafe { self.vector.buffer.place(self.vector.len) };
        // SAFETY: The tail holds values which nobody has touched, and the places before it hold none any more.
        unsafe { from.copy_to(to, self.tail.len()) };
        self.vector.len += self.tail.len();
    }
}

impl<T> fmt::Debug for IntoIter<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("IntoIter").field("rest", &self.rest.0).finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Drain<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Drain").field("rest", &self.rest.0).finish_non_exhaustive()
    }
}
