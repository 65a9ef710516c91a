//! With two references and no receiver, nothing says which of them the result borrows from.
//!
//! The body could tell, but a signature must hold without it. Repair: name the lifetime of the one that is returned,
//! and of that one only.

#[cfg(not(fixed))]
fn doubled(above: &str, below: &str) -> Option<&str> {
    //~^ E0106
    above.split(' ').next_back().filter(|word| below.starts_with(word))
}

#[cfg(fixed)]
fn doubled<'a>(above: &'a str, below: &str) -> Option<&'a str> {
    above.split(' ').next_back().filter(|word| below.starts_with(word))
}

fn main() {
    let word = doubled("into the", &String::from("the sea"));
    println!("{word:?}");
}
