//! A word of a table that is no name in Rust.
//!
//! The fragment `ident` takes keywords, too, so the table is accepted, and what is made of it is refused. Most keywords
//! are names when they are written raw, as the function `r#type` is. `Self`, `self`, `super`, `crate` and `_` are not
//! even then: a generator must refuse them, or call them something else. Repair: the latter.

macro_rules! viewers {
    ($($viewer:ident = $code:literal,)+) => {
        enum Viewer {
            $($viewer,)+
        }

        fn r#type(viewer: &Viewer) -> &'static str {
            match viewer {
                $(Viewer::$viewer => $code,)+
            }
        }
    };
}

#[cfg(not(fixed))]
viewers! {
    //~^ "found keyword `Self`"
    Self = "self",
    Other = "other",
}
#[cfg(fixed)]
viewers! {
    Oneself = "self",
    Other = "other",
}

fn main() {
    #[cfg(fixed)]
    println!("{}, {}", r#type(&Viewer::Oneself), r#type(&Viewer::Other));
}
