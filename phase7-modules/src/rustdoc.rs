//! Documentation that is checked: which sentence by whom, and what becomes of each block of code in it.
//!
#![doc = include_str!("rustdoc/README.md")]
//!
//! This text, from "The tool of this lesson" on, was `rustdoc/README.md`, put here by `#![doc = include_str!(…)]`. The
//! page that a repository shows is a part of the documentation: its links are resolved, and its example is a test.
//!
//! Documentation is the subject of this lesson, too, so read it in its source. After it you can say of every sentence
//! that you write behind a `///` which tool notices when it is no longer true:
//!
//! | in the documentation | is checked by | which notices |
//! |---|---|---|
//! | a link to an item, such as [`Fence`] | `cargo doc`, `rustdoc::broken_intra_doc_links` | a name that is gone, or means two things |
//! | that there is any | the compiler, `missing_docs` (off by default) | an item that others can reach |
//! | where it stands | the compiler, `unused_doc_comments` | a comment on what has no page (E0585: on nothing) |
//! | HTML, addresses, spelling of tags | `cargo doc`, other lints `rustdoc::…` | `Vec<T>` outside of code, `should-panic` |
//! | an example | `cargo test --doc` | that it does not compile, or panics |
//! | a number, a reason, a promise | nobody | |
//!
//! The lints with `rustdoc::` in their names belong to rustdoc: `cargo check` is silent about all of them. Links are
//! resolved in the module where the text stands, also when a re-export shows it elsewhere; and where a module and a
//! function share a name, `mod@fee` and `fee()` tell them apart.
//!
//! An example uses the crate as a program of somebody else does, so it fails when something that it shows is no longer
//! public, has another signature, or behaves differently. That goes for examples in the documentation of private
//! and hidden items, too: all are run, and none sees more than callers do. Only those of libraries are run, not those
//! of programs and tests. What is done with a block depends on its tags; [`Treatment`] has the list.
//!
//! Since edition 2024, rustdoc compiles all examples of a crate as one program, and runs this once for each of them.
//! Not merged are those with `compile_fail`, `standalone_crate`, `test_harness` or an `edition…`, and those that need a
//! crate to themselves: for attributes such as `#![recursion_limit = "64"]`, an allocator, or a macro that says `$crate`.
//! If one of the others does not compile, all are compiled singly after all.
//!
//! | attribute | what it does |
//! |---|---|
//! | `doc(hidden)` | no page and no entry in lists, other than by a re-export with `doc(inline)`; the item stays public, its examples stay tests |
//! | `doc(alias = "…")` | the search finds the item under this name, too |
//! | `doc(inline)`, `doc(no_inline)` on a `pub use` | a page at the new place, or a line; without either, a page if this crate has no other |
//! | `doc(test(attr(…)))` | attributes for the examples of an item and below it, such as `deny(unused)`: by default, they may leave things unused |
//! | `cfg(any(windows, doc))` | the item has a page on every system: `doc` is set while rustdoc runs |
//! | `cfg(doctest)` | for what exists only to hold examples: set while they are collected, not in what they are linked with |
//!
//! Rustdoc can also show calls of an item that it has found in `examples/`; as of Rust 1.95, that takes a nightly.

use std::{borrow::Cow, fs, io, iter, path::Path};

/// A block of code in a text, between two fences.
///
/// Blocks that are indented by four spaces have no fence and so are not found; rustdoc takes them for Rust and tests
/// them.
///
/// It borrows the text, so it cannot outlive it:
///
/// ```compile_fail
/// use phase7_modules::rustdoc::fences;
///
/// let article = String::from("```\n1 + 1;\n```");
/// let fence = fences(&article).next();
/// drop(article);
/// println!("{fence:?}");
/// ```
///
/// That example passes with any error. `compile_fail,E0505` asks for one with this code, but only a nightly looks at it.
/// With a typing error in the first line, the example would still pass, and prove nothing.
#[doc(alias = "code block")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fence<'t> {
    /// Where it begins, counted from 1.
    pub line: usize,
    /// What stands behind the opening fence.
    pub tags: &'t str,
    /// The lines between the fences.
    pub code: &'t str,
}

