//! Attribute macros stand on items. On a statement or an expression they are not stable: a macro that could be put there
//! would get something that is no item.
//!
//! Repair: an item, if only a local function.

use phase8_macros::attribute_macros::{Journal, traced};

fn main() {
    let journal = Journal::default();
    #[cfg(not(fixed))]
    #[traced(journal)] //~ E0658
    let port = "8080".parse::<u16>(); //~ "`traced` needs a function"
    #[cfg(fixed)]
    #[traced(journal)]
    fn parse(journal: &Journal) -> Result<u16, std::num::ParseIntError> {
        "8080".parse()
    }
    #[cfg(fixed)]
    let port = parse(&journal);
    println!("{port:?} {:?}", journal.entries());
}
