//! # A gap at the cursor
//!
//! An editor keeps the paragraphs of an article in a *gap buffer*: one block of memory, with those before the cursor at its
//! beginning, those behind it at its end, and the free places between. Whoever types writes into the gap, and nothing
//! moves; only the cursor costs moves, one for each paragraph that it passes.
//!
//! The block never grows. Its invariant is written at the struct; every part below relies on it and must leave it whole,
//! even while a destructor panics. Write a `// SAFETY:` comment for each unsafe block that answers: who guarantees it, and
//! why nothing undoes it.

use std::{
    cell::Cell,
    mem::MaybeUninit,
    panic::{self, AssertUnwindSafe},
    ptr,
};

/// Values around a cursor.
///
/// The places `..before` and `after..` hold values that nobody else owns. The places between, the gap, hold none, and
/// `before <= after <= places.len()`.
pub struct GapBuffer<T> {
    places: Box<[MaybeUninit<T>]>,
    before: usize,
    after: usize,
}

impl<T> GapBuffer<T> {
    /// An empty buffer with room for this many values.
    pub fn new(capacity: usize) -> Self {
        Self { places: Box::new_uninit_slice(capacity), before: 0, after: capacity }
    }

    /// Inserts a value before the cursor, or returns it if there is no room.
    pub fn insert(&mut self, value: T) -> Result<(), T> {
        // solution:begin
        // hint: The gap is empty when its two ends meet.
        // hint: `MaybeUninit::write` puts a value into a place without dropping what was there: nothing was.
        if self.before == self.after {
            return Err(value);
        }
        self.places[self.before].write(value);
        self.before += 1;
        Ok(())
        // solution:end
    }

    /// Removes the value before the cursor.
    pub fn remove(&mut self) -> Option<T> {
        // solution:begin
        // hint: First the place must count as empty, then the value may be moved out of it.
        // hint: `assume_init_read` copies a value out of a place. Who makes sure that it is not used a second time?
        self.before = self.before.checked_sub(1)?;
        // SAFETY: The place held a value, as it was before the cursor. It is in the gap now, so nobody reads it again.
        Some(unsafe { self.places[self.before].assume_init_read() })
        // solution:end
    }

    /// Moves the cursor so that `position` values are before it. Where there are fewer, it goes to the end.
    pub fn move_to(&mut self, position: usize) {
        // solution:begin
        // hint: All values that the cursor passes move to the other side of the gap, in one piece and in order.
        // hint: The gap may be smaller than the piece, so the two places of the piece may overlap: `ptr::copy`.
        // hint: Take one pointer to the block, by `as_mut_ptr`, and derive both others from it.
        let count = self.places.len() - (self.after - self.before);
        let position = position.min(count);
        let first = self.places.as_mut_ptr();
        let (from, to, passed) = if position < self.before {
            let passed = self.before - position;
            (position, self.after - passed, passed)
        } else {
            let passed = position - self.before;
            (self.after, self.before, passed)
        };
        // SAFETY: `from` and `to` are at most the length: the piece lies on one side of the gap, and fits on the other.
        let source = unsafe { first.add(from) };
        // SAFETY: As above.
        let target = unsafe { first.add(to) };
        // SAFETY: `passed` places follow both, all of the block, which `&mut self` owns. They may overlap. The values that
        // were copied are counted once: the places that they came from are in the gap by the assignments below.
        unsafe { ptr::copy(source, target, passed) };
        self.after = self.after + position - self.before;
        self.before = position;
        // solution:end
    }

    /// The values before and behind the cursor.
    pub fn as_slices(&self) -> (&[T], &[T]) {
        // solution:begin
        // hint: Both parts are initialised, and `self` is borrowed for as long as the slices live.
        // hint: `assume_init_ref` of a slice of `MaybeUninit<T>` is a `&[T]`.
        let (before, after) = (&self.places[..self.before], &self.places[self.after..]);
        // SAFETY: The places before the gap hold values.
        let before = unsafe { before.assume_init_ref() };
        // SAFETY: So do those behind it.
        (before, unsafe { after.assume_init_ref() })
        // solution:end
    }

    /// Drops all values, and puts the cursor at the beginning of an empty buffer. If destructors panic, it is empty all
    /// the same, so that nobody drops a value twice; values may then be lost without being dropped.
    pub fn clear(&mut self) {
        // solution:begin
        // hint: A destructor may panic, and then the buffer is dropped while the stack unwinds. What does it find?
        // hint: Make all places count as empty first; keep in local variables what is to be dropped.
        // hint: `assume_init_drop` of a slice drops its values, all of them, even if one panics. There are two slices.
        let (before, after) = (self.before, self.after);
        (self.before, self.after) = (0, self.places.len());
        let (left, gap_and_right) = self.places.split_at_mut(before);
        let right = &mut gap_and_right[after - before..];
        // SAFETY: These places held values, and since the assignment nobody else knows of them.
        unsafe { left.assume_init_drop() };
        // SAFETY: As above.
        unsafe { right.assume_init_drop() };
        // solution:end
    }
}

impl<T> Drop for GapBuffer<T> {
    fn drop(&mut self) {
        // A second panic while the stack unwinds would end the process: a part that is not written yet shall fail its test.
        if !std::thread::panicking() {
            self.clear();
        }
    }
}

/// Counts the drops of its values, and panics at the one with the wrong name.
struct Paragraph<'a> {
    name: String,
    dropped: &'a Cell<usize>,
}

impl Drop for Paragraph<'_> {
    fn drop(&mut self) {
        self.dropped.set(self.dropped.get() + 1);
        if self.name == "fatal" {
            panic::resume_unwind(Box::new("a destructor"));
        }
    }
}

