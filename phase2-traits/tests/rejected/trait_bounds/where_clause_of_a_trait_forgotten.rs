//! A trait implies its supertraits, with the bounds that are written inside of them. A `where` clause about an
//! associated type of a supertrait is only checked: all who use the trait have to repeat it. (About a type that is
//! declared in the trait itself, it would be implied.)
//!
//! Repair: the same bound, moved into the supertrait.

use std::fmt::Display;

#[cfg(not(fixed))]
trait Feed: Iterator
where
    Self::Item: Display,
{
}
#[cfg(fixed)]
trait Feed: Iterator<Item: Display> {}

impl Feed for std::vec::IntoIter<&str> {}

fn headlines(feed: impl Feed) -> Vec<String> {
    //~^ E0277
    feed.map(|title| format!("* {title}")).collect() //~ E0277
}

fn main() {
    println!("{:?}", headlines(vec!["Emma", "Persuasion"].into_iter()));
}
