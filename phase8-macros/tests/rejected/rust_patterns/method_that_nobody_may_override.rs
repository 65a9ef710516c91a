//! A method of an extension trait with a blanket impl is final: a type cannot have an impl of its own beside it.
//!
//! Had `audited` been a default method of `Fee`, anybody could leave out the limit. Repair: implement what is left to
//! implementors.

trait Fee {
    fn cents(&self, days: u64) -> u64;
}

trait Audited: Fee {
    fn audited(&self, days: u64) -> u64 {
        self.cents(days).min(4000)
    }
}

impl<F: Fee + ?Sized> Audited for F {}

struct Daily(u64);

impl Fee for Daily {
    fn cents(&self, days: u64) -> u64 {
        self.0 * days
    }
}

#[cfg(not(fixed))]
impl Audited for Daily {
    //~^ E0119
    fn audited(&self, days: u64) -> u64 {
        self.cents(days)
    }
}

fn main() {
    println!("{}", Daily(50).audited(100));
}
