//! An array has its length in the type, and an iterator cannot promise one. So arrays cannot be collected.
//!
//! Repair: collect into a `Vec`, whose length is known when it is full, and let `try_from` compare. (Where the items
//! are computed, not read, `array::from_fn` and `map` on an array need no check.)

fn rate(line: &str) -> Option<[u32; 3]> {
    let columns = line.split(',').map(|column| column.parse().ok());
    #[cfg(not(fixed))]
    return columns.collect(); //~ E0277
    #[cfg(fixed)]
    return <[u32; 3]>::try_from(columns.collect::<Option<Vec<_>>>()?).ok();
}

fn main() {
    println!("{:?}", rate("10,12,15"));
}
