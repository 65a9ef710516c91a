//! A `match` on a slice must cover every length. This one forgets the signature of a single page.
//!
//! Repair: an arm for one page; the compiler then knows that nothing is missing.

fn describe(signature: &[u32]) -> String {
    match signature {
        //~^ E0004
        [] => "no pages".into(),
        #[cfg(fixed)]
        [only] => format!("page {only}"),
        [first, .., last] => format!("pages {first} to {last}"),
    }
}

fn main() {
    println!("{}", describe(&[1, 2, 3, 4]));
}