/// What rustdoc does with a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// Nothing: it is not Rust.
    Text,
    /// `ignore`: nothing either, but the block is counted among the tests. With a part of a target's name, as in
    /// `ignore-x86_64`, this is so on that target only, and [`Fence::treatment`] says what happens on the others.
    Ignored,
    /// `compile_fail`: it is compiled, and must not be accepted; on stable, the reason does not matter.
    Rejected,
    /// `no_run`: it is compiled; for what needs a network or a file, or never ends.
    Compiled,
    /// `should_panic`: it is compiled and run, and must panic.
    Panics,
    /// It is compiled and run, and must not panic.
    Run,
}

impl<'t> Fence<'t> {
    /// What rustdoc does with this block, in the documentation of a library.
    ///
    /// A block is Rust unless it has a tag that rustdoc does not know, so a misspelt tag switches a test off. Beside such
    /// a tag, it is Rust only if there is `rust` as well, or before it one that rustdoc knows, other than an `edition…`;
    /// and an `ignore…`, `no_run` or `should_panic` behind both undoes even that. Stable does not know `E0505`.
    ///
    /// Classes in braces, comments in parentheses and `custom` are not understood here.
    ///
    /// # Example: the order of tags matters
    /// ```
    /// # use phase7_modules::rustdoc::{Fence, Treatment};
    /// # let treatment = |tags| Fence { line: 1, tags, code: "" }.treatment();
    /// assert_eq!(treatment("compile_fail,E0505"), Treatment::Rejected);
    /// assert_eq!(treatment("E0505,compile_fail"), Treatment::Text);
    /// assert_eq!(treatment("compile_fial"), Treatment::Text);
    /// ```
    pub fn treatment(&self) -> Treatment {
        let (mut is_rust, mut has_unknown) = (false, false);
        for tag in self.tags() {
            match tag {
                "rust" => is_rust = true,
                "compile_fail" | "standalone_crate" | "test_harness" => is_rust |= !has_unknown,
                "ignore" | "no_run" | "should_panic" => is_rust = !has_unknown,
                _ if tag.starts_with("ignore-") => is_rust = !has_unknown,
                _ if tag.starts_with("edition") => {}
                _ => has_unknown = true,
            }
        }
        let has = |wanted| self.tags().any(|tag| tag == wanted);
        if has_unknown && !is_rust {
            Treatment::Text
        } else if has("ignore") {
            Treatment::Ignored
        } else if has("compile_fail") {
            Treatment::Rejected
        } else if has("no_run") {
            Treatment::Compiled
        } else if has("should_panic") {
            Treatment::Panics
        } else {
            Treatment::Run
        }
    }

    /// The lines that a page shows of a Rust block, all of which are compiled.
    ///
    /// A line that is `#` or begins with `# ` is hidden. A line that begins with `##` is shown with one of them less,
    /// and compiled like that, too.
    ///
    /// # Example: hide what the reader knows
    /// ```
    /// # use phase7_modules::rustdoc::fences;
    /// // `?` needs a function that returns a `Result`. It is written around an example that ends in `(())`, as
    /// // `Ok::<(), …>(())` does, and that last line can be hidden.
    /// let article = "```\n\
    /// let copies: u32 = \"7\".parse()?;\n\
    /// ## Ok::<(), std::num::ParseIntError>(())\n```";
    /// let fence = fences(article).next().ok_or("there is one")?;
    /// let shown: Vec<_> = fence.shown().collect();
    /// assert_eq!(shown, ["let copies: u32 = \"7\".parse()?;"]);
    /// # Ok::<(), &str>(())
    /// ```
    pub fn shown(&self) -> impl Iterator<Item = Cow<'t, str>> {
        self.code.lines().filter_map(|line| match line.trim() {
            "#" => None,
            text if text.starts_with("# ") => None,
            text if text.starts_with("##") => Some(line.replacen("##", "#", 1).into()),
            _ => Some(line.into()),
        })
    }

    fn tags(&self) -> impl Iterator<Item = &'t str> {
        self.tags.split([',', ' ', '\t']).filter(|tag| !tag.is_empty())
    }
}

