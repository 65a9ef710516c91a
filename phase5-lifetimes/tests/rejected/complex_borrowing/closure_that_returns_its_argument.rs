//! A closure that is bound to a variable gets a lifetime for its parameter and another for its result.
//!
//! No rule connects them, as it would in a function. Repair: pass the closure where a `Fn(&str) -> &str` is expected;
//! then it gets the lifetimes of that.

#[cfg(fixed)]
fn on_text<F: Fn(&str) -> &str>(edit: F) -> F {
    edit
}

fn main() {
    #[cfg(not(fixed))]
    let edit = |title: &str| title.trim_matches('*'); //~ "may not live long enough"
    #[cfg(fixed)]
    let edit = on_text(|title| title.trim_matches('*'));
    println!("{}", edit("*Loans*"));
}
