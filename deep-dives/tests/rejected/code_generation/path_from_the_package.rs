//! A file that is named from where cargo runs, in a macro that looks from where the source stands.
//!
//! `include_str!`, `include_bytes!` and `include!` take a path relative to the file that they stand in. A build script's
//! `fs::read` takes one relative to the package, in whose directory cargo runs it. This program shows its own source.
//! Repair: the path from here; or, independent of the place of the source, `concat!(env!("CARGO_MANIFEST_DIR"), "/…")`.

#[cfg(not(fixed))]
const SOURCE: &str = include_str!("tests/rejected/code_generation/path_from_the_package.rs"); //~ "couldn't read"
#[cfg(fixed)]
const SOURCE: &str = include_str!("path_from_the_package.rs");

fn main() {
    print!("{SOURCE}");
}
