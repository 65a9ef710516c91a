//! An alias is for readers who look for an item under another name. Under its own, they find it anyway.
//!
//! Repair: think of the words that readers come with, such as those of another language or library.

#![crate_type = "lib"]

/// What a translator gets.
#[cfg_attr(not(fixed), doc(alias = "Fee"))] //~ "is the same as the item's name"
#[cfg_attr(fixed, doc(alias = "honorarium"))]
pub struct Fee(pub u64);
