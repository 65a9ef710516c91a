//! Last stage: sales become totals, and what is checked is what no single record shows.

use std::collections::{BTreeMap, HashMap, hash_map::Entry};

use super::{
    Fault,
    sales::{Cents, Isbn, Reference, Sale},
};

/// What was sold, by title.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    titles: BTreeMap<Isbn, Total>,
    /// The line of each sale.
    booked: HashMap<Reference, u64>,
}

/// All sales of one title.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Total {
    /// How many.
    pub copies: u64,
    /// What was paid for them.
    pub paid: Cents,
}

impl Ledger {
    /// Adds a sale that was read from `line`.
    ///
    /// All that can fail comes first, and all that changes something comes last, so there is nothing to undo. The entry
    /// is the reservation: it is looked up, but filled only at the end.
    ///
    /// # Errors
    /// [`Fault::Booked`] or [`Fault::TooLarge`]; the ledger is as it was.
    pub fn post(&mut self, sale: Sale, line: u64) -> Result<(), Fault> {
        let booking = match self.booked.entry(sale.reference) {
            Entry::Occupied(earlier) => return Err(Fault::Booked { line: *earlier.get() }),
            Entry::Vacant(booking) => booking,
        };
        let total = self.titles.get(&sale.isbn).copied().unwrap_or_default();
        let sold = u64::from(sale.copies.get());
        let paid = sale.price.0.checked_mul(sold).and_then(|paid| total.paid.0.checked_add(paid));
        let (Some(copies), Some(paid)) = (total.copies.checked_add(sold), paid) else {
            return Err(Fault::TooLarge);
        };
        self.titles.insert(sale.isbn, Total { copies, paid: Cents(paid) });
        booking.insert(line);
        Ok(())
    }

    /// The titles that were sold, in the order of their ISBNs.
    pub fn titles(&self) -> impl Iterator<Item = (Isbn, Total)> {
        self.titles.iter().map(|(isbn, total)| (*isbn, *total))
    }

    /// How many sales are booked.
    pub fn sales(&self) -> usize {
        self.booked.len()
    }
}