fn buffer(capacity: usize, values: impl IntoIterator<Item = u32>) -> GapBuffer<u32> {
    let mut buffer = GapBuffer::new(capacity);
    for value in values {
        assert_eq!(buffer.insert(value), Ok(()));
    }
    buffer
}

fn paragraphs<'a>(capacity: usize, names: &[&str], dropped: &'a Cell<usize>) -> GapBuffer<Paragraph<'a>> {
    let mut buffer = GapBuffer::new(capacity);
    for &name in names {
        assert!(buffer.insert(Paragraph { name: name.into(), dropped }).is_ok());
    }
    buffer
}

#[test]
fn values_go_before_the_cursor_until_there_is_no_room() {
    let mut buffer = buffer(2, [1, 2]);
    assert_eq!((buffer.insert(3), buffer.as_slices()), (Err(3), (&[1, 2][..], &[][..])));
}

#[test]
fn what_is_removed_is_the_value_before_the_cursor() {
    let dropped = Cell::new(0);
    let mut buffer = paragraphs(3, &["one", "two", "three"], &dropped);
    buffer.move_to(2);
    let removed: Vec<_> =
        std::iter::from_fn(|| buffer.remove()).map(|paragraph| paragraph.name.clone()).collect();
    assert_eq!((removed, dropped.get()), (vec!["two".into(), "one".into()], 2));
    drop(buffer);
    assert_eq!(dropped.get(), 3);
}

#[test]
fn the_cursor_moves_and_no_value_changes_its_order() {
    for capacity in 5..9 {
        for start in 0..7 {
            for target in 0..7 {
                let mut buffer = buffer(capacity, 0..5);
                buffer.move_to(start);
                buffer.move_to(target);
                let (before, after) = buffer.as_slices();
                assert!(before.iter().chain(after).copied().eq(0..5), "{capacity}: {start} to {target}");
                assert_eq!(before.len(), target.min(5), "{capacity}: {start} to {target}");
            }
        }
    }
}

#[test]
fn a_buffer_does_what_a_vector_and_an_index_do() {
    let mut random = 12_345_u32;
    let mut next = |below: u32| {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (random >> 16) % below
    };
    let (mut buffer, mut oracle, mut cursor) = (GapBuffer::new(8), Vec::new(), 0);
    for step in 0..2_000 {
        match next(3) {
            0 if oracle.len() < 8 => {
                assert_eq!(buffer.insert(Box::new(step)), Ok(()));
                oracle.insert(cursor, Box::new(step));
                cursor += 1;
            }
            1 if cursor > 0 => {
                cursor -= 1;
                assert_eq!(buffer.remove(), Some(oracle.remove(cursor)));
            }
            _ => {
                cursor = (next(10) as usize).min(oracle.len());
                buffer.move_to(cursor);
            }
        }
        assert_eq!(buffer.as_slices(), oracle.split_at(cursor));
    }
}

#[test]
fn inserting_before_the_cursor_moves_nothing() {
    let mut buffer = buffer(4, [1, 2]);
    buffer.move_to(1);
    let places = |buffer: &GapBuffer<u32>| {
        let (before, after) = buffer.as_slices();
        (before.as_ptr(), after.as_ptr())
    };
    let old = places(&buffer);
    assert_eq!(buffer.insert(3), Ok(()));
    assert_eq!(places(&buffer), old);
    assert_eq!(buffer.as_slices(), (&[1, 3][..], &[2][..]));
}

#[test]
fn every_value_is_dropped_once_wherever_the_cursor_is() {
    for cursor in 0..4 {
        let dropped = Cell::new(0);
        let mut buffer = paragraphs(5, &["one", "two", "three"], &dropped);
        buffer.move_to(cursor);
        buffer.clear();
        assert_eq!((dropped.get(), buffer.as_slices().0.len(), buffer.as_slices().1.len()), (3, 0, 0));
        assert!((0..5).all(|_| buffer.insert(Paragraph { name: String::new(), dropped: &dropped }).is_ok()));
        drop(buffer);
        assert_eq!(dropped.get(), 8);
    }
}

#[test]
fn a_destructor_that_panics_lets_no_value_be_dropped_twice() {
    for cursor in 0..4 {
        let dropped = Cell::new(0);
        let mut buffer = paragraphs(5, &["one", "fatal", "three"], &dropped);
        buffer.move_to(cursor);
        assert!(panic::catch_unwind(AssertUnwindSafe(|| buffer.clear())).is_err());
        let after_the_panic = dropped.get();
        assert!(after_the_panic <= 3 && buffer.remove().is_none());
        assert!(buffer.as_slices().0.is_empty() && buffer.as_slices().1.is_empty());
        drop(buffer);
        assert_eq!(dropped.get(), after_the_panic);
    }
}

#[test]
fn values_of_size_0_are_counted() {
    let mut buffer = GapBuffer::new(3);
    assert!((0..3).all(|_| buffer.insert(()).is_ok()));
    buffer.move_to(1);
    assert_eq!((buffer.insert(()), buffer.as_slices()), (Err(()), (&[()][..], &[(), ()][..])));
    assert_eq!((buffer.remove(), buffer.remove()), (Some(()), None));
}

#[test]
fn a_buffer_without_room_has_no_value() {
    let mut buffer = GapBuffer::new(0);
    buffer.move_to(3);
    assert_eq!(
        (buffer.insert("one"), buffer.remove(), buffer.as_slices()),
        (Err("one"), None, (&[][..], &[][..]))
    );
}
