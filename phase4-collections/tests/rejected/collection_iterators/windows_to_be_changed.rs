//! There is no `windows_mut`: neighbouring windows share elements, and an iterator cannot stop its caller from keeping
//! two of them.
//!
//! Repair: `iter_mut` hands out each element once, and `reduce` keeps the last one while it asks for the next.

fn main() {
    let mut headlines = [48_u32, 20, 36];
    #[cfg(not(fixed))]
    for pair in headlines.windows_mut(2) {
        //~^ E0599
        pair[1] = pair[1].min(pair[0] + 8);
    }
    #[cfg(fixed)]
    headlines.iter_mut().reduce(|left, right| {
        *right = (*right).min(*left + 8);
        right
    });
    println!("{headlines:?}");
}
