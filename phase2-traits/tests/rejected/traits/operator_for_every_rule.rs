//! `!rule` for every rule: the bound names a local trait, but no local *type* appears in the impl.
//!
//! Another crate could write the same for its own trait, and then a type with both would have two impls of `Not`.
//! Repair: a local type around the rule.

use std::ops::Not;

trait Rule {
    fn check(&self, title: &str) -> bool;
}

struct AtMost(usize);

impl Rule for AtMost {
    fn check(&self, title: &str) -> bool {
        title.len() <= self.0
    }
}

struct Negated<R>(R);

impl<R: Rule> Rule for Negated<R> {
    fn check(&self, title: &str) -> bool {
        !self.0.check(title)
    }
}

#[cfg(fixed)]
struct Checked<R>(R);

#[cfg(not(fixed))]
impl<R: Rule> Not for R {
    //~^ E0210
    type Output = Negated<R>;

    fn not(self) -> Negated<R> {
        Negated(self)
    }
}

#[cfg(fixed)]
impl<R: Rule> Not for Checked<R> {
    type Output = Negated<R>;

    fn not(self) -> Negated<R> {
        Negated(self.0)
    }
}

fn main() {
    #[cfg(not(fixed))]
    let long = !AtMost(5);
    #[cfg(fixed)]
    let long = !Checked(AtMost(5));
    println!("{}", long.check("Borrows"));
}
