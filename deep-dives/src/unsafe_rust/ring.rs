//! Hand values from one thread to one other, without a lock: each slot has one owner at a time, and two counters say who.
//!
//! `tail` counts what was ever pushed, `head` what was ever popped. The slots from `head` to `tail` are the consumer's,
//! all others the producer's. Each end writes one counter and reads the other, so a store of a counter *is* the handing
//! over of slots:
//!
//! | step | ordering | without it |
//! |---|---|---|
//! | [`Producer::push`] stores `tail` | `Release` | the consumer sees the counter, and not yet the value |
//! | [`Consumer::pop`] loads `tail` | `Acquire` | the same, from the other side |
//! | `pop` stores `head` | `Release` | the producer writes into a slot that is still being read |
//! | `push` loads `head` | `Acquire` | the same, from the other side |
//!
//! On x86 none of these four costs an instruction more than `Relaxed`, and a test on it can pass with all of them wrong.
//! So the package `deep-dives-models` compiles this file with the types of loom: as it stands, with all stores `Relaxed`,
//! and with all loads `Relaxed`. Two small programs, in each of which only one counter matters, tell the four orderings
//! apart: loom accepts both with the first, and rejects both with the others (`cargo test -p deep-dives-models`).
//!
//! The counters never go back; they wrap around. Their difference is right even then, and so is the slot, as long as the
//! number of slots is a power of two. An overflow that takes centuries to arrive is never tested, so the counters begin
//! shortly before it.

use std::{
    fmt,
    mem::MaybeUninit,
    sync::atomic::Ordering::{Acquire, Relaxed, Release},
};

use super::sync::{Arc, AtomicUsize, UnsafeCell};

/// Makes a ring with room for at least `capacity` values, and returns its two ends.
///
/// Move each end to its thread. Each writes to itself at every step, so two ends that are lent to the threads from one
/// stack may fight for a cache line that they share, and a value then takes several times as long to cross
/// (`cargo bench -p deep-dives --bench unsafe_rust`).
///
/// # Panics
/// If no power of two is that large, or so many slots would need more than `isize::MAX` bytes.
///
/// # Example: what does not fit comes back
/// ```
/// use deep_dives::unsafe_rust::ring::ring;
///
/// let (mut producer, mut consumer) = ring(2);
/// assert_eq!([producer.push("a"), producer.push("b"), producer.push("c")], [Ok(()), Ok(()), Err("c")]);
/// assert_eq!([consumer.pop(), consumer.pop(), consumer.pop()], [Some("a"), Some("b"), None]);
/// ```
pub fn ring<T>(capacity: usize) -> (Producer<T>, Consumer<T>) {
    let capacity = capacity.checked_next_power_of_two().expect("so many slots fit into no memory");
    let start = 0_usize.wrapping_sub(capacity);
    let shared = Arc::new(Shared {
        slots: (0..capacity).map(|_| UnsafeCell::new(MaybeUninit::uninit())).collect(),
        head: Line(AtomicUsize::new(start)),
        tail: Line(AtomicUsize::new(start)),
    });
    let producer = Producer { shared: Arc::clone(&shared), tail: start, head: start };
    (producer, Consumer { shared, head: start, tail: start })
}

/// A cache line for each counter, since two cores write to them all the time, each to its own. 128, because some cores fetch
/// lines of 64 bytes in pairs, and others have lines of 128.
#[repr(align(128))]
struct Line(AtomicUsize);

struct Shared<T> {
    slots: Box<[UnsafeCell<MaybeUninit<T>>]>,
    head: Line,
    tail: Line,
}

// SAFETY: What `&Shared` gives to several threads are the counters, which are atomic, and the slots. A slot is touched by
// the two ends alone, each of which exists once and acts through `&mut self`, and by the one that the counters say owns
// it. `T: Send` because a value pushed on one thread is popped and dropped on another. `T: Sync` is not needed, because
// nobody is lent a `&T` in a slot. A method `peek(&self) -> Option<&T>` of the consumer would change that: `&Consumer` can
// be shared, and two threads would have references to one `T`. (`Send` needs no promise: `UnsafeCell` passes it on.)
unsafe impl<T: Send> Sync for Shared<T> {}

