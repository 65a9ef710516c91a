//! What was matched as an expression is an expression for ever: no other macro can look at its tokens again.
//!
//! `label!(0)` takes the first rule of `label`. Through `priced`, the same `0` arrives as an opaque expression, which the
//! token `0` in a rule does not match. Repair: match as `tt` what is handed on.

macro_rules! label {
    (0) => {
        "free"
    };
    (any) => {
        "on request"
    };
}

macro_rules! priced {
    ($title:literal, $price:expr) => {
        println!("{}: {}", $title, label!($price))
    };
}

#[cfg(fixed)]
macro_rules! priced_by_token {
    ($title:literal, $price:tt) => {
        println!("{}: {}", $title, label!($price))
    };
}

fn main() {
    println!("{}", label!(0));
    #[cfg(not(fixed))]
    priced!("Moves", 0); //~ "no rules expected"
    #[cfg(fixed)]
    priced_by_token!("Moves", 0);
    #[cfg(fixed)]
    priced_by_token!("Loans", any);
}
