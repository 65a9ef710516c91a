//! The title is a part of the source, but this signature says that it is a part of the article.
//!
//! `&self` with an elided lifetime lends from the view, which is dropped when the function returns; the source is not.
//! Repair: name the source's lifetime in the result.

struct Article<'s> {
    head: &'s str,
}

impl<'s> Article<'s> {
    #[cfg(not(fixed))]
    fn title(&self) -> &str {
        self.head.trim_start_matches("title: ")
    }

    #[cfg(fixed)]
    fn title(&self) -> &'s str {
        self.head.trim_start_matches("title: ")
    }
}

fn title(source: &str) -> &str {
    let article = Article { head: source.lines().next().unwrap_or_default() };
    article.title() //~ E0515
}

fn main() {
    println!("{}", title("title: On Loops\nOnce more."));
}
