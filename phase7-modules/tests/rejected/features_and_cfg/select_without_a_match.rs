//! `cfg_select!` takes the first arm that holds. If none does, it says so; a chain of `#[cfg]` would only leave a hole.
//!
//! Repair: a last arm `_`, if there is an answer for all others.

fn line_width() -> usize {
    #[cfg(not(fixed))]
    let width = cfg_select! { //~ "none of the predicates"
        feature = "wide" => 120,
        feature = "narrow" => 60,
    };
    #[cfg(fixed)]
    let width = cfg_select! {
        feature = "wide" => 120,
        feature = "narrow" => 60,
        _ => 80,
    };
    width
}

fn main() {
    println!("{}", "-".repeat(line_width()));
}
