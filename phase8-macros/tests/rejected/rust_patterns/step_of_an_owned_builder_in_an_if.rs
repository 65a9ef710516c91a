//! A step of an owned builder takes the builder and returns it. Under a condition, the result was dropped, and if the
//! condition holds, there is no builder any more.
//!
//! Repair: bind the result to the old name. `#[must_use]` on the builder would have pointed at the forgotten result, too.

#[derive(Default)]
struct Catalogue {
    titles: Vec<String>,
}

impl Catalogue {
    fn title(mut self, title: &str) -> Self {
        self.titles.push(title.into());
        self
    }

    fn build(self) -> String {
        self.titles.join("\n")
    }
}

fn catalogue(reprints: bool) -> String {
    #[cfg(not(fixed))]
    let builder = Catalogue::default().title("Moves");
    #[cfg(fixed)]
    let mut builder = Catalogue::default().title("Moves");
    if reprints {
        #[cfg(not(fixed))]
        builder.title("Loans");
        #[cfg(fixed)]
        {
            builder = builder.title("Loans");
        }
    }
    builder.build() //~ E0382
}

fn main() {
    println!("{}", catalogue(true));
}
