//! An alias is a name under which readers look for the item in vain; its own name is none.
//!
//! Repair: think of the words that readers come with, such as those of another language or library.

#![crate_type = "lib"]

/// What a translator gets.
#[cfg_attr(not(fixed), doc(alias = "Fee"))] //~ "is the same as the item's name"
#[cfg_attr(fixed, doc(alias = "honorarium"))]
pub struct Fee(pub u64);
