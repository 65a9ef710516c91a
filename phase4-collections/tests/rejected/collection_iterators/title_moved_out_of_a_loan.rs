//! What a mutable loop lends is changed in place, and stays. It cannot be moved out, because nothing would be left.
//!
//! Repair: loop over the feed itself, if it is no longer needed; otherwise `mem::take` leaves an empty title behind.

fn archive(mut feed: Vec<(u32, String)>) -> Vec<String> {
    let mut titles = Vec::new();
    #[cfg(not(fixed))]
    for (_, title) in feed.iter_mut() {
        titles.push(*title); //~ E0507
    }
    #[cfg(fixed)]
    for (_, title) in feed.drain(..) {
        titles.push(title);
    }
    titles
}

fn main() {
    println!("{:?}", archive(vec![(540, "Dockers vote".into()), (610, "Votes counted".into())]));
}
