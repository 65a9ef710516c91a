//! After an expression, a matcher may go on with `=>`, `,` or `;` only, although `by` cannot continue one today.
//!
//! A later edition of the language may let it, and would then read the same call in another way. Repair: one of the
//! three in its place.

#[cfg(not(fixed))]
macro_rules! royalty {
    ($sales:expr by $author:literal) => {
        //~^ "which is not allowed for `expr` fragments"
        println!("{}: {}", $author, $sales / 10)
    };
}

#[cfg(fixed)]
macro_rules! royalty {
    ($sales:expr => $author:literal) => {
        println!("{}: {}", $author, $sales / 10)
    };
}

fn main() {
    #[cfg(fixed)]
    royalty!(2400 + 900 => "Ada");
}
