//! `..first` moves every field that is not named before it, and nothing on that line says which ones.
//!
//! `name` and `year` are named, so they stay in `first`; `author` is not. Repair: use what has moved where it is now.

struct Edition {
    name: String,
    author: String,
    year: u16,
}

fn main() {
    let first = Edition { name: "Emma".into(), author: "Jane Austen".into(), year: 1815 };
    let second = Edition { name: "Emma, abridged".into(), year: 1833, ..first };
    println!("{} ({}) was {} ({})", second.name, second.year, first.name, first.year);
    #[cfg(not(fixed))]
    println!("both are by {}", first.author); //~ E0382
    #[cfg(fixed)]
    println!("both are by {}", second.author);
}
