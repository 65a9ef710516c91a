//! A type parameter stands for types with references, too, and nobody has said how long those last.
//!
//! The result says that the box is good for `'c`, whichever `'c` the caller wants. Repair: say the same of the type.
//! With `'static` in both places it would also compile, but the names below could not be lent to a check.

trait Check {
    fn objects(&self, text: &str) -> bool;
}

struct Names<'n>(&'n [String]);

impl Check for Names<'_> {
    fn objects(&self, text: &str) -> bool {
        self.0.iter().any(|name| text.contains(name))
    }
}

#[cfg(not(fixed))]
fn boxed<'c, C: Check>(check: C) -> Box<dyn Check + 'c> {
    Box::new(check) //~ E0309
}

#[cfg(fixed)]
fn boxed<'c, C: Check + 'c>(check: C) -> Box<dyn Check + 'c> {
    Box::new(check)
}

fn main() {
    let names = [String::from("Ada")];
    println!("{}", boxed(Names(&names)).objects("Dear Ada"));
}
