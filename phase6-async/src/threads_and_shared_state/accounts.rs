//! Two locks at once: keep to one order, or wait forever on a day when two threads meet.
//!
//! If one thread holds *a* and waits for *b*, and another holds *b* and waits for *a*, neither will ever go on. The
//! compiler does not see it, and a test seldom meets it: both must be between their two locks at the same time. The
//! remedy is an order among all locks, in which everybody takes them: then the thread that holds the highest of all
//! locks that are held can only wait for a higher one, and that one is free.
//!
//! The package `phase6-models` compiles this module with the types of shuttle, which runs it under many random schedules
//! and says when all threads wait: `cargo test -p phase6-models --test shuttle`. There the version that locks the payer
//! first is caught.

use crate::sync::Mutex;

/// What the authors are owed, each account behind a lock of its own, so that payments to different authors do not wait
/// for each other.
#[derive(Debug)]
pub struct Accounts(Box<[Mutex<u32>]>);

impl Accounts {
    /// One account for each of these balances, in cents.
    pub fn new(balances: impl IntoIterator<Item = u32>) -> Self {
        Self(balances.into_iter().map(Mutex::new).collect())
    }

    /// Moves cents from one account to another, or returns `false`: if these are not two accounts, if there is less in the
    /// first, or if the second cannot hold more.
    ///
    /// The order of the locks is that of the numbers, whoever pays. One account for both would be locked twice by the
    /// same thread, and the second `lock` of a `Mutex` never returns then: it waits for itself, or panics.
    ///
    /// # Panics
    /// If a thread panicked while it held one of them.
    pub fn transfer(&self, from: usize, to: usize, cents: u32) -> bool {
        let (Some(payer), Some(payee)) = (self.0.get(from), self.0.get(to)) else { return false };
        if from == to {
            return false;
        }
        let (mut payer, mut payee) = if from < to {
            let payer = payer.lock().expect(SOUND);
            (payer, payee.lock().expect(SOUND))
        } else {
            let payee = payee.lock().expect(SOUND);
            (payer.lock().expect(SOUND), payee)
        };
        // Computed first and written then: no panic comes between the two halves.
        let (Some(rest), Some(sum)) = (payer.checked_sub(cents), payee.checked_add(cents)) else {
            return false;
        };
        (*payer, *payee) = (rest, sum);
        true
    }

    /// The sum of all balances at one moment: every account is held until the last one has been read.
    ///
    /// To read and release one after the other would miss what moves from an account not yet read to one already read.
    ///
    /// # Panics
    /// If a thread panicked while it held one of them.
    pub fn total(&self) -> u64 {
        let all: Vec<_> = self.0.iter().map(|balance| balance.lock().expect(SOUND)).collect();
        all.iter().map(|balance| u64::from(**balance)).sum()
    }
}

const SOUND: &str = "nobody panics while holding an account";
