//! Attribute macros stand on items. On statements and expressions they are not stable.
//!
//! The macro is run nevertheless, gets a statement, and refuses it, too. It gives back what it got, so `port` exists
//! below. Repair: an item, if only a local function.

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
