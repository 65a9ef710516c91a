//! The file in the lesson's crate, held to what the generator would write today.

use std::{env, fs, path::Path};

use super::{TABLE, by_quote, parsed};

#[test]
fn the_file_is_what_the_table_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/code_generation/problems.rs");
    let current = by_quote::of(&parsed(TABLE));
    if env::var_os("REWRITE_PROBLEMS").is_some() {
        fs::write(&path, &current).unwrap();
    }
    let checked_in = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        checked_in == current,
        "src/code_generation/problems.rs is not what problems.txt says. Write it anew with\n\
         REWRITE_PROBLEMS=1 cargo test -p deep-dives-generated --test it code_generation::checked_in"
    );
}
