//! A temporary lives until the end of its statement, except where the `let` itself shows that it is kept.
//!
//! `Headline(&…)` shows it: a constructor of a struct or tuple struct is part of the expression, and the temporary
//! lives as long as `headline`. `Headline::new(&…)` is a call, and the compiler does not look into it. Repair: the
//! constructor, or a `let` for the text.

struct Headline<'t>(&'t str);

impl<'t> Headline<'t> {
    fn new(text: &'t str) -> Self {
        Self(text)
    }
}

fn main() {
    #[cfg(not(fixed))]
    let headline = Headline::new(&"on loops".to_uppercase()); //~ E0716
    #[cfg(fixed)]
    let headline = Headline(&"on loops".to_uppercase());
    println!("{} {}", headline.0, Headline::new("once more").0);
}
