//! A reference to a closure is callable itself, so the blanket impl for closures fits it already.
//!
//! `impl Rule for &R` would be its second one, although for rules that are no closures it would be the first. Repair:
//! a closure that borrows the rule.

struct Article {
    title: String,
}

trait Rule {
    fn check(&self, article: &Article) -> bool;
}

impl<F: Fn(&Article) -> bool> Rule for F {
    fn check(&self, article: &Article) -> bool {
        self(article)
    }
}

#[cfg(not(fixed))]
impl<R: Rule> Rule for &R {
    //~^ E0119
    fn check(&self, article: &Article) -> bool {
        (**self).check(article)
    }
}

struct AtMost(usize);

impl Rule for AtMost {
    fn check(&self, article: &Article) -> bool {
        article.title.len() <= self.0
    }
}

fn count(articles: &[Article], rule: impl Rule) -> usize {
    articles.iter().filter(|article| rule.check(article)).count()
}

fn main() {
    let (brief, articles) = (AtMost(5), [Article { title: "Moves".into() }]);
    #[cfg(not(fixed))]
    let rule = &brief;
    #[cfg(fixed)]
    let rule = |article: &Article| brief.check(article);
    println!("{} of at most {} bytes", count(&articles, rule), brief.0);
}
