//! One row is read while another one is changed. Both indices go through the whole list of rows.
//!
//! Repair: split the list between the two. (For rows anywhere, `get_disjoint_mut` takes both indices.)

fn main() {
    let mut days = vec![vec![1, 2, 3], vec![4, 5, 6]];
    #[cfg(not(fixed))]
    for (from, into) in days[0].iter().zip(days[1].iter_mut()) {
        //~^ E0502
        *into += from;
    }
    #[cfg(fixed)]
    if let Some((first, others)) = days.split_first_mut() {
        for (from, into) in first.iter().zip(others[0].iter_mut()) {
            *into += from;
        }
    }
    println!("{days:?}");
}
