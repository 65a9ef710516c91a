//! What a dependency depends on is linked, and cannot be named.
//!
//! `press_render` writes bold titles with `anstyle`. Its manifest says so, and may say something else tomorrow. Repair:
//! depend on what is used, or use what the dependency itself offers. A type that stands in its signatures it should
//! re-export, so that nobody has to guess the version.

#[cfg(not(fixed))]
use anstyle::Style; //~ E0432
use press_core::Article;

#[cfg(not(fixed))]
fn heading(title: &str) -> String {
    format!("{}{title}", Style::new().bold())
}

#[cfg(fixed)]
fn heading(title: &str) -> String {
    let mut page = String::new();
    let ansi = press_render::all().into_iter().find(|renderer| renderer.name() == "ansi");
    match ansi.map(|ansi| ansi.render(&Article::parse(title), &mut page)) {
        Some(Ok(())) => page,
        _ => title.to_owned(),
    }
}

fn main() {
    println!("{}", heading("Moving"));
}
