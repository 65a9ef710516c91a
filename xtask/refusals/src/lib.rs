//! Proves that programs are refused by the compiler: for the stated reason, on the stated line.
//!
//! A phase keeps its refused programs in `tests/rejected/<topic>/<fault>.rs`, one fault a file, and its test target
//! `tests/rejected/main.rs` (with `harness = false`) hands them over:
//!
//! ```no_run
//! # use std::process::ExitCode;
//! fn main() -> ExitCode {
//!     refusals::Suite::new(env!("CARGO_MANIFEST_DIR")).run()
//! }
//! ```
//!
//! Every file is compiled twice by the rustc that builds the workspace: as it stands, when exactly the errors it
//! announces must appear, and with `--cfg fixed`, when it must compile. So neither a missing import nor an error
//! that moved elsewhere can pass for the lesson.
//!
//! # What a file says
//!
//! | mark | meaning |
//! |---|---|
//! | `//~ E0502` | this line is refused with this code |
//! | `//~ unconditional_panic` | this line is refused by this lint, denied by default or by the file |
//! | `//~ "may not live long enough"` | this line is refused by an error without a code, whose message has this part |
//! | `//~ E0277 "is no column"` | the same for an error with a code, where its message is our own: `on_unimplemented` |
//! | `//~^ E0502` | the same for the line above, or further up with more `^` |
//! | `//@ build` | the error appears only when code is generated, which `cargo check` does not do |
//! | `//@ edition: 2021` | compiled as this edition instead of 2024 |
//! | `//@ fixed-edition: 2024` | the repaired twin is compiled as this edition |
//! | `#[cfg(fixed)]`, `#[cfg(not(fixed))]` | the repair and the fault |
//! | `#[cfg(feature = "…")]` | any name may stand there, and no feature is on |
//!
//! A line may carry several marks. Messages are matched only where there is no code, since their wording changes from
//! one compiler to the next. Warnings play no part. An error inside a macro belongs to the line that calls it, one that
//! a derive or an attribute macro puts at a part of its item, to that part.
//!
//! This is not a general compile-test tool: it has no snapshots of compiler output and no dependencies to build.
//! Programs see the standard library and what [`Suite::extern_crate`] names.

mod case;
mod check;
mod cli;
mod rustc;
mod suite;

pub use check::check;
pub use rustc::Compiler;
pub use suite::Suite;
