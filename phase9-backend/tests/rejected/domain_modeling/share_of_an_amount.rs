//! A third of an amount by division: a cent is lost, or a fraction of one invented, and nobody is told.
//!
//! Money has the operations that make sense for money, and division is none of them. Repair: split it.

use phase9_backend::domain_modeling::Cents;

fn main() {
    let royalties = Cents::new(1000);
    #[cfg(not(fixed))]
    let third = royalties / 3; //~ E0369
    #[cfg(fixed)]
    let third = royalties.split(&[1, 1, 1]).map_or(Cents::default(), |parts| parts[0]);
    assert_eq!(third, Cents::new(334));
}
