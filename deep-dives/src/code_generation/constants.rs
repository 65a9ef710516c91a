//! The same table without a generator: the compiler reads it.
//!
//! `include_str!` makes the text a constant, and a `const fn` turns it into rows. No script runs, nothing is written,
//! and cargo knows the file as it knows a module. What a constant cannot do is declare: there is no `NameTaken` in here,
//! only a row with that code. But a name can be *checked*: see [`problem`].
//!
//! A `const fn` calls only `const fn`s, and those of traits are none with rustc 1.95: no `for`, no `==` on strings, no
//! `lines` or `parse`. `while let`, `split_at`, `trim_ascii` and `from_str_radix` are what is left, and enough.

use std::str;

/// The text, as it was when this crate was compiled.
const TABLE: &str = include_str!("../../generated/problems.txt");

/// All problems, in the order of the table. The compiler has made them: nothing is left to do when the program runs.
pub static PROBLEMS: [Row; count(TABLE)] = rows(TABLE);

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// What clients tell problems apart by.
    pub code: &'static str,
    /// The status of the answer: 400 to 599.
    pub status: u16,
    /// Whether the same request may succeed later.
    pub retry: bool,
    /// What the client is told.
    pub title: &'static str,
}

/// The row with this code.
///
/// # Panics
/// If there is none. For a constant, that happens while the program is compiled (E0080).
///
/// # Example: a code that is misspelt does not compile
/// ```
/// use deep_dives::code_generation::constants::{Row, problem};
///
/// const TAKEN: Row = problem("name-taken"); // `problem("nane-taken")` would be an error here
/// assert_eq!(TAKEN.status, 409);
/// ```
pub const fn problem(code: &str) -> Row {
    let mut at = 0;
    while at < PROBLEMS.len() {
        if same(PROBLEMS[at].code, code) {
            return PROBLEMS[at];
        }
        at += 1;
    }
    panic!("problems.txt has no such code")
}

/// How many rows the text has. The length of an array is a part of its type, so it has to be known before the rows are.
pub const fn count(text: &str) -> usize {
    let (mut rest, mut count) = (text, 0);
    while let Some((line, after)) = next_line(rest) {
        count += !is_blank(line) as usize;
        rest = after;
    }
    count
}

/// Reads the rows of a text that has `N` of them.
///
/// It finds no duplicates: comparing all rows with all others costs steps, which the compiler counts (see
/// `long_running_const_eval`).
///
/// # Panics
/// At the first mistake, with the line in which it is; and if there are not `N` rows.
pub const fn rows<const N: usize>(text: &'static str) -> [Row; N] {
    let mut rows = [Row { code: "", status: 0, retry: false, title: "" }; N];
    let (mut rest, mut number, mut filled) = (text, 0, 0);
    while let Some((line, after)) = next_line(rest) {
        number += 1;
        if !is_blank(line) {
            rows[filled] = row(number, line);
            filled += 1;
        }
        rest = after;
    }
    assert!(filled == N, "`count` says how many rows the text has");
    rows
}

const fn row(number: usize, line: &'static str) -> Row {
    let Some((code, rest)) = split_once(line, b'|') else { fault(number, "no status") };
    let Some((status, rest)) = split_once(rest, b'|') else { fault(number, "nothing about retries") };
    let Some((retry, title)) = split_once(rest, b'|') else { fault(number, "no title") };
    let (code, retry, title) = (code.trim_ascii(), retry.trim_ascii(), title.trim_ascii());
    let Ok(status @ 400..600) = u16::from_str_radix(status.trim_ascii(), 10) else {
        fault(number, "a status is a number from 400 to 599")
    };
    let retry = match retry.as_bytes() {
        b"never" => false,
        b"later" => true,
        _ => fault(number, "retry `never` or `later`"),
    };
    if code.is_empty() || title.is_empty() {
        fault(number, "a code and a title are not empty");
    }
    Row { code, status, retry, title }
}

/// Panics with the place of the mistake.
///
/// While it compiles, the compiler formats nothing: `panic!` takes a literal, or `"{}"` and one text. So the number
/// becomes text here, digit by digit from the end.
const fn fault(line: usize, what: &str) -> ! {
    let mut message = [0; 100];
    let (mut at, mut left) = (prepend(&mut message, 100, what.as_bytes()), line);
    at = prepend(&mut message, at, b": ");
    while left > 0 {
        at = prepend(&mut message, at, &[b'0' + (left % 10) as u8]);
        left /= 10;
    }
    at = prepend(&mut message, at, b"problems.txt:");
    let Ok(message) = str::from_utf8(message.split_at(at).1) else { panic!("all of it was text") };
    panic!("{}", message)
}

const fn prepend(message: &mut [u8], at: usize, part: &[u8]) -> usize {
    let start = at - part.len();
    message.split_at_mut(start).1.split_at_mut(part.len()).0.copy_from_slice(part);
    start
}

/// The line that a text begins with, and what follows it; nothing at its end.
const fn next_line(text: &str) -> Option<(&str, &str)> {
    if text.is_empty() {
        return None;
    }
    match split_once(text, b'\n') {
        Some(lines) => Some(lines),
        None => Some((text, "")),
    }
}

const fn is_blank(line: &str) -> bool {
    line.trim_ascii().is_empty() || line.as_bytes()[0] == b'#'
}

/// What stands before the first `separator`, which is ASCII, and what stands behind it.
const fn split_once(text: &str, separator: u8) -> Option<(&str, &str)> {
    let (bytes, mut at) = (text.as_bytes(), 0);
    while at < bytes.len() {
        if bytes[at] == separator {
            return Some((text.split_at(at).0, text.split_at(at + 1).1));
        }
        at += 1;
    }
    None
}

const fn same(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let mut at = 0;
    while at < left.len() && at < right.len() && left[at] == right[at] {
        at += 1;
    }
    at == left.len() && at == right.len()
}
