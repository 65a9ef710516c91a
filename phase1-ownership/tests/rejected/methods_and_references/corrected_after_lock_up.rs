//! A method that takes `self` can end a state: after `lock_up` there is no galley any more that could be changed.
//!
//! So "no corrections after locking up" is checked here, and needs no flag that every method would have to ask.
//! Repair: what changes the galley comes before the call that ends it.

struct Galley {
    lines: Vec<String>,
}

/// Ready for the press.
struct Forme {
    lines: Vec<String>,
}

impl Galley {
    fn append(&mut self, line: &str) {
        self.lines.push(line.to_owned());
    }

    fn lock_up(self) -> Forme {
        Forme { lines: self.lines }
    }
}

fn main() {
    let mut galley = Galley { lines: vec!["Loomings".to_owned()] };
    #[cfg(fixed)]
    galley.append("Call me Ishmael.");
    let forme = galley.lock_up();
    #[cfg(not(fixed))]
    galley.append("Call me Ishmael."); //~ E0382
    println!("{} lines for the press", forme.lines.len());
}
