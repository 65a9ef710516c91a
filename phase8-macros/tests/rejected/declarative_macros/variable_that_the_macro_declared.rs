//! A local variable that a macro declares is not the caller's of that name, and the caller cannot see it.
//!
//! `share` in the closing expression is looked up where the caller wrote it, and there is none. Repair: the caller gives
//! the name. What is written by the caller is visible to the caller.

#[cfg(not(fixed))]
macro_rules! split {
    ($sales:expr => $report:expr) => {{
        let share = $sales / 10;
        $report
    }};
}

#[cfg(fixed)]
macro_rules! split {
    ($sales:expr, $share:ident => $report:expr) => {{
        let $share = $sales / 10;
        $report
    }};
}

fn main() {
    #[cfg(not(fixed))]
    let line = split!(4900 => format!("the author gets {share} cents")); //~ E0425
    #[cfg(fixed)]
    let line = split!(4900, share => format!("the author gets {share} cents"));
    println!("{line}");
}
