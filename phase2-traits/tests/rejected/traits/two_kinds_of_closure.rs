//! Two blanket impls for closures: no closure returns both, and yet they overlap.
//!
//! What a closure returns is an associated type, and the check for overlap does not tell impls apart by these. Repair:
//! a parameter of the trait tells them apart. Callers do not write it, because only one impl has bounds that hold.

struct Article {
    title: String,
}

#[cfg(fixed)]
struct YesOrNo;
#[cfg(fixed)]
struct WithReason;

#[cfg(not(fixed))]
trait Rule {
    fn check(&self, article: &Article) -> Result<(), String>;
}

#[cfg(fixed)]
trait Rule<Kind> {
    fn check(&self, article: &Article) -> Result<(), String>;
}

#[cfg(not(fixed))]
impl<F: Fn(&Article) -> Result<(), String>> Rule for F {
    fn check(&self, article: &Article) -> Result<(), String> {
        self(article)
    }
}

#[cfg(not(fixed))]
impl<F: Fn(&Article) -> bool> Rule for F {
    //~^ E0119
    fn check(&self, article: &Article) -> Result<(), String> {
        self(article).then_some(()).ok_or("no".into())
    }
}

#[cfg(fixed)]
impl<F: Fn(&Article) -> Result<(), String>> Rule<WithReason> for F {
    fn check(&self, article: &Article) -> Result<(), String> {
        self(article)
    }
}

#[cfg(fixed)]
impl<F: Fn(&Article) -> bool> Rule<YesOrNo> for F {
    fn check(&self, article: &Article) -> Result<(), String> {
        self(article).then_some(()).ok_or("no".into())
    }
}

fn main() {
    let titled = |article: &Article| !article.title.is_empty();
    println!("{:?}", titled.check(&Article { title: "Moves".into() }));
}
