//! Text is built: what a line allocates, and what the formatting machinery does besides.

use std::fmt::Write;

/// A line of a statement.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// The title.
    pub title: &'a str,
    /// Hardcover, paperback and so on.
    pub format: &'a str,
}

/// By `format!`: a `String` for each line, only to be copied and thrown away.
#[inline(never)]
pub fn by_format(lines: &[Line<'_>]) -> String {
    let mut text = String::new();
    for Line { title, format } in lines {
        text.push_str(&format!("{title} ({format})\n"));
    }
    text
}

/// By `writeln!`: no `String` but the one that is returned. The pieces still go one by one through `dyn Write`.
///
/// # Panics
/// Never: a `String` takes any text.
#[inline(never)]
pub fn by_write(lines: &[Line<'_>]) -> String {
    let mut text = String::new();
    for Line { title, format } in lines {
        writeln!(text, "{title} ({format})").expect("a `String` takes any text");
    }
    text
}

/// By `push_str`: copies, and nothing else.
#[inline(never)]
pub fn by_push(lines: &[Line<'_>]) -> String {
    let mut text = String::new();
    for Line { title, format } in lines {
        text.push_str(title);
        text.push_str(" (");
        text.push_str(format);
        text.push_str(")\n");
    }
    text
}
