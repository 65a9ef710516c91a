//! `index` returns a reference, so the value has to exist somewhere before the call, and after it.
//!
//! Repair: a method for what is computed. Where there are few possible values, a reference to a constant will do, too:
//! `if … { &true } else { &false }`.

use std::collections::BTreeMap;
#[cfg(not(fixed))]
use std::ops::Index;

struct Sales {
    copies: BTreeMap<&'static str, u64>,
    price: u64,
}

#[cfg(not(fixed))]
impl Index<&str> for Sales {
    type Output = u64;

    fn index(&self, title: &str) -> &u64 {
        let revenue = self.copies[title] * self.price;
        &revenue //~ E0515
    }
}

#[cfg(fixed)]
impl Sales {
    fn revenue(&self, title: &str) -> u64 {
        self.copies[title] * self.price
    }
}

fn main() {
    let sales = Sales { copies: BTreeMap::from([("Emma", 3)]), price: 1200 };
    #[cfg(not(fixed))]
    println!("{}", sales["Emma"]);
    #[cfg(fixed)]
    println!("{}", sales.revenue("Emma"));
}
