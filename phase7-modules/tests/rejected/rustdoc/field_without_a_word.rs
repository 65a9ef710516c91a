//! `missing_docs` asks for a sentence about everything that others can reach, fields and variants included.
//!
//! It goes by what can be reached, not by `pub`: the struct stands in a private module, and it is the re-export that
//! makes its readers need to know what `price` counts. Repair: say what the type does not.

#![crate_type = "lib"]
#![deny(missing_docs)]
//! What a bookshop orders.

mod orders {
    /// A number of copies of one title.
    pub struct Order {
        /// As printed on the back.
        pub isbn: String,
        #[cfg(not(fixed))]
        pub price: u64, //~ missing_docs
        /// Cents for each copy, without tax.
        #[cfg(fixed)]
        pub price: u64,
    }

    pub struct Draft {
        pub note: String,
    }

    pub(crate) fn draft() -> Draft {
        Draft { note: String::new() }
    }
}

pub use orders::Order;

/// Whether anything is noted down.
pub fn is_empty() -> bool {
    orders::draft().note.is_empty()
}
