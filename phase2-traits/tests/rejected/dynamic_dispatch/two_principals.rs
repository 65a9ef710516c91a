//! A trait object has one vtable, so of the traits that it names, all but one must be auto traits, which have no
//! methods.
//!
//! Repair: a trait that has both as supertraits, and an impl for everything that can have it. Its vtable leads to both.

use std::fmt::Display;

trait Rule {
    fn accepts(&self, text: &str) -> bool;
}

#[cfg(fixed)]
trait NamedRule: Rule + Display {}
#[cfg(fixed)]
impl<R: Rule + Display> NamedRule for R {}

#[cfg(not(fixed))]
fn report(rules: &[&(dyn Rule + Display)], text: &str) {
    //~^ E0225
    println!("{} rules for {text}", rules.len());
}

#[cfg(fixed)]
fn report(rules: &[&dyn NamedRule], text: &str) {
    for rule in rules.iter().filter(|rule| !rule.accepts(text)) {
        let name: &dyn Display = *rule;
        println!("{text:?} fails {name}");
    }
}

fn main() {
    report(&[], "obviously");
}
