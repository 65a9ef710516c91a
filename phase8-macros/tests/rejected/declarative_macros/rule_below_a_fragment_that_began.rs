//! Rules are tried from the top, but a fragment that has begun is not given up: if its tokens are no expression after
//! all, that is an error, and no rule below is asked.
//!
//! `if` begins an expression, so a block has to come. Repair: what begins with a token of its own stands above what
//! begins with a fragment.

#[cfg(not(fixed))]
macro_rules! discount {
    ($percent:expr) => {
        println!("{}% for all", $percent)
    };
    (if $reader:ident => $percent:expr) => {
        println!("{}% for every {}", $percent, stringify!($reader))
    };
}

#[cfg(fixed)]
macro_rules! discount {
    (if $reader:ident => $percent:expr) => {
        println!("{}% for every {}", $percent, stringify!($reader))
    };
    ($percent:expr) => {
        println!("{}% for all", $percent)
    };
}

fn main() {
    discount!(5 + 5);
    discount!(if subscriber => 20); //~ "expected `{`"
}
