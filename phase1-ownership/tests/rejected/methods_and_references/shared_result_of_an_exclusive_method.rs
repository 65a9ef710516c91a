//! What comes from `&mut self` excludes everybody else until its last use, even if it is itself only a `&str`.
//!
//! The signature is all that a caller's borrow check sees, and it says that the result keeps the `&mut` alive.
//! Repair: return a number, and look the line up through `&self`.

struct Galley {
    lines: Vec<String>,
}

impl Galley {
    #[cfg(not(fixed))]
    fn append(&mut self, line: &str) -> &str {
        self.lines.push(line.to_owned());
        &self.lines[self.lines.len() - 1]
    }

    #[cfg(fixed)]
    fn append(&mut self, line: &str) -> usize {
        self.lines.push(line.to_owned());
        self.lines.len() - 1
    }
}

fn main() {
    let mut galley = Galley { lines: Vec::new() };
    let last = galley.append("Call me Ishmael.");
    let depth = galley.lines.len(); //~ E0502
    #[cfg(fixed)]
    let last = &galley.lines[last];
    println!("{last} is line {depth}");
}
