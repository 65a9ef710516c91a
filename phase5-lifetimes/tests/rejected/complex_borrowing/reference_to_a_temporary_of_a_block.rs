//! The price of edition 2024: the temporaries of a block's last expression end with it, and what refers to them, too.
//!
//! In edition 2021 they would live on until the end of the statement around the block. Repair here: the old edition. In
//! a program of 2024, give the value a name outside of the block.

//@ fixed-edition: 2021

fn heading(title: &String) -> &str {
    title.trim_start_matches('#')
}

fn main() {
    let length = { heading(&String::from("# Loans")) }.len(); //~ E0716
    println!("{length}");
}
