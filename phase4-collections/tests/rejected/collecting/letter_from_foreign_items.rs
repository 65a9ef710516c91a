//! A foreign trait for a foreign type: allowed only if a parameter of the trait is ours, so that nobody else can write
//! the same.
//!
//! A tuple belongs to nobody, even if its parts were ours. Repair: an item type of our own.

#[cfg(not(fixed))]
type Statement = (&'static str, u64);

#[cfg(fixed)]
struct Statement(&'static str, u64);

impl FromIterator<Statement> for String {
    //~^ E0117
    fn from_iter<I: IntoIterator<Item = Statement>>(statements: I) -> Self {
        statements.into_iter().map(|line| format!("{}: {}\n", line.0, line.1)).collect()
    }
}

fn main() {
    #[cfg(not(fixed))]
    let statements = [("Emma", 1200), ("Persuasion", 900)];
    #[cfg(fixed)]
    let statements = [Statement("Emma", 1200), Statement("Persuasion", 900)];
    print!("{}", statements.into_iter().collect::<String>());
}
