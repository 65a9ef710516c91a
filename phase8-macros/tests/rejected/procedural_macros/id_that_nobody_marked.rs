//! What is missing has no token to point at. The name of the struct stands in for it.
//!
//! At the derive, where errors go if nobody chooses a place, the next reader would look for a fault of the macro.

use phase8_macros::procedural_macros::Entity;

#[derive(Entity)]
#[entity(table = "readers")]
struct Reader {
    //~^ "which field is the id?"
    #[cfg_attr(fixed, entity(id))]
    number: u32,
    name: String,
}

fn main() {
    let reader = Reader { number: 1, name: "Ada".into() };
    println!("{} {}", reader.number, reader.name);
}
