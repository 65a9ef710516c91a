mod pointers;
mod ring;
mod text;
mod vector;

use std::{
    cell::Cell,
    marker::PhantomData,
    panic::{self, AssertUnwindSafe},
    rc::Rc,
    sync::MutexGuard,
};

use deep_dives::unsafe_rust::{
    pointers::Flagged,
    ring::{Consumer, Producer},
    vector::{Drain, IntoIter, Vector},
};

/// A value that is counted while it lives, and may panic when it is dropped.
#[derive(Debug)]
struct Tracked {
    number: u8,
    panics: bool,
    alive: Rc<Cell<i32>>,
}

impl Tracked {
    fn new(number: u8, alive: &Rc<Cell<i32>>) -> Self {
        Self::of(number, false, alive)
    }

    fn panicking(number: u8, alive: &Rc<Cell<i32>>) -> Self {
        Self::of(number, true, alive)
    }

    fn of(number: u8, panics: bool, alive: &Rc<Cell<i32>>) -> Self {
        alive.set(alive.get() + 1);
        Self { number, panics, alive: Rc::clone(alive) }
    }
}

impl Drop for Tracked {
    fn drop(&mut self) {
        self.alive.set(self.alive.get() - 1);
        if self.panics {
            panic::resume_unwind(Box::new("a destructor"));
        }
    }
}

/// Whether `work` panics. Without a message: the panics here are meant.
fn panics<R>(work: impl FnOnce() -> R) -> bool {
    panic::catch_unwind(AssertUnwindSafe(work)).is_err()
}

/// What the compiler thinks of a type: its own constants hide those of the trait, where their bounds are met.
struct Probe<T>(PhantomData<T>);

trait Otherwise {
    const SEND: bool = false;
    const SYNC: bool = false;
}

impl<T> Otherwise for Probe<T> {}

impl<T: Send> Probe<T> {
    const SEND: bool = true;
}

impl<T: Sync> Probe<T> {
    const SYNC: bool = true;
}

#[test]
fn an_owner_is_send_and_sync_as_far_as_its_values_are() {
    /// Neither.
    type Count = Rc<u64>;
    /// `Send`, and not `Sync`.
    type Reads = Cell<u64>;
    /// `Sync`, and not `Send`.
    type Guard = MutexGuard<'static, u64>;

    assert_eq!([Probe::<Reads>::SEND, Probe::<Reads>::SYNC], [true, false]);
    assert_eq!([Probe::<Guard>::SEND, Probe::<Guard>::SYNC], [false, true]);

    assert_eq!([Probe::<Flagged<u64>>::SEND, Probe::<Flagged<u64>>::SYNC], [true, true]);
    assert_eq!([Probe::<Flagged<Reads>>::SEND, Probe::<Flagged<Reads>>::SYNC], [true, false]);
    assert_eq!([Probe::<Flagged<Guard>>::SEND, Probe::<Flagged<Guard>>::SYNC], [false, true]);

    assert_eq!([Probe::<Vector<u64>>::SEND, Probe::<Vector<u64>>::SYNC], [true, true]);
    assert_eq!([Probe::<Vector<Reads>>::SEND, Probe::<Vector<Reads>>::SYNC], [true, false]);
    assert_eq!([Probe::<Vector<Guard>>::SEND, Probe::<Vector<Guard>>::SYNC], [false, true]);
    assert_eq!([Probe::<IntoIter<Count>>::SEND, Probe::<Drain<'_, Count>>::SEND], [false, false]);

    // The values change threads, and none is lent to two.
    assert_eq!([Probe::<Producer<Reads>>::SEND, Probe::<Consumer<Reads>>::SEND], [true, true]);
    assert_eq!([Probe::<Producer<Count>>::SEND, Probe::<Consumer<Count>>::SEND], [false, false]);
    assert_eq!([Probe::<Producer<Guard>>::SEND, Probe::<Consumer<Guard>>::SEND], [false, false]);
}
