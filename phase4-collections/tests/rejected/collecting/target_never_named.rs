//! `collect` makes whatever type is asked for, and here nobody asks: a loop takes anything that can be iterated.
//!
//! Repair: name the collection, and leave its items to inference. If no collection is needed, leave `collect` out.

fn main() {
    let feed = "Dockers vote\nDerby drawn\nCoach quits";
    #[cfg(not(fixed))]
    let titles = feed.lines().rev().collect(); //~ E0283
    #[cfg(fixed)]
    let titles: Vec<_> = feed.lines().rev().collect();
    for title in titles {
        println!("{title}");
    }
}
