//! Only a bound tells the compiler that the result of a closure borrows from its argument. A closure in a `let` is
//! typed without one: there, argument and result get two unrelated lifetimes.
//!
//! Repair: write the closure as the argument of a call whose parameter has the bound, if need be of a function that
//! does nothing else.

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
