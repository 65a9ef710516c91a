//! Neighbours that change each other. There is no `windows_mut`: two windows share elements, and a caller who keeps
//! the first one would hold them twice. What to use instead depends on what neighbours do to each other:
//!
//! | what happens | what to use |
//! |---|---|
//! | two at a time are compared and changed, in one direction | `iter_mut().reduce(…)`: [`graduate`] |
//! | numbers depend on neighbours on both sides | a slice of [`Cell`]s, which has `windows`: [`despike`] |
//! | elements change places | a cut, then `swap` or `rotate` in the rest: [`scatter`] |
//! | a run of equals changes together | `chunk_by_mut`, whose chunks share nothing: [`fold_runs`] |
//! | some leave | `retain_mut`: [`tick`] |

use std::cell::Cell;

/// A place on the front page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The desk that fills it.
    pub desk: char,
    /// The size of the headline.
    pub points: u16,
    /// Whether only the headline is shown.
    pub folded: bool,
    /// How much longer the slot is booked.
    pub hours: u8,
}

/// Makes headlines smaller until no two neighbours differ by more than `step` points.
///
/// `reduce` keeps one item while it asks for the next. With `iter_mut` these are two exclusive references to neighbours:
/// a window that slides, because the closure gives up the left one and returns the right one. The second pass does the
/// same from the other end.
pub fn graduate(page: &mut [Slot], step: u16) {
    page.iter_mut().reduce(|left, right| near(left, right, step));
    page.iter_mut().rev().reduce(|right, left| near(right, left, step));
}

fn near<'p>(settled: &Slot, next: &'p mut Slot, step: u16) -> &'p mut Slot {
    next.points = next.points.min(settled.points.saturating_add(step));
    next
}

/// Takes single peaks and dips out of a curve of hourly reads: each value is clamped between its neighbours.
///
/// [`Cell::from_mut`] turns the exclusive slice into a shared one whose elements can be set all the same, so windows
/// may overlap. Each window sees what the one before it has set. That is no accident here: it makes one pass enough,
/// and a second one changes nothing.
///
/// The same loop with an index over `1..len - 1` takes nearly twice as long: the compiler leaves bounds checks in it.
/// Over `2..len`, with the neighbours at `i - 2` and `i`, it can drop them, and that loop is as fast as the windows
/// (`cargo bench -p phase4-collections --bench collection_iterators neighbours`).
pub fn despike(hourly: &mut [u32]) {
    for [before, here, after] in Cell::from_mut(hourly).as_slice_of_cells().array_windows() {
        let (before, after) = (before.get(), after.get());
        here.set(here.get().clamp(before.min(after), before.max(after)));
    }
}

/// Moves slots forward, so that two of one desk stand side by side only where no other desk is left.
///
/// A slot and what follows it are disjoint parts of the page. The loop looks at one and reorders the other, then goes
/// on with the rest. The slots that are passed over keep their order, which a `swap` would not promise.
pub fn scatter(mut page: &mut [Slot]) {
    while let [placed, rest @ ..] = page {
        if let Some(other) = rest.iter().position(|slot| slot.desk != placed.desk) {
            rest[..=other].rotate_right(1);
        }
        page = rest;
    }
}

/// Of neighbours of one desk, only the first is open.
///
/// # Example: a run is one slice, however long it is
/// ```
/// use phase4_collections::collection_iterators::page::{Slot, fold_runs};
///
/// let slot = |desk| Slot { desk, points: 24, folded: false, hours: 6 };
/// let mut page = ['N', 'N', 'S', 'N'].map(slot);
/// fold_runs(&mut page);
/// assert_eq!(page.each_ref().map(|slot| slot.folded), [false, true, false, false]);
/// ```
pub fn fold_runs(page: &mut [Slot]) {
    for run in page.chunk_by_mut(|left, right| left.desk == right.desk) {
        if let [first, others @ ..] = run {
            first.folded = false;
            others.iter_mut().for_each(|slot| slot.folded = true);
        }
    }
}

/// An hour goes by. Slots whose time is up leave the page.
///
/// `retain` shows each element, `retain_mut` lends it, and both move what stays at most once. (The `retain` of maps has
/// always lent the value.)
pub fn tick(page: &mut Vec<Slot>) {
    page.retain_mut(|slot| {
        slot.hours = slot.hours.saturating_sub(1);
        slot.hours > 0
    });
}
