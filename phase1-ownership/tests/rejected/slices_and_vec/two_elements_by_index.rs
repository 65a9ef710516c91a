//! Indexing borrows the whole slice: the checker does not compare 0 with 1, as it could not compare `i` with `j`.
//!
//! Repair: a pattern (or `split_at_mut`, or `get_disjoint_mut`) hands out parts that cannot overlap.

fn level(left: &mut u8, right: &mut u8) {
    *left = (*left).max(*right);
    *right = *left;
}

fn main() {
    let mut ink = vec![30, 70, 10];
    #[cfg(not(fixed))]
    level(&mut ink[0], &mut ink[1]); //~ E0499
    #[cfg(fixed)]
    if let [left, right, ..] = ink.as_mut_slice() {
        level(left, right);
    }
    println!("{ink:?}");
}
