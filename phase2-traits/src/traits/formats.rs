//! One article, several formats: a type parameter where callers choose, and a trait that only this module implements.

use super::Article;

mod sealed {
    /// In a private module, so that nobody else can name it. Public all the same: a supertrait that is less visible than
    /// its trait draws a warning (`private_bounds`).
    pub trait Sealed {}
}

/// How the platform writes files.
///
/// It is *sealed*: other crates can use it in bounds, but an impl needs the supertrait (E0277), and that is in a module
/// that they cannot enter. So an item without a default may be added here in a minor release; in a trait that others
/// implement, that breaks each of them.
pub trait Format: sealed::Sealed {
    /// What the names of the files end in.
    const EXTENSION: &'static str;
    /// Stands between two articles.
    const BETWEEN: &'static str;
}

/// For browsers.
#[derive(Debug)]
pub enum Html {}

/// For readers of feeds, one line for each article.
#[derive(Debug)]
pub enum Feed {}

impl sealed::Sealed for Html {}
impl sealed::Sealed for Feed {}

impl Format for Html {
    const EXTENSION: &'static str = "html";
    const BETWEEN: &'static str = "<hr>";
}

impl Format for Feed {
    const EXTENSION: &'static str = "txt";
    const BETWEEN: &'static str = "\n";
}

/// What can be written in the format `F`.
///
/// With an associated type, an article would have one format. With a parameter it has one impl for each, and the caller
/// chooses. While a type has a single impl, the compiler chooses for them, and the second one breaks the calls that
/// relied on that (E0283).
pub trait Render<F: Format> {
    /// The content of the file.
    fn render(&self) -> String;
}

impl Render<Html> for Article {
    fn render(&self) -> String {
        format!("<h1>{}</h1><p>{}</p>", escaped(&self.title), escaped(&self.text))
    }
}

impl Render<Feed> for Article {
    fn render(&self) -> String {
        format!("{}: {}", self.title, self.text)
    }
}

/// A list can be written in every format that its items can be written in.
impl<F: Format, T: Render<F>> Render<F> for [T] {
    fn render(&self) -> String {
        self.iter().map(T::render).collect::<Vec<_>>().join(F::BETWEEN)
    }
}

/// A file's name and content.
///
/// # Example: the caller names the format
/// ```
/// use phase2_traits::traits::{Article, formats::{Feed, Html, Render, file}};
///
/// let article = Article { title: "A & B".into(), text: "Both.".into() };
/// assert_eq!(file::<Feed>("ab", &article), ("ab.txt".into(), "A & B: Both.".into()));
/// assert_eq!(Render::<Html>::render(&article), "<h1>A &amp; B</h1><p>Both.</p>");
/// ```
pub fn file<F: Format>(name: &str, content: &(impl Render<F> + ?Sized)) -> (String, String) {
    (format!("{name}.{}", F::EXTENSION), content.render())
}

/// `text`, safe between two tags.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
