//! `impl Iterator` stands for one type, and `Rev` is another one than what it reverses.
//!
//! Repair: one type for both, such as a box, whose type does not say which iterator is in it.

#[cfg(not(fixed))]
fn in_reading_order(pages: &[u32], right_to_left: bool) -> impl Iterator<Item = u32> {
    if right_to_left {
        pages.iter().copied().rev()
    } else {
        pages.iter().copied() //~ E0308
    }
}

#[cfg(fixed)]
fn in_reading_order(pages: &[u32], right_to_left: bool) -> Box<dyn Iterator<Item = u32> + '_> {
    if right_to_left { Box::new(pages.iter().copied().rev()) } else { Box::new(pages.iter().copied()) }
}

fn main() {
    println!("{:?}", in_reading_order(&[1, 2, 3], true).collect::<Vec<_>>());
}
