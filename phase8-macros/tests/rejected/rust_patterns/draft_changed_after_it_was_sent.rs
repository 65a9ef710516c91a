//! A transition takes the old state away: what was sent cannot be changed under its other name.
//!
//! With `&mut self`, the state would be a field that every method has to check. By value, the draft is gone, and nobody
//! has to remember. Repair: change it before it is sent.

struct Draft(Vec<String>);

struct Sent(Vec<String>);

impl Draft {
    fn line(&mut self, title: &str) {
        self.0.push(title.into());
    }

    fn send(self) -> Sent {
        Sent(self.0)
    }
}

fn main() {
    let mut draft = Draft(Vec::new());
    draft.line("Moves");
    #[cfg(fixed)]
    draft.line("Loans");
    let sent = draft.send();
    #[cfg(not(fixed))]
    draft.line("Loans"); //~ E0382
    println!("{} lines", sent.0.len());
}
