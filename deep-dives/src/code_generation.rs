//! From a table to code: who reads the table, when, and who sees what was made of it.
//!
//! A platform's problems are a table of codes, statuses and titles, and the table is the only source: the service, its
//! clients and the documentation have to agree with it. After this lesson you can choose who turns such a table into
//! code, write a generator whose mistakes show up as messages about the table, and prove that its output is what it
//! would write today.
//!
//! Here it is done three times, from the same file, `generated/problems.txt`, so that you can compare:
//!
//! | way | here | runs | what was made is seen | declares names |
//! |---|---|---|---|---|
//! | a build script | `generated/build/`, [`deep_dives_generated`] | in every build whose input has changed | in `target` | yes |
//! | a generator whose output is checked in | [`problems`] | when somebody changes the table | in reviews, and by every tool | yes |
//! | a constant | [`constants`] | whenever this crate is compiled | nowhere: there is no text | no |
//! | a macro of either kind | phase 8 | the same | by editors and `cargo expand` | yes, from tokens in the program |
//!
//! # Which way
//!
//! - The source is *in the program*, and about an item: a macro. Its tokens have spans, so an error is at the word that
//!   caused it. Generated text has none in the table: an error is reported where the text was written to, and Rust has no
//!   `#line` to say otherwise. For a file, a macro is seldom the way: `macro_rules!` gets the tokens `include_str!(…)`,
//!   not the text; a procedural macro may open any file, but cargo does not learn of it, and will not compile again when
//!   the file changes.[^tracked]
//! - Only *values* are needed: a constant. There is no script to run, and no second language. [`constants`] has the
//!   price: a `const fn` is written with half of the language, and it is interpreted.
//! - *Names* are needed, so that a `match` is checked when the table grows (E0004): a generator. If everybody who builds
//!   the library can run it and nobody needs to read its output, a build script; otherwise, check its output in. Then
//!   users of the package need neither the generator nor what it depends on, and a code that goes away is a red line in
//!   a review.
//!
//! The time that the compiler takes is seldom a reason. Rows as tokens of a macro's call cost about what rows of a
//! generated table do; rows that a constant takes out of a text, more than ten times as much; and a table that comes
//! with an enum of as many variants, a few times as much, whoever wrote it. That is what
//! `cargo bench -p deep-dives --bench code_generation` finds for hundreds of rows; with a dozen, nobody notices.
//!
//! # A build script is a program that talks to cargo
//!
//! Cargo compiles `build/main.rs` for the machine that builds, runs it in the directory of the package, and reads what it
//! prints. Two lines matter here:
//!
//! | line | |
//! |---|---|
//! | `cargo::rerun-if-changed=problems.txt` | run again when this file is newer than the last run, and not for other files |
//! | `cargo::error=problems.txt:4: …` | fail, with this message. The script may go on, and report the next fault |
//!
//! - *Without* a `rerun-if` line, the script runs again when any file of the package has changed. With one, only that
//!   counts. The script itself needs none, with all of its modules: it is compiled, and cargo knows from which files. A
//!   variable of the environment counts only with `cargo::rerun-if-env-changed=NAME`. A path at which nothing is, after a
//!   move or a typing error, counts as changed: the script then runs in every build, and nothing says so.
//! - A message is one line. What is behind a line break is a line of its own: cargo drops it, or obeys it if it
//!   begins with `cargo::`. So a fault is written for one line: file, line, what is wrong, and what to do about it.
//! - It writes to the directory in the variable `OUT_DIR`, nowhere else: what is below `src` may be read-only where the
//!   package is a dependency, and `cargo package` refuses a package whose script changes it. The library takes the file
//!   in with `include!(concat!(env!("OUT_DIR"), "/problems.rs"))`. The text becomes a part of that module, with all that
//!   is private there, and it is a part in the middle: it may have no `//!` (E0753) and no `#![…]`.
//! - `cfg!(target_os = …)` in a script asks about the machine that builds. What is built for is in variables:
//!   `CARGO_CFG_TARGET_OS`, and since 1.85 `CARGO_CFG_FEATURE` for the names of all features that are on.
//! - Its dependencies are compiled before the package, by everybody who builds it. A parser of Rust is much to ask for,
//!   to lay out what nobody reads, so the script here needs the standard library only. The other generator uses
//!   `quote`, which escapes and balances for it, and `prettyplease`, as its output is read; only tests depend on them.
//!
//! # Generate little
//!
//! Whatever is the same for all tables is written by hand, where it has spans, an editor and tests. In
//! `generated/src/lib.rs`, these are all functions; generated are an enum, the list of its variants, and two tables. (The
//! file that is checked in goes to clients as it is, so it has functions, too.) A template that has grown a condition
//! wants to be a function that the template calls.
//!
//! A generator checks what the compiler could find only in its output, or in code that uses it: that a code is a name
//! (`Self` is none, not even raw), that no two codes become the same one (`a-1` and `a1`: E0428), that none becomes a name
//! of the template's own (`a-l-l` would hide `ALL`), that a title cannot end the literal it is put in. `{:?}` of a text is
//! a literal with this value, and `#[doc = …]` takes one, where a `///` would end at a line break.
//!
//! # The same input, the same bytes
//!
//! Otherwise there are differences in reviews that nobody made, and builds that cannot be repeated. The enemies are an
//! iteration over a `HashMap`, which has another order in every run; the time; absolute paths; and the order of
//! `read_dir`. Here, a hash map is asked, but never iterated; the variants have the order of the table, and the index is
//! sorted. Two builds in two directories are compared byte by byte.
//!
//! # Checked in, and held to it
//!
//! A test runs the generator and compares. If the file is not what it would write today, the test says what to run, and
//! with that variable set it writes the file instead:
//!
//! ```sh
//! REWRITE_PROBLEMS=1 cargo test -p deep-dives-generated --test it code_generation::checked_in
//! ```
//!
//! That closes three holes at once: a table that was changed alone, output that was changed by hand, and a generator
//! whose own change nobody has looked at. A file that is compared is a second form of the table; one that is not, a copy.
//!
//! # Example: three ways, one table
//! ```
//! use deep_dives::code_generation::{constants, problems};
//!
//! const GONE: constants::Row = constants::problem("article-gone");
//! assert_eq!(GONE.status, 410);
//! assert_eq!(problems::Problem::ArticleGone.status(), 410);
//! assert_eq!(deep_dives_generated::Problem::ArticleGone.status(), 410);
//! ```
//!
//! [^tracked]: Unless the macro's output has an `include_bytes!` or `include_str!` of the file: what is included, the
//! compiler reports. By its absolute path, since any other begins at the file that calls the macro.

pub mod constants;

// Laid out by the generator, which does not know what rustfmt thinks. The attribute keeps them from arguing.
/// What clients of the platform know of its problems: checked in, held to the table by a test, and never edited.
#[rustfmt::skip]
pub mod problems;

// Evaluated wherever this crate is compiled: three readers, and none of them has lost a row. A proof can compare more.
const _: () = {
    let rows = constants::PROBLEMS.len();
    assert!(rows == problems::Problem::ALL.len() && rows == deep_dives_generated::Problem::ALL.len());
};
