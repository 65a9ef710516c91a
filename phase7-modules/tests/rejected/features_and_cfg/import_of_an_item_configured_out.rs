//! An item whose `cfg` does not hold is not there for anybody, and an import of it fails like one of a typo.
//!
//! The compiler remembers what it has removed, and the note names the feature. Repair: what uses the item stands behind
//! the same `cfg`, and what is left has to make sense without it.

mod render {
    pub fn plain(title: &str) -> String {
        title.to_owned()
    }

    #[cfg(feature = "ansi")]
    pub fn bold(title: &str) -> String {
        format!("\x1b[1m{title}\x1b[0m")
    }
}

#[cfg(all(fixed, feature = "ansi"))]
use render::bold as heading;
#[cfg(not(fixed))]
use render::bold as heading; //~ E0432
#[cfg(all(fixed, not(feature = "ansi")))]
use render::plain as heading;

fn main() {
    println!("{}", heading("Moving"));
    println!("{}", render::plain("A move is a copy."));
}
