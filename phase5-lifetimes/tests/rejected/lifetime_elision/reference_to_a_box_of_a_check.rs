//! The reference is around the box, and the box around the `dyn`: the innermost decides, and a box says `'static`.
//!
//! So this function asks for a check that borrows nothing, although it only looks at it. Repair: take the trait object
//! itself by reference; then the reference decides.

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
fn both_pass(check: &Box<dyn Check>, texts: [&str; 2]) -> bool {
    texts.iter().all(|text| check.passes(text))
}

#[cfg(fixed)]
fn both_pass(check: &dyn Check, texts: [&str; 2]) -> bool {
    texts.iter().all(|text| check.passes(text))
}

fn report(check: Box<dyn Check + '_>) {
    #[cfg(not(fixed))]
    println!("{}", both_pass(&check, ["one", "two"])); //~ E0521
    #[cfg(fixed)]
    println!("{}", both_pass(&*check, ["one", "two"]));
}

fn main() {
    report(Box::new(Avoid("leverage")));
}
