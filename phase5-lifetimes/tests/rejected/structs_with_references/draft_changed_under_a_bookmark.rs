//! A view in a struct freezes what it looks at for as long as the struct is used, although nobody reads the text now.
//!
//! Repair: keep the position. It freezes nothing; in return nobody guarantees that it still fits, so it is checked when
//! it is used.

#[cfg(not(fixed))]
struct Bookmark<'d> {
    rest: &'d str,
}

#[cfg(fixed)]
struct Bookmark {
    rest: std::ops::RangeFrom<usize>,
}

fn main() {
    let mut draft = String::from("Once more.");
    #[cfg(not(fixed))]
    let bookmark = Bookmark { rest: &draft[5..] };
    #[cfg(fixed)]
    let bookmark = Bookmark { rest: 5.. };
    draft.push_str(" And again."); //~ E0502
    #[cfg(not(fixed))]
    println!("{}", bookmark.rest);
    #[cfg(fixed)]
    println!("{:?}", draft.get(bookmark.rest));
}
