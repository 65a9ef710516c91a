//! `inline` and `no_inline` are about the page of a re-export, so they belong to the `use`.
//!
//! On the item itself, the attribute would be silently useless; the lint, a warning by default, says so. Repair: put it
//! on the `pub use`.

#![crate_type = "lib"]
#![deny(invalid_doc_attributes)]

mod fees {
    #[cfg_attr(not(fixed), doc(no_inline))] //~ invalid_doc_attributes
    pub struct Fee(pub u64);
}

#[cfg_attr(fixed, doc(no_inline))]
pub use fees::Fee;
