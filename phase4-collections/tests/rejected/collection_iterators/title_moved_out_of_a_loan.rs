//! What a mutable loop lends is changed in place, and stays. It cannot be moved out, because nothing would be left.
//!
//! Repair: `drain` gives the elements away and leaves an empty feed. (To keep the elements, `mem::take` leaves an empty
//! title in each.)

fn archive(feed: &mut Vec<(u32, String)>) -> Vec<String> {
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
    println!("{:?}", archive(&mut vec![(540, "Dockers vote".into()), (610, "Votes counted".into())]));
}
