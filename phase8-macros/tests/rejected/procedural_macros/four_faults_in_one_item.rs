//! Four mistakes, four errors, each on its own line: nobody should have to compile four times to hear of them.
//!
//! The derive goes on reading after a mistake and reports everything at the end. It stops only where it would have to
//! guess: while an option is wrong, it does not complain about options that are missing.

use phase8_macros::procedural_macros::Entity;

#[cfg(not(fixed))]
#[derive(Entity)]
#[entity(table = "Authors")] //~ "is no name in SQL"
struct Author {
    #[entity(key)] //~ "a field's options are `id`, `skip` and `column"
    number: u32,
    #[entity(column = "pen_name")]
    name: String,
    #[entity(column = "pen_name")] //~ "`pen_name` is the column of `name` already"
    alias: Option<String>,
    #[entity(skip, column = "bio")] //~ "a field that is skipped has no other options"
    biography: String,
}

#[cfg(fixed)]
#[derive(Entity)]
#[entity(table = "authors")]
struct Author {
    #[entity(id)]
    number: u32,
    name: String,
    #[entity(column = "pen_name")]
    alias: Option<String>,
    #[entity(skip)]
    biography: String,
}

fn main() {
    let author = Author {
        number: 1,
        name: "Mary Ann Evans".into(),
        alias: Some("George Eliot".into()),
        biography: "…".into(),
    };
    println!("{} {} {:?} {}", author.number, author.name, author.alias, author.biography);
}
