//! A chain of `&mut self -> &mut Self` lends the value it began with, and a temporary is gone after the statement.
//!
//! Repair: take `self` and return `Self`, so that the value itself comes out at the end of the chain. (The other one:
//! bind the value first and configure it in statements of their own, as with `std::process::Command`.)

#[derive(Default)]
struct Galley {
    lines: Vec<String>,
}

impl Galley {
    #[cfg(not(fixed))]
    fn headed(&mut self, heading: &str) -> &mut Self {
        self.lines.insert(0, heading.to_owned());
        self
    }

    #[cfg(fixed)]
    fn headed(mut self, heading: &str) -> Self {
        self.lines.insert(0, heading.to_owned());
        self
    }
}

fn main() {
    let galley = Galley::default().headed("Loomings"); //~ E0716
    println!("{} lines", galley.lines.len());
}