impl<T> Shared<T> {
    fn slot(&self, count: usize) -> &UnsafeCell<MaybeUninit<T>> {
        // Masked, this is in bounds for every count.
        &self.slots[count & (self.slots.len() - 1)]
    }

    /// Moves the value out of a slot.
    ///
    /// # Safety
    /// The slot holds a value, the caller owns the slot, and nobody moves out of it again before it is written anew.
    unsafe fn take(&self, count: usize) -> T {
        self.slot(count).with(|slot| {
            // SAFETY: By this function's contract, nobody writes to the slot meanwhile, so it may be read.
            let value = unsafe { slot.read() };
            // SAFETY: By the same contract it holds a value, and the copy in the slot will not be used.
            unsafe { value.assume_init() }
        })
    }
}

impl<T> Drop for Shared<T> {
    fn drop(&mut self) {
        // Relaxed: both ends are gone, and what drops an `Arc` last has synchronised with all who dropped it before.
        let (mut head, tail) = (self.head.0.load(Relaxed), self.tail.0.load(Relaxed));
        while head != tail {
            // SAFETY: The slots from `head` to `tail` hold values, `&mut self` owns them, and `head` moves on. If a destructor
            // panics, what lies behind is lost: nobody drops a `MaybeUninit`.
            drop(unsafe { self.take(head) });
            head = head.wrapping_add(1);
        }
    }
}

/// The end that pushes. There is one: it is not `Clone`, and pushing takes `&mut self`.
pub struct Producer<T> {
    shared: Arc<Shared<T>>,
    /// What stands in the shared `tail`, which nobody else writes.
    tail: usize,
    /// What the shared `head` was when it was last read: it may have moved on since, so there is at least this much room.
    head: usize,
}

impl<T> Producer<T> {
    /// Appends `value`.
    ///
    /// # Errors
    /// With the value, if the ring is full.
    pub fn push(&mut self, value: T) -> Result<(), T> {
        let capacity = self.shared.slots.len();
        if self.tail.wrapping_sub(self.head) == capacity {
            // Acquire: pairs with the store in `pop`. What was popped before it has been read for the last time.
            self.head = self.shared.head.0.load(Acquire);
            if self.tail.wrapping_sub(self.head) == capacity {
                return Err(value);
            }
        }
        self.shared.slot(self.tail).with_mut(|slot| {
            // SAFETY: `tail` is less than one round ahead of `head`, so this slot is the producer's, and there is no other
            // producer. It holds no value, so none is lost by writing over it.
            unsafe { slot.write(MaybeUninit::new(value)) };
        });
        self.tail = self.tail.wrapping_add(1);
        // Release: pairs with the load in `pop`. Whoever sees this counter sees the value.
        self.shared.tail.0.store(self.tail, Release);
        Ok(())
    }

    /// How many values fit.
    pub fn capacity(&self) -> usize {
        self.shared.slots.len()
    }
}

/// The end that pops. There is one: it is not `Clone`, and popping takes `&mut self`.
pub struct Consumer<T> {
    shared: Arc<Shared<T>>,
    /// What stands in the shared `head`, which nobody else writes.
    head: usize,
    /// What the shared `tail` was when it was last read: there are at least the values up to here.
    tail: usize,
}

impl<T> Consumer<T> {
    /// Takes the oldest value, if there is one.
    pub fn pop(&mut self) -> Option<T> {
        if self.head == self.tail {
            // Acquire: pairs with the store in `push`. The values that it counts are seen from here on.
            self.tail = self.shared.tail.0.load(Acquire);
            if self.head == self.tail {
                return None;
            }
        }
        // SAFETY: `head` is before `tail`, so the slot was written and is the consumer's, of which there is one. It moves
        // on before anything else is popped.
        let value = unsafe { self.shared.take(self.head) };
        self.head = self.head.wrapping_add(1);
        // Release: pairs with the load in `push`. Whoever sees this counter may write over what was read.
        self.shared.head.0.store(self.head, Release);
        Some(value)
    }
}

impl<T> fmt::Debug for Producer<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Producer").field("capacity", &self.capacity()).finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Consumer<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Consumer").field("capacity", &self.shared.slots.len()).finish_non_exhaustive()
    }
}
