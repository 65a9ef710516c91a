//! A result that borrows should say so: `Proof` has a lifetime that the signature does not show.
//!
//! It is elided to the receiver's all the same, and a reader wonders later why the galley cannot be changed. The lint
//! warns by default; here it is denied. Repair: `Proof<'_>`.

#![deny(mismatched_lifetime_syntaxes)]

struct Galley {
    lines: Vec<String>,
}

struct Proof<'g> {
    unread: &'g [String],
}

impl Galley {
    #[cfg(not(fixed))]
    fn proof(&self) -> Proof {
        //~^ mismatched_lifetime_syntaxes
        Proof { unread: &self.lines }
    }

    #[cfg(fixed)]
    fn proof(&self) -> Proof<'_> {
        Proof { unread: &self.lines }
    }
}

fn main() {
    let galley = Galley { lines: Vec::new() };
    println!("{} lines to read", galley.proof().unread.len());
}
