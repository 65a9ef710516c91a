//! With one lifetime for both of its borrows, an iterator's items live only as long as the shorter one.
//!
//! Nothing is wrong with the iterator itself. Repair: two lifetimes, and items that name theirs.

#[cfg(not(fixed))]
struct Wanted<'a> {
    names: &'a [String],
    pairs: std::str::Split<'a, char>,
}

#[cfg(not(fixed))]
impl<'a> Iterator for Wanted<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<Self::Item> {
        self.pairs.find(|pair| self.names.iter().any(|name| pair.starts_with(name.as_str())))
    }
}

#[cfg(fixed)]
struct Wanted<'s, 'q> {
    names: &'s [String],
    pairs: std::str::Split<'q, char>,
}

#[cfg(fixed)]
impl<'q> Iterator for Wanted<'_, 'q> {
    type Item = &'q str;

    fn next(&mut self) -> Option<Self::Item> {
        self.pairs.find(|pair| self.names.iter().any(|name| pair.starts_with(name.as_str())))
    }
}

fn tags(query: &str) -> Vec<&str> {
    let names = ["tag".to_owned()];
    Wanted { names: &names, pairs: query.split('&') }.collect() //~ E0515
}

fn main() {
    println!("{:?}", tags("tag=rust&page=1"));
}
