//! A channel is a place where values stay: what was borrowed for a message must live as long as somebody may receive it.
//!
//! The buffer lives for one round of the loop, the receiver lives longer. That the two lines are in one function, and
//! nothing leaves it, does not help. Repair: send what owns its text.

use std::sync::mpsc;

fn main() {
    let (tags, index) = mpsc::channel();
    for article in ["Rust, Loops", "Rust, Paths"] {
        let lower = article.to_lowercase();
        for tag in lower.split(", ") {
            //~^ E0597
            #[cfg(not(fixed))]
            tags.send(tag).unwrap();
            #[cfg(fixed)]
            tags.send(tag.to_owned()).unwrap();
        }
    }
    drop(tags);
    println!("{:?}", index.iter().collect::<Vec<_>>());
}
