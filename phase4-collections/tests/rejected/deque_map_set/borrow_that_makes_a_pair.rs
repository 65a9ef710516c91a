//! `Borrow` cannot assemble what it lends: the pair would be a temporary of `borrow` itself.
//!
//! Repair: lend a trait object, which is made of a reference to the address as it is, and hash and compare its parts.

use std::{
    borrow::Borrow,
    collections::HashMap,
    hash::{Hash, Hasher},
};

#[derive(PartialEq, Eq, Hash)]
struct Address(String, String);

trait Parts {
    fn parts(&self) -> (&str, &str);
}

impl Parts for Address {
    fn parts(&self) -> (&str, &str) {
        (&self.0, &self.1)
    }
}

impl Parts for (&str, &str) {
    fn parts(&self) -> (&str, &str) {
        *self
    }
}

impl Hash for dyn Parts + '_ {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

impl PartialEq for dyn Parts + '_ {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for dyn Parts + '_ {}

#[cfg(not(fixed))]
impl<'a> Borrow<(&'a str, &'a str)> for Address {
    fn borrow(&self) -> &(&'a str, &'a str) {
        &self.parts() //~ E0515 //~ "may not live long enough"
    }
}

#[cfg(fixed)]
impl<'a> Borrow<dyn Parts + 'a> for Address {
    fn borrow(&self) -> &(dyn Parts + 'a) {
        self
    }
}

fn main() {
    let pages = HashMap::from([(Address("en".into(), "/moves".into()), 7)]);
    #[cfg(not(fixed))]
    println!("{:?}", pages.get(&("en", "/moves")));
    #[cfg(fixed)]
    println!("{:?}", pages.get(&("en", "/moves") as &dyn Parts));
}
