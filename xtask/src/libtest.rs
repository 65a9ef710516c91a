//! Reads what the standard test harness (and the refusal harness, and rustdoc) prints.

use std::collections::HashMap;

/// What one run of a test program reported.
#[derive(Debug, Default)]
pub struct Transcript {
    /// Tests that ended, in the order in which they did.
    pub ended: Vec<(String, TestEnd)>,
    /// What each failed test wrote.
    pub outputs: HashMap<String, String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TestEnd {
    Ok,
    Failed,
    /// With the reason, if one is given.
    Ignored(String),
}

impl Transcript {
    pub fn parse(text: &str) -> Self {
        let mut transcript = Self::default();
        let mut block: Option<(&str, String)> = None;
        for line in text.lines() {
            if let Some(name) = line.strip_prefix("---- ").and_then(|rest| rest.strip_suffix(" stdout ----"))
            {
                transcript.close(block.replace((name, String::new())));
            } else if line == "failures:" {
                transcript.close(block.take());
            } else if let Some((_, output)) = &mut block {
                output.push_str(line);
                output.push('\n');
            } else if let Some((name, end)) = test_end(line) {
                transcript.ended.push((name.into(), end));
            }
        }
        transcript.close(block);
        transcript
    }

    /// How the test `name` ended, if it did. Where a program printed it twice, it did not do so well twice.
    pub fn end_of(&self, name: &str) -> Option<&TestEnd> {
        let mut ends = self.ended.iter().filter(|(ended, _)| ended == name).map(|(_, end)| end);
        let first = ends.next()?;
        Some(ends.find(|end| **end != TestEnd::Ok).unwrap_or(first))
    }

    fn close(&mut self, block: Option<(&str, String)>) {
        if let Some((name, output)) = block {
            self.outputs.insert(bare(name).into(), output.trim_end().into());
        }
    }
}

/// The names that `--list --format terse` prints.
pub fn listed(text: &str) -> Vec<String> {
    text.lines().filter_map(|line| line.strip_suffix(": test")).map(Into::into).collect()
}

fn test_end(line: &str) -> Option<(&str, TestEnd)> {
    // What a test writes past the harness, without an end of line, stands before what the harness says.
    line.rmatch_indices("test ").find_map(|(at, word)| {
        let (name, word) = line[at + word.len()..].split_once(" ... ")?;
        let end = match word {
            "ok" => TestEnd::Ok,
            "FAILED" => TestEnd::Failed,
            _ => {
                let reason = word.strip_prefix("ignored")?;
                TestEnd::Ignored(reason.trim_start_matches([',', ' ']).into())
            }
        };
        (!name.is_empty()).then(|| (bare(name), end))
    })
}

/// The name without what the harness adds to say how it is run.
fn bare(name: &str) -> &str {
    let added = [" - should panic", " - compile fail", " - compile"];
    added.iter().find_map(|suffix| name.strip_suffix(suffix)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = "
running 5 tests
test topic::passes ... ok
test topic::panics - should panic ... ok
test topic::later ... ignored, needs a ... printer
test topic::never ... ignored
test topic::fails ... FAILED

failures:

---- topic::fails stdout ----

thread 'topic::fails' panicked at tests/it/topic.rs:3:5:
not yet implemented


failures:
    topic::fails

test result: FAILED. 2 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.00s
";

    #[test]
    fn every_test_that_ended_is_read_with_its_end() {
        let transcript = Transcript::parse(PRINTED);
        assert_eq!(transcript.end_of("topic::passes"), Some(&TestEnd::Ok));
        assert_eq!(transcript.end_of("topic::panics"), Some(&TestEnd::Ok));
        assert_eq!(transcript.end_of("topic::later"), Some(&TestEnd::Ignored("needs a ... printer".into())));
        assert_eq!(transcript.end_of("topic::never"), Some(&TestEnd::Ignored(String::new())));
        assert_eq!(transcript.end_of("topic::fails"), Some(&TestEnd::Failed));
        assert_eq!(transcript.end_of("topic::hangs"), None);
        assert_eq!(transcript.ended.len(), 5);
    }

    #[test]
    fn a_failed_test_has_its_output() {
        let transcript = Transcript::parse(PRINTED);
        assert!(transcript.outputs["topic::fails"].ends_with("not yet implemented"));
    }

    #[test]
    fn names_of_doctests_have_spaces() {
        let transcript =
            Transcript::parse("test src/topic.rs - topic::Type::new (line 3) - compile fail ... ok\n");
        assert_eq!(transcript.ended, [("src/topic.rs - topic::Type::new (line 3)".into(), TestEnd::Ok)]);
    }

    #[test]
    fn what_a_test_writes_past_the_harness_neither_hides_an_end_nor_makes_one_good() {
        let transcript = Transcript::parse(
            "test topic::fails ... ok\ntest noise ... noisetest topic::passes ... ok\ntest topic::fails ... FAILED\n",
        );
        assert_eq!(transcript.end_of("topic::passes"), Some(&TestEnd::Ok));
        assert_eq!(transcript.end_of("topic::fails"), Some(&TestEnd::Failed));
    }

    #[test]
    fn benches_are_not_listed() {
        assert_eq!(listed("topic::one: test\ntopic::two: bench\n\n1 test, 1 benchmark\n"), ["topic::one"]);
    }
}
