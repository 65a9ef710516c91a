//! A trait of ours and a trait of a dependency with a method of the same name: a call must say whose it means.
//!
//! It did not have to before both had one. Cargo's book calls a provided method that a trait gets in a new version
//! *possibly breaking*, and it is released as a minor change all the same, because dependents can write their calls in
//! a way that no addition breaks. Repair: exactly that.

use std::fmt;

use press_core::{Article, Renderer};

struct Headlines;

impl Renderer for Headlines {
    fn name(&self) -> &'static str {
        "headlines"
    }

    fn render(&self, article: &Article, out: &mut dyn fmt::Write) -> fmt::Result {
        writeln!(out, "{}", article.title)
    }
}

/// What stands in the menu.
trait Entry {
    fn name(&self) -> String;
}

impl Entry for Headlines {
    fn name(&self) -> String {
        format!("Save as {}", Renderer::name(self))
    }
}

fn main() {
    #[cfg(not(fixed))]
    println!("{}", Headlines.name()); //~ E0034
    #[cfg(fixed)]
    println!("{}", Entry::name(&Headlines));
}
