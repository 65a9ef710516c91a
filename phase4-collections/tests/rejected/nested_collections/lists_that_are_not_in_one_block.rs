//! `as_flattened` only shows what is one block already: rows that are arrays. Rows that are lists lie anywhere.
//!
//! Repair: give the rows a length in their type. (`concat` makes a flat copy of lists of any length.)

fn main() {
    #[cfg(not(fixed))]
    let days = vec![vec![0_u32; 24]; 7];
    #[cfg(fixed)]
    let days = vec![[0_u32; 24]; 7];
    println!("{}", days.as_flattened().iter().sum::<u32>()); //~ E0599
}
