//! A closure in a `let`, whose argument has no type there, takes references of one lifetime, the same in all calls. The
//! bound wants one that takes references of any.
//!
//! Repair: `&str` in the closure, which means "of any lifetime" there as it does in a signature. (A closure that is
//! written as the argument of `announce` learns this from the bound.)

fn announce(titles: &[&str], mut listener: impl FnMut(&str)) {
    for title in titles {
        listener(&title.to_uppercase());
    }
}

fn main() {
    #[cfg(not(fixed))]
    let listener = |headline| println!("* {headline}");
    #[cfg(fixed)]
    let listener = |headline: &str| println!("* {headline}");
    announce(&["Emma", "Persuasion"], listener); //~ "is not general enough"
}
