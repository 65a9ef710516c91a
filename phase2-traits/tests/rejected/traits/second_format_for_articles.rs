//! A second impl of a trait with a parameter breaks callers that let the compiler choose the only one.
//!
//! Repair: name the choice. An associated type would have ruled out the second impl, and with it the question.

enum Html {}
enum Feed {}

trait Render<Format> {
    fn render(&self) -> String;
}

struct Article {
    title: String,
}

impl Render<Html> for Article {
    fn render(&self) -> String {
        format!("<h1>{}</h1>", self.title)
    }
}

impl Render<Feed> for Article {
    fn render(&self) -> String {
        self.title.clone()
    }
}

fn main() {
    let article = Article { title: "Moves".into() };
    #[cfg(not(fixed))]
    let page = article.render(); //~ E0283
    #[cfg(fixed)]
    let page = Render::<Html>::render(&article);
    println!("{page}");
}
