//! `impl dyn Rule` is an impl for `dyn Rule + 'static`: a rule that borrows has these methods only if it borrows
//! forever.
//!
//! A parameter `&dyn Rule` may borrow for as long as the reference, and so cannot call them. Repair: `impl dyn Rule +
//! '_`.

trait Rule {
    fn complaint(&self, text: &str) -> Option<String>;
}

#[cfg(not(fixed))]
impl dyn Rule {
    fn accepts(&self, text: &str) -> bool {
        self.complaint(text).is_none()
    }
}

#[cfg(fixed)]
impl dyn Rule + '_ {
    fn accepts(&self, text: &str) -> bool {
        self.complaint(text).is_none()
    }
}

fn count(rule: &dyn Rule, texts: &[&str]) -> usize {
    texts.iter().filter(|text| rule.accepts(text)).count()
    //~^ E0521
}

struct Banned<'g>(&'g str);

impl Rule for Banned<'_> {
    fn complaint(&self, text: &str) -> Option<String> {
        text.contains(self.0).then(|| format!("says {:?}", self.0))
    }
}

fn main() {
    println!("{}", count(&Banned("simply"), &["simply wrong", "right"]));
}
