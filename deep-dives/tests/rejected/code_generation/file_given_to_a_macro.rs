//! A macro by example that should make an enum from the text of a file.
//!
//! What the macro gets are the tokens of the call: `include_str`, `!`, and a group. A call in the arguments of a macro is
//! not expanded first; the few macros that do so are built into the compiler. And were it expanded, it would be one
//! literal, into which a matcher cannot look. Repair: the table in the program; or a generator, if the file must stay
//! the source.

macro_rules! problems {
    ($($problem:ident: $status:literal,)+) => {
        #[derive(Debug)]
        enum Problem {
            $($problem = $status,)+
        }
    };
}

#[cfg(not(fixed))]
problems!(include_str!("file_given_to_a_macro.rs")); //~ "no rules expected"
#[cfg(fixed)]
problems! {
    NameTaken: 409,
    ArticleGone: 410,
}

fn main() {
    println!("{:?}, {}", Problem::NameTaken, Problem::ArticleGone as u16);
}
