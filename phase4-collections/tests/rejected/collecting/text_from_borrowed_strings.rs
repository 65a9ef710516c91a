//! A `String` can be collected from `String`s and from `&str`s, but `&String` is neither, and traits do not deref.
//!
//! Repair: say that the text is meant.

struct Chapter {
    text: String,
}

fn main() {
    let chapters = [Chapter { text: "Loomings. ".into() }, Chapter { text: "The Carpet-Bag.".into() }];
    #[cfg(not(fixed))]
    let book: String = chapters.iter().map(|chapter| &chapter.text).collect(); //~ E0277
    #[cfg(fixed)]
    let book: String = chapters.iter().map(|chapter| chapter.text.as_str()).collect();
    println!("{book}");
}
