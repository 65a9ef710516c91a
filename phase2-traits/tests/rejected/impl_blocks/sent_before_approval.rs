//! A method of a later state does not exist yet.
//!
//! No check can be forgotten, because there is nothing to check. Repair: the missing transition, the only way to the
//! type that has the method.

struct Draft;

struct Approved {
    by: String,
}

struct Issue<S> {
    title: String,
    state: S,
}

impl Issue<Draft> {
    fn approve(self, by: &str) -> Issue<Approved> {
        Issue { title: self.title, state: Approved { by: by.into() } }
    }
}

impl Issue<Approved> {
    fn send(self) -> String {
        format!("{}, approved by {}", self.title, self.state.by)
    }
}

fn main() {
    let issue = Issue { title: "Moves".into(), state: Draft };
    #[cfg(fixed)]
    let issue = issue.approve("Ada");
    println!("{}", issue.send()); //~ E0599
    let another = Issue { title: "Loans".into(), state: Draft };
    println!("{}", another.approve("Grace").send());
}
