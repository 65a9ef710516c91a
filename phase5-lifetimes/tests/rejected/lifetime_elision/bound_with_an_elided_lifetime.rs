//! A bound is neither parameter nor result: no rule says whether `&` means one lifetime or each one.
//!
//! Repair: say it. Here the bound must hold for each, because the words are made while the function runs.

#[cfg(not(fixed))]
fn count<W>(words: &[W], searched: &str) -> usize
where
    W: PartialEq<&str>, //~ E0637
{
    words.iter().filter(|word| **word == searched.to_lowercase().as_str()).count()
}

#[cfg(fixed)]
fn count<W>(words: &[W], searched: &str) -> usize
where
    W: for<'x> PartialEq<&'x str>,
{
    words.iter().filter(|word| **word == searched.to_lowercase().as_str()).count()
}

fn main() {
    println!("{}", count(&[String::from("one"), String::from("two")], "Two"));
}
