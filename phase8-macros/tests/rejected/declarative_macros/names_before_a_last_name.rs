//! A matcher looks one token ahead and never goes back: it cannot know which identifier is the last one.
//!
//! The definition alone is accepted; the error is at the call. Repair: a token that says where the list ends.

#[cfg(not(fixed))]
macro_rules! credits {
    ($($author:ident)* $editor:ident) => {
        concat!($(stringify!($author), ", ",)* "edited by ", stringify!($editor))
    };
}

#[cfg(fixed)]
macro_rules! credits {
    ($($author:ident)* / $editor:ident) => {
        concat!($(stringify!($author), ", ",)* "edited by ", stringify!($editor))
    };
}

fn main() {
    #[cfg(not(fixed))]
    println!("{}", credits!(Ada Grace Barbara)); //~ "local ambiguity"
    #[cfg(fixed)]
    println!("{}", credits!(Ada Grace / Barbara));
}
