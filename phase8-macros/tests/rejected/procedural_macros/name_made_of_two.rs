//! An argument is neither expanded nor evaluated: `concat!` is a macro call to the derive, a constant is a path.
//!
//! Repair: the text itself. (A derive that only passes the value on could take any expression, and let the compiler
//! judge it. This one wants to check the name.)

use phase8_macros::procedural_macros::Entity;

#[derive(Entity)]
#[cfg_attr(not(fixed), entity(table = concat!("archive", "_2024")))] //~ "only the text itself can be read here"
#[cfg_attr(fixed, entity(table = "archive_2024"))]
struct Issue {
    #[entity(id)]
    number: u32,
}

fn main() {
    println!("{}", Issue { number: 3 }.number);
}
