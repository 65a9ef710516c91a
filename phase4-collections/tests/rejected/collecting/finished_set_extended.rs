//! `FromIterator` makes a value, `Extend` adds to one, and neither implies the other. Tags that are sorted once and then
//! kept as a slice cannot take more.
//!
//! Repair: make a new set from the old one and what is to be added. (Or implement `Extend`, if adding is worth its
//! cost.)

#[derive(Debug)]
struct Tags(Box<[&'static str]>);

impl FromIterator<&'static str> for Tags {
    fn from_iter<I: IntoIterator<Item = &'static str>>(tags: I) -> Self {
        let mut tags: Vec<_> = tags.into_iter().collect();
        tags.sort_unstable();
        tags.dedup();
        Self(tags.into())
    }
}

fn main() {
    #[cfg(not(fixed))]
    let mut tags: Tags = ["sea", "whale"].into_iter().collect();
    #[cfg(fixed)]
    let tags: Tags = ["sea", "whale"].into_iter().collect();
    #[cfg(not(fixed))]
    tags.extend(["inn", "sea"]); //~ E0599
    #[cfg(fixed)]
    let tags: Tags = tags.0.into_iter().chain(["inn", "sea"]).collect();
    println!("{tags:?}");
}
