//! Fields without a `pub` are visible in the module of their struct and below it, and a sibling is not below.
//!
//! That both modules are in one crate, or in one file, does not matter. Repair: hang the module that has to be trusted
//! with the fields below the one that declares them, instead of making them `pub(crate)` for everybody.

mod ledger {
    /// The balance is the sum of the entries.
    #[derive(Default)]
    pub struct Ledger {
        entries: Vec<i64>,
        balance: i64,
    }

    impl Ledger {
        pub fn enter(&mut self, cents: i64) {
            self.entries.push(cents);
            self.balance += cents;
        }
    }

    #[cfg(fixed)]
    pub mod settlement {
        use super::Ledger;

        impl Ledger {
            pub fn settle(&mut self) -> i64 {
                self.entries.clear();
                std::mem::take(&mut self.balance)
            }
        }
    }
}

#[cfg(not(fixed))]
mod settlement {
    use crate::ledger::Ledger;

    impl Ledger {
        pub fn settle(&mut self) -> i64 {
            self.entries.clear(); //~ E0616
            std::mem::take(&mut self.balance) //~ E0616
        }
    }
}

fn main() {
    let mut ledger = ledger::Ledger::default();
    ledger.enter(1200);
    println!("{} cents are paid out", ledger.settle());
}
