//! Combinators consume the option, and one behind a reference is not yours to consume.
//!
//! Repair: `as_deref` makes a new option, of a borrow, and that one may be consumed.

struct Reader {
    nick: Option<String>,
}

#[cfg(not(fixed))]
fn greeting(reader: &Reader) -> String {
    format!("Hello {}", reader.nick.unwrap_or_default()) //~ E0507
}

#[cfg(fixed)]
fn greeting(reader: &Reader) -> String {
    format!("Hello {}", reader.nick.as_deref().unwrap_or_default())
}

fn main() {
    println!("{}", greeting(&Reader { nick: None }));
}
