//! What a tour must print, byte for byte.

use std::{fs, io, path::PathBuf};

use similar::TextDiff;

use crate::roadmap::Phase;

/// Where the golden output of an example stands.
pub fn path(phase: &Phase, example: &str) -> PathBuf {
    phase.dir().join("tests/golden").join(example).with_extension("txt")
}

/// Compares what an example has printed with what it must print.
///
/// # Errors
/// The difference, for people to read.
pub fn compare(phase: &Phase, example: &str, printed: &[u8]) -> Result<(), String> {
    let path = path(phase, example);
    let below = path.strip_prefix(phase.dir()).unwrap_or(&path).display();
    let golden = fs::read(&path)
        .map_err(|error| format!("{below}: {error}\nif the tour is as it should be: cargo xtask bless"))?;
    if golden == printed { Ok(()) } else { Err(difference(&below.to_string(), &golden, printed)) }
}

/// Makes what an example has printed its golden output, and tells whether that has changed anything.
///
/// # Errors
/// If the file cannot be written.
pub fn write(phase: &Phase, example: &str, printed: &[u8]) -> io::Result<bool> {
    let path = path(phase, example);
    if fs::read(&path).is_ok_and(|golden| golden == printed) {
        return Ok(false);
    }
    fs::create_dir_all(path.parent().expect("a golden file stands in a directory"))?;
    fs::write(&path, printed)?;
    Ok(true)
}

fn difference(name: &str, golden: &[u8], printed: &[u8]) -> String {
    let [old, new] = [golden, printed].map(String::from_utf8_lossy);
    if old == new {
        return format!("{name}: differs only in bytes that are not UTF-8");
    }
    let diff = TextDiff::from_lines(&*old, &*new);
    let note = if str::from_utf8(printed).is_ok() { "" } else { "the output is not UTF-8\n" };
    format!("{note}{}", diff.unified_diff().context_radius(2).header(name, "what the tour printed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_shows_both_versions_of_a_line() {
        let shown = difference("golden/topic.txt", b"one\ntwo\nthree\n", b"one\n2\nthree\n");
        assert!(shown.contains("--- golden/topic.txt") && shown.contains("-two\n+2\n"), "{shown}");
    }

    #[test]
    fn output_that_is_not_utf8_is_said_to_be_so() {
        assert!(difference("g", b"one\n", b"\xff\n").starts_with("the output is not UTF-8"));
        assert!(difference("g", "\u{fffd}".as_bytes(), b"\xff").contains("only in bytes"));
    }
}
