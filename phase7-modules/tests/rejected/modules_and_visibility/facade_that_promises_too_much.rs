//! A re-export is one more path to an item, and the item's own visibility still bounds who may take it.
//!
//! `pub(crate)` in the inner module is a decision that the facade cannot overrule. Repair: the item becomes `pub`. It
//! is no more visible than before to those who do not use the facade, since `mod royalties` stays private.

pub mod publishing {
    mod royalties {
        #[cfg(not(fixed))]
        pub(crate) fn due(copies: u64) -> u64 {
            copies * 90
        }

        #[cfg(fixed)]
        pub fn due(copies: u64) -> u64 {
            copies * 90
        }
    }

    pub use royalties::due; //~ E0364
}

fn main() {
    println!("{} cents are due", publishing::due(7));
}
