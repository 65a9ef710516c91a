//! The expansion of `traced` has a local `_call`. The body cannot see it: the name was written by another macro.
//!
//! Nor can the body shadow it by accident. This is what `Span::mixed_site` is for; with `call_site`, both would be the
//! same variable. Repair: a macro that wants to lend something says so in its arguments.

use phase8_macros::attribute_macros::{Journal, traced};

#[traced(journal)]
fn publish(journal: &Journal) -> usize {
    #[cfg(not(fixed))]
    drop(_call); //~ E0425
    journal.entries().len()
}

fn main() {
    println!("{}", publish(&Journal::default()));
}
