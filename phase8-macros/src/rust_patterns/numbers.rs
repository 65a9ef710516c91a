//! Numbers without gaps: a guard that gives back what was not used, and the same as a scope.
//!
//! `Drop` runs however a block is left: at its end, by `return`, `?` or `break`, and by a panic that unwinds. But nobody is
//! bound to run it: `mem::forget` is safe, and so are a cycle of `Rc`s, `Box::leak`, `process::exit` and
//! `panic = "abort"`. So a guard may be trusted with what is merely wrong if it does not happen, here a gap. What must never happen at all, here one number for two invoices, has to hold without it.

use std::{cell::RefCell, collections::BTreeSet, mem::ManuallyDrop, num::NonZero};

/// The number of an invoice.
///
/// The compiler knows which numbers are impossible, and keeps `None` there: an `Option<Number>` has the size of a `u32`.
/// For `NonZero`, and for what is `transparent` around it, this is guaranteed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(transparent)]
pub struct Number(NonZero<u32>);

impl Number {
    /// A number from a table. Not public: whoever could make numbers would not need to reserve them. The one way around
    /// is a [`Row`](super::invoices::Row), for a database that was told about a number once it was issued.
    pub(super) fn stored(number: u32) -> Option<Self> {
        NonZero::new(number).map(Self)
    }

    /// For print.
    pub fn get(self) -> u32 {
        self.0.get()
    }
}

/// All numbers, from 1.
#[derive(Debug, Default)]
pub struct Numbers {
    /// Guards change it while they share `Numbers`. Never borrowed while foreign code runs, so a guard can always be
    /// dropped.
    pool: RefCell<Pool>,
}

#[derive(Debug, Default)]
struct Pool {
    last: u32,
    reserved: BTreeSet<Number>,
    returned: BTreeSet<Number>,
}

impl Numbers {
    /// The least number that nobody has: one that was given back, or the next one.
    ///
    /// # Panics
    /// After 4294967295 numbers.
    pub fn reserve(&self) -> Reserved<'_> {
        let mut pool = self.pool.borrow_mut();
        let number = pool.returned.pop_first().unwrap_or_else(|| {
            pool.last = pool.last.checked_add(1).expect("a company has fewer invoices than that");
            Number::stored(pool.last).expect("a sum with one is not zero")
        });
        pool.reserved.insert(number);
        Reserved { numbers: self, number }
    }

    /// Lets `issue` use the next number, which counts as issued if that succeeds.
    ///
    /// The guard stays here, out of reach: callers can neither leak it nor drop it too early. What they lose is the
    /// freedom to keep it in a struct, or across the end of the call.
    ///
    /// # Errors
    /// Those of `issue`.
    pub fn with_next<T, E>(&self, issue: impl FnOnce(Number) -> Result<T, E>) -> Result<T, E> {
        let reserved = self.reserve();
        let issued = issue(reserved.number())?;
        reserved.issue();
        Ok(issued)
    }

    /// Numbers that are neither issued nor given back. Without a guard alive, these are leaks: gaps to be explained.
    pub fn outstanding(&self) -> Vec<Number> {
        self.pool.borrow().reserved.iter().copied().collect()
    }
}

/// A number that is given back, unless it is issued.
#[derive(Debug)]
#[must_use = "a reservation that is not kept is given back at once"]
pub struct Reserved<'n> {
    numbers: &'n Numbers,
    number: Number,
}

impl Reserved<'_> {
    /// The number, to be printed before it is issued.
    pub fn number(&self) -> Number {
        self.number
    }

    /// Uses the number up.
    ///
    /// By value, because a guard ends here. But a type with `Drop` cannot be taken apart (E0509), and its destructor
    /// would undo the work. So the guard is wrapped, and not dropped. Its fields are not either, which is fine for a
    /// reference and a number. A `String` would be leaked: it has to be taken out first, of an `Option` for instance.
    pub fn issue(self) -> Number {
        let guard = ManuallyDrop::new(self);
        guard.numbers.pool.borrow_mut().reserved.remove(&guard.number);
        guard.number
    }
}

impl Drop for Reserved<'_> {
    fn drop(&mut self) {
        let mut pool = self.numbers.pool.borrow_mut();
        pool.reserved.remove(&self.number);
        pool.returned.insert(self.number);
    }
}
