//! Two secrets compared with `==`: it may stop where they first differ, so its time tells how much was right.
//!
//! `SecretString` has no `PartialEq`. Repair: look at every byte before deciding, or use a crate that is made for it.

use secrecy::{ExposeSecret, SecretString};

fn may_scrape(given: &SecretString, key: &SecretString) -> bool {
    #[cfg(not(fixed))]
    return given == key; //~ E0369
    #[cfg(fixed)]
    {
        let (given, key) = (given.expose_secret().as_bytes(), key.expose_secret().as_bytes());
        let differences = given.iter().zip(key).fold(0, |sum, (a, b)| sum | (a ^ b));
        given.len() == key.len() && std::hint::black_box(differences) == 0
    }
}

fn main() {
    assert!(!may_scrape(&"guess".into(), &"a key for the numbers".into()));
}