/// All blocks of a text that have fences, of three or more `` ` `` or `~`. One without an end goes on to the last line.
///
/// Lists, quotations and HTML are not understood here: rustdoc also finds a fence behind `>`, or deeper than three spaces
/// in a list, and does not find one in an HTML comment.
///
/// # Example: what is in a fence does not begin another
/// ```
/// use phase7_modules::rustdoc::fences;
///
/// let found: Vec<_> = fences("~~~\n```\n~~~\n\n```text\nhello").map(|fence| (fence.line, fence.code)).collect();
/// assert_eq!(found, [(1, "```\n"), (5, "hello")]);
/// ```
pub fn fences(markdown: &str) -> impl Iterator<Item = Fence<'_>> {
    let mut lines = (1..).zip(markdown.split_inclusive('\n'));
    let mut rest = markdown;
    iter::from_fn(move || {
        let (line, (marker, tags)) = lines.find_map(|(line, text)| {
            rest = &rest[text.len()..];
            Some((line, fence(text)?))
        })?;
        let code = rest;
        let mut length = 0;
        for (_, text) in lines.by_ref() {
            rest = &rest[text.len()..];
            // As long as the opening fence or longer, of the same character, and with nothing behind it.
            if fence(text).is_some_and(|(end, behind)| end.starts_with(marker) && behind.is_empty()) {
                break;
            }
            length += text.len();
        }
        Some(Fence { line, tags, code: &code[..length] })
    })
}

/// The blocks that look checked and are not: ignored ones, and those that are no Rust but have a tag that only Rust has.
pub fn unchecked(markdown: &str) -> impl Iterator<Item = Fence<'_>> {
    const OF_RUST: [&str; 5] = ["ignore", "no_run", "should_panic", "compile_fail", "standalone_crate"];
    fences(markdown).filter(|fence| match fence.treatment() {
        Treatment::Ignored => true,
        Treatment::Text => fence.tags().any(|tag| OF_RUST.contains(&tag)),
        _ => false,
    })
}

/// The lines of a file at which [`unchecked`] blocks begin.
///
/// # Errors
/// If the file cannot be read, or is not UTF-8.
///
/// # Example: compiled, since a file is needed to run it
/// ```no_run
/// assert!(phase7_modules::rustdoc::audit("articles/moving.md")?.is_empty());
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn audit(article: impl AsRef<Path>) -> io::Result<Vec<usize>> {
    let markdown = fs::read_to_string(article)?;
    Ok(unchecked(&markdown).map(|fence| fence.line).collect())
}

/// Lets a test fail on the first block that looks checked and is not.
///
/// # Panics
/// If there is one; the message says where.
///
/// # Example: a test that is switched off
/// ```should_panic
/// phase7_modules::rustdoc::assert_checked("```no-run,ignore\nlet due = 1200\n```\n");
/// ```
pub fn assert_checked(markdown: &str) {
    if let Some(Fence { line, tags, .. }) = unchecked(markdown).next() {
        panic!("line {line}: nothing checks a block with the tags `{tags}`");
    }
}

/// The fence that a line consists of, and what stands behind it.
fn fence(line: &str) -> Option<(&str, &str)> {
    let text = line.trim_end();
    let text =
        text.strip_prefix("   ").or(text.strip_prefix("  ")).or(text.strip_prefix(' ')).unwrap_or(text);
    let marker = text.chars().next().filter(|first| ['`', '~'].contains(first))?;
    let behind = text.trim_start_matches(marker);
    let fence = &text[..text.len() - behind.len()];
    // In a line such as ``` `` ```, it is code within a sentence.
    let in_a_sentence = marker == '`' && behind.contains('`');
    (fence.len() >= 3 && !in_a_sentence).then_some((fence, behind.trim()))
}
