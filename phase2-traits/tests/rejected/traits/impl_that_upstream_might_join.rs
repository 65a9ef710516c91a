//! A blanket impl for `Display`, and one for `Vec`: nobody can display a `Vec`, but its owner might change that.
//!
//! If std did, this program would have two impls for one type, so it is refused today. That a type of one's own does not
//! implement `Display` may be relied on. Repair: wrap the `Vec` in one.

use std::fmt::Display;

trait Field {
    fn csv(&self) -> String;
}

impl<T: Display> Field for T {
    fn csv(&self) -> String {
        format!("\"{self}\"")
    }
}

#[cfg(fixed)]
struct List<T>(Vec<T>);

#[cfg(not(fixed))]
impl<T: Field> Field for Vec<T> {
    //~^ E0119
    fn csv(&self) -> String {
        self.iter().map(Field::csv).collect::<Vec<_>>().join(";")
    }
}

#[cfg(fixed)]
impl<T: Field> Field for List<T> {
    fn csv(&self) -> String {
        self.0.iter().map(Field::csv).collect::<Vec<_>>().join(";")
    }
}

fn main() {
    let tags = vec!["rust", "traits"];
    #[cfg(fixed)]
    let tags = List(tags);
    println!("{}", tags.csv());
}
