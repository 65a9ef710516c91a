//! Both parameters have the same lifetime, and yet the result does not get it: rule 2 counts parameters, not names.
//!
//! A second parameter with a lifetime ends the rule, whatever the lifetime is called. Repair: write the name once more.

#[cfg(not(fixed))]
fn longer<'t>(left: &'t str, right: &'t str) -> &str {
    //~^ E0106
    if left.len() > right.len() { left } else { right }
}

#[cfg(fixed)]
fn longer<'t>(left: &'t str, right: &'t str) -> &'t str {
    if left.len() > right.len() { left } else { right }
}

fn main() {
    println!("{}", longer("one", "three"));
}
