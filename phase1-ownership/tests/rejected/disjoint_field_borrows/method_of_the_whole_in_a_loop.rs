//! A method borrows all of `self`, also where its body needs a single field: callers see only the signature.
//!
//! The loop has borrowed `self.titles` and still needs it for its next round. Repair: give the method to the part that
//! it works on.

struct Title {
    author: String,
    due: u64,
}

#[derive(Default)]
struct Ledger {
    entries: Vec<(String, u64)>,
}

struct House {
    titles: Vec<Title>,
    ledger: Ledger,
}

#[cfg(fixed)]
impl Ledger {
    fn credit(&mut self, author: &str, cents: u64) {
        self.entries.push((author.to_owned(), cents));
    }
}

impl House {
    #[cfg(not(fixed))]
    fn credit(&mut self, author: &str, cents: u64) {
        self.ledger.entries.push((author.to_owned(), cents));
    }

    fn settle(&mut self) {
        for title in &mut self.titles {
            let due = std::mem::take(&mut title.due);
            #[cfg(not(fixed))]
            self.credit(&title.author, due); //~ E0499
            #[cfg(fixed)]
            self.ledger.credit(&title.author, due);
        }
    }
}

fn main() {
    let title = Title { author: "Ada".into(), due: 1200 };
    House { titles: vec![title], ledger: Ledger::default() }.settle();
}
