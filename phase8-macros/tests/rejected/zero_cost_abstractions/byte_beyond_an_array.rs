//! The length of an array is known, and so is what is beyond it: the program is refused instead of panicking.
//!
//! By a slice of four bytes, `chunks_exact` for instance, the same index would compile. Repair: the last byte.
//@ build

fn read(log: &[u8]) -> u32 {
    let (amounts, _) = log.as_chunks::<4>();
    let mut total = 0;
    for amount in amounts {
        #[cfg(not(fixed))]
        let highest = amount[4]; //~ unconditional_panic
        #[cfg(fixed)]
        let highest = amount[3];
        total += u32::from(highest);
    }
    total
}

fn main() {
    println!("{}", read(&[1, 0, 0, 0]));
}
