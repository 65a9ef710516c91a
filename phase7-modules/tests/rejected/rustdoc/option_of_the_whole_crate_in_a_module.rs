//! Of the options for examples, `attr` may stand on a crate, a module or an item; `no_crate_inject` on a crate only.
//!
//! It keeps rustdoc from writing `extern crate …` into each example, which is done for the crate as a whole. Repair:
//! say it at the root.

#![crate_type = "lib"]
#![deny(invalid_doc_attributes)]
#![cfg_attr(fixed, doc(test(no_crate_inject)))]

/// Fees for translators.
pub mod fees {
    #![doc(test(attr(deny(unused))))]
    #![cfg_attr(not(fixed), doc(test(no_crate_inject)))] //~ invalid_doc_attributes

    /// Cents for a number of words.
    pub fn fee(words: u64) -> u64 {
        words * 12
    }
}
