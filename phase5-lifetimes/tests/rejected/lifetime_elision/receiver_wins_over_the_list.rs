//! The body has no complaint here: a part of the list lives at least as long as the checker that borrows the list.
//!
//! But the signature gives it the lifetime of `&self`, and the caller, who reads only that, may not drop the checker
//! before the answer. Repair: say that it is the list's.

struct Checker<'w> {
    list: &'w str,
}

impl<'w> Checker<'w> {
    #[cfg(not(fixed))]
    fn listed(&self, word: &str) -> Option<&str> {
        self.list.split(' ').find(|listed| listed.eq_ignore_ascii_case(word))
    }

    #[cfg(fixed)]
    fn listed(&self, word: &str) -> Option<&'w str> {
        self.list.split(' ').find(|listed| listed.eq_ignore_ascii_case(word))
    }
}

fn main() {
    let list = String::from("utilize leverage");
    let checker = Box::new(Checker { list: &list });
    let entry = checker.listed("LEVERAGE");
    drop(checker); //~ E0505
    println!("{entry:?}");
}
