//! Somebody adds a field, and each of millions of sales is larger by a third. All tests still pass.
//!
//! An assertion in a `const` that has no parameters is evaluated by `cargo check`, used or not. Repair: the list of the
//! few sales that have a note is kept elsewhere.

struct Sale {
    cents: u32,
    copies: u16,
    shop: u16,
    referrer: u32,
    #[cfg(not(fixed))]
    note: u32,
}

const _: () = assert!(size_of::<Sale>() <= 12, "the run keeps all sales of a year in memory"); //~ E0080

fn main() {
    let sale = Sale {
        cents: 1200,
        copies: 1,
        shop: 7,
        referrer: 0,
        #[cfg(not(fixed))]
        note: 3,
    };
    println!("{} {} {} {}", sale.cents, sale.copies, sale.shop, sale.referrer);
    #[cfg(not(fixed))]
    println!("{}", sale.note);
}
