//! Guards cover nothing, even where they obviously cover everything: the compiler does not evaluate them.
//!
//! Repair: ranges, which it does compare. A last arm without a guard would do, too.

fn discount(readers: usize) -> u8 {
    #[cfg(not(fixed))]
    match readers {
        //~^ E0004
        few if few < 5 => 0,
        many if many >= 5 => 10,
    }
    #[cfg(fixed)]
    match readers {
        0..5 => 0,
        5.. => 10,
    }
}

fn main() {
    println!("{} %", discount(7));
}
