//! Exercise files: the task, the learner's part between markers, the tests.
//!
//! ```text
//! //! # Title, then the task
//! fn part(&self) -> u32 {
//!     // solution:begin
//!     // hint: shown first
//!     // hint: shown when the first did not help
//!     // stub: 0                 (instead of `todo!()`, where that would not compile)
//!     self.reference_solution()
//!     // solution:end
//! }
//! ```

/// What a learner gets in place of a part that says nothing else.
const STUB: &str = "todo!()";

/// The file that the learner gets: each marked part is replaced, all else stays as it is.
///
/// # Errors
/// What is wrong with the markers, with its line.
pub fn stub(source: &str) -> Result<String, String> {
    let mut stub = String::new();
    let mut open: Option<Part<'_>> = None;
    let mut parts = 0;
    for (number, line) in (1..).zip(source.lines()) {
        let text = line.trim_start();
        match (&mut open, text) {
            (None, "// solution:begin") => {
                open = Some(Part {
                    begin: number,
                    indent: &line[..line.len() - text.len()],
                    hints: 0,
                    stub: Vec::new(),
                });
            }
            (None, "// solution:end") => {
                return Err(format!("line {number}: ends a part that has not begun"));
            }
            (None, _) => push_line(&mut stub, "", line),
            (Some(part), "// solution:begin") => {
                return Err(format!(
                    "line {number}: the part that began at line {} has not ended",
                    part.begin
                ));
            }
            (Some(part), "// solution:end") => {
                if part.hints == 0 {
                    return Err(format!("line {}: this part has no `// hint: …`", part.begin));
                }
                if part.stub.is_empty() {
                    part.stub.push(STUB);
                }
                part.stub.iter().for_each(|line| push_line(&mut stub, part.indent, line));
                open = None;
                parts += 1;
            }
            (Some(part), _) => {
                part.hints += usize::from(text.starts_with("// hint: "));
                part.stub.extend(text.strip_prefix("// stub: "));
            }
        }
    }
    match open {
        Some(part) => Err(format!("line {}: the part that begins here has no end", part.begin)),
        None if parts == 0 => {
            Err("there is no part for the learner: // solution:begin … // solution:end".into())
        }
        None => Ok(stub),
    }
}

struct Part<'a> {
    begin: usize,
    indent: &'a str,
    hints: usize,
    stub: Vec<&'a str>,
}

fn push_line(text: &mut String, indent: &str, line: &str) {
    text.push_str(indent);
    text.push_str(line);
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_becomes_a_stub_and_loses_its_hints() {
        let source = "\
fn one() -> u32 {
    // solution:begin
    // hint: Count.
    1
    // solution:end
}
fn two() -> impl Iterator<Item = u32> {
    // solution:begin
    // stub: let todo: Option<u32> = todo!();
    // stub: todo.into_iter()
    // hint: Count on.
    [1, 2].into_iter()
    // solution:end
}
";
        let expected = "\
fn one() -> u32 {
    todo!()
}
fn two() -> impl Iterator<Item = u32> {
    let todo: Option<u32> = todo!();
    todo.into_iter()
}
";
        assert_eq!(stub(source).unwrap(), expected);
    }

    #[track_caller]
    fn refused(source: &str, complaint: &str) {
        assert_eq!(stub(source).unwrap_err(), complaint);
    }

    #[test]
    fn markers_that_do_not_match_are_named_with_their_line() {
        refused("\n// solution:end", "line 2: ends a part that has not begun");
        refused(
            "// solution:begin\n// solution:begin",
            "line 2: the part that began at line 1 has not ended",
        );
        refused("// solution:begin\n// hint: x", "line 1: the part that begins here has no end");
        refused("// solution:begin\n// solution:end", "line 1: this part has no `// hint: …`");
        refused("fn main() {}", "there is no part for the learner: // solution:begin … // solution:end");
    }
}
