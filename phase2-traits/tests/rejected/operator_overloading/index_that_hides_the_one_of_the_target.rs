//! An index dereferences until it finds a type with an `Index`, of whatever kind, and then has to do with that one. So
//! the `Index` of a wrapper hides all those of its target, ranges included.
//!
//! That protects the numbering of the titles here, and comes as a surprise where it was not meant. Repair: say which
//! one.

use std::ops::{Deref, Index};

struct TitleId(usize);
struct Statement(Vec<i64>);

impl Deref for Statement {
    type Target = [i64];

    fn deref(&self) -> &[i64] {
        &self.0
    }
}

impl Index<TitleId> for Statement {
    type Output = i64;

    fn index(&self, TitleId(title): TitleId) -> &i64 {
        &self.0[title]
    }
}

fn main() {
    let statement = Statement(vec![1200, 900, 300]);
    println!("{} and {}", statement[TitleId(0)], statement.len());
    #[cfg(not(fixed))]
    let rest = &statement[1..]; //~ E0308
    #[cfg(fixed)]
    let rest = &(*statement)[1..];
    println!("{rest:?}");
}
