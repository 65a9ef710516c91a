//! `list` has a lifetime, and a reference in the result would get it. The trait object in the box does not.
//!
//! Nothing around this `dyn` borrows, so by default it is `dyn Check + 'static`. Repair: `+ '_` asks for the lifetime
//! that a reference would have got.

trait Check {
    fn passes(&self, text: &str) -> bool;
}

struct Avoid<'w>(&'w str);

impl Check for Avoid<'_> {
    fn passes(&self, text: &str) -> bool {
        !text.contains(self.0)
    }
}

#[cfg(not(fixed))]
fn avoiding(word: &str) -> Box<dyn Check> {
    Box::new(Avoid(word)) //~ "may not live long enough"
}

#[cfg(fixed)]
fn avoiding(word: &str) -> Box<dyn Check + '_> {
    Box::new(Avoid(word))
}

fn main() {
    println!("{}", avoiding("leverage").passes("We leverage lifetimes"));
}
