//! `#[entity(…)]` is no attribute of the language: it exists inside of an item that derives `Entity`, and nowhere else.
//!
//! A derive that is configured out takes its helpers along, but leaves the attributes behind. Repair: `cfg_attr` on
//! both.

#[cfg(fixed)]
use phase8_macros::procedural_macros::Entity;

#[cfg_attr(fixed, derive(Entity))]
#[cfg_attr(fixed, entity(table = "issues"))]
struct Issue {
    #[cfg(not(fixed))]
    #[entity(id)] //~ "cannot find attribute `entity` in this scope"
    number: u32,
    #[cfg(fixed)]
    #[entity(id)]
    number: u32,
}

fn main() {
    println!("{}", Issue { number: 3 }.number);
}
