//! What a dependency depends on is linked, and cannot be named.
//!
//! `press_render` writes bold titles with `anstyle`. Its manifest says so, and may say something else tomorrow. Repair:
//! depend on what is used, or use what the dependency itself offers. A type that stands in its signatures it should
//! re-export, so that nobody has to guess the version.

#[cfg(not(fixed))]
use anstyle::Style; //~ E0432
use press_core::{Article, Renderer};

#[cfg(not(fixed))]
fn heading(title: &str) -> String {
    format!("{}{title}", Style::new().bold())
}

#[cfg(fixed)]
fn heading(title: &str) -> String {
    let mut page = String::new();
    let written = press_render::Ansi.render(&Article::parse(title), &mut page);
    written.map_or_else(|_| title.to_owned(), |()| page)
}

fn main() {
    println!("{}", heading("Moving"));
}
