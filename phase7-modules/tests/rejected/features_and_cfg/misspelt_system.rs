//! No system is called `macosx`, so the condition never holds, not even on a Mac. By default this is a warning.
//!
//! The compiler knows all values of `target_os` and the other names of its own; of features and of names that build
//! scripts set, cargo has to tell it. Repair: the name as the list of targets has it.

#![deny(unexpected_cfgs)]

#[cfg(not(fixed))]
const MODIFIER: &str = if cfg!(target_os = "macosx") { "⌘" } else { "Ctrl" }; //~ unexpected_cfgs
#[cfg(fixed)]
const MODIFIER: &str = if cfg!(target_os = "macos") { "⌘" } else { "Ctrl" };

fn main() {
    println!("save: {MODIFIER}+S");
}
