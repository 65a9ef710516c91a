//! What a `macro_rules!` macro expands to is subject to the privacy rules of the place where it is called,
//! and that is the line where it is refused.
//!
//! `$crate` makes the path right everywhere, but it does not make anybody else see `parse`. Repair: what an exported
//! macro names must be visible to its callers. `#[doc(hidden)]` and a name with underscores say that it is not for them.

mod isbn {
    #[cfg(not(fixed))]
    fn parse(text: &str) -> Option<u64> {
        text.replace('-', "").parse().ok()
    }

    #[cfg(fixed)]
    #[doc(hidden)]
    pub fn __parse(text: &str) -> Option<u64> {
        text.replace('-', "").parse().ok()
    }

    macro_rules! isbn {
        ($text:literal) => {{
            #[cfg(not(fixed))]
            let isbn = $crate::isbn::parse($text);
            #[cfg(fixed)]
            let isbn = $crate::isbn::__parse($text);
            isbn
        }};
    }

    pub(crate) use isbn;
}

fn main() {
    println!("{:?}", isbn::isbn!("978-0-14-143958-8")); //~ E0603
}
