//! `title.len()` finds the method of `str`, because a method call dereferences. `==` does not: it looks for a
//! `PartialEq` between exactly these two types.
//!
//! Repair: dereference by hand, on both sides. (Or write the `PartialEq<str>`, as `String` has it.)

use std::ops::Deref;

struct Title(String);

impl Deref for Title {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

fn main() {
    let title = Title("Emma".into());
    println!("{} bytes", title.len());
    #[cfg(not(fixed))]
    let known = title == "Emma"; //~ E0369
    #[cfg(fixed)]
    let known = *title == *"Emma";
    println!("{known}");
}
