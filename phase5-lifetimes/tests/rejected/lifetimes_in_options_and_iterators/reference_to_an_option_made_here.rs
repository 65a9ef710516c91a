//! A `&Option<String>` needs an `Option<String>` that somebody keeps. With a fallback, nobody does.
//!
//! Repair: an `Option<&str>` is a value and can be made anywhere; only the text must be kept.

struct Search {
    author: Option<String>,
}

impl Search {
    #[cfg(not(fixed))]
    fn author<'s>(&'s self, fallback: &'s Search) -> &'s Option<String> {
        &self.author.clone().or_else(|| fallback.author.clone()) //~ E0515
    }

    #[cfg(fixed)]
    fn author<'s>(&'s self, fallback: &'s Search) -> Option<&'s str> {
        self.author.as_deref().or(fallback.author.as_deref())
    }
}

fn main() {
    let site = Search { author: Some("Ada".into()) };
    println!("{:?}", Search { author: None }.author(&site));
}
