//! A statement as a literal, in another crate: the struct is `#[non_exhaustive]`, because it will have more fields, and
//! each of them would break this line.
//!
//! Fields can be read, though, and patterns end in `..`. Repair: the function that makes statements.

use phase9_backend::domain_modeling::{Cents, Statement};

fn main() {
    #[cfg(not(fixed))]
    let statement = Statement { due: Cents::new(500), articles: 1 }; //~ E0639
    #[cfg(fixed)]
    let Some(statement) = Statement::of(&[Cents::new(500)]) else { return };
    let Statement { due, .. } = statement;
    assert_eq!(due.to_string(), "5.00");
}
