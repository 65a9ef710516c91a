//! An iterator in a constant.
//!
//! A constant calls functions that are `const`, and with rustc 1.95 no function of a trait is: not `next`, without which
//! there is no `for` either, not the one behind `==` on texts, and not the one behind `parse`. Repair: what is built in,
//! as comparing bytes is, or is declared `const`, as `u16::from_str_radix` is.

const TABLE: &str = "name-taken 409\narticle-gone 410\n";

#[cfg(not(fixed))]
const ROWS: usize = TABLE.lines().count();
//~^ E0015
//~^^ E0015
#[cfg(fixed)]
const ROWS: usize = {
    let (mut rows, mut at) = (0, 0);
    while at < TABLE.len() {
        rows += (TABLE.as_bytes()[at] == b'\n') as usize;
        at += 1;
    }
    rows
};

fn main() {
    println!("{}", [0; ROWS].len());
}
