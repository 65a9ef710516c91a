//! Only the place that a closure is written for tells the compiler that its result borrows from its argument. A `let`
//! without a type says nothing: there, argument and result get two unrelated lifetimes.
//!
//! Repair: write the closure as the argument of a call whose parameter has the bound, if need be of a function that
//! does nothing else. (A closure without captures could also be a `let short: fn(&str) -> &str`.)

#[cfg(fixed)]
fn rule<F: Fn(&str) -> &str>(closure: F) -> F {
    closure
}

fn main() {
    #[cfg(not(fixed))]
    let short = |title: &str| title.split(':').next().unwrap_or(title); //~ "lifetime may not live long enough"
    #[cfg(fixed)]
    let short = rule(|title| title.split(':').next().unwrap_or(title));
    let title = String::from("Emma: a novel");
    println!("{}", short(&title));
}
