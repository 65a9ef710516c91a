//! Two exact lengths do not make an exact length: their sum may overflow, so `Chain` has no `len`.
//!
//! Repair: ask the parts before they are chained. Where the callee insists on one iterator, collect into a `Vec` first.

fn announce(front_matter: &[&str], chapters: &[&str]) {
    #[cfg(not(fixed))]
    println!("{} parts", front_matter.iter().chain(chapters).len()); //~ E0599
    #[cfg(fixed)]
    println!("{} parts", front_matter.len() + chapters.len());
    for part in front_matter.iter().chain(chapters) {
        println!("{part}");
    }
}

fn main() {
    announce(&["Preface"], &["Loomings", "The Carpet-Bag"]);
}
