//! In `impl dyn Check` nothing stands around the `dyn`, so these are methods of `dyn Check + 'static`.
//!
//! The method is found all the same, and then asks for a check that borrows nothing but what lasts for ever. Repair:
//! `+ '_` makes it a method of all checks.

trait Check {
    fn slip<'t>(&self, text: &'t str) -> Option<&'t str>;
}

#[cfg(not(fixed))]
impl dyn Check {
    fn passes(&self, text: &str) -> bool {
        self.slip(text).is_none()
    }
}

#[cfg(fixed)]
impl dyn Check + '_ {
    fn passes(&self, text: &str) -> bool {
        self.slip(text).is_none()
    }
}

fn edit(check: &dyn Check, draft: &str) -> bool {
    check.passes(draft) //~ E0521
}

struct Avoid<'w>(&'w str);

impl Check for Avoid<'_> {
    fn slip<'t>(&self, text: &'t str) -> Option<&'t str> {
        text.matches(self.0).next()
    }
}

fn main() {
    println!("{}", edit(&Avoid(&String::from("leverage")), "We leverage lifetimes"));
}
