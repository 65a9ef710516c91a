//! The verdict on a process that has ended: how it ended, what its harness said, what it printed.

use std::path::Path;

use cargo_metadata::TargetKind;

use crate::{
    build::{Program, ProgramKind},
    golden,
    libtest::{TestEnd, Transcript},
    outcome::{Check, Kind, Verdict},
    process::{Ending, Output},
    roadmap::Phase,
    unit::{Context, Golden, OUTPUT_LIMIT},
};

/// What stands in place of the output of what was not run because the whole run was ended.
pub const INTERRUPTED: &str = "interrupted";

/// Of a failure, as many lines are kept from its beginning and from its end.
const KEPT_LINES: usize = 100;

/// A process of a phase that has ended, and what it was asked about.
pub struct Judge<'a> {
    pub context: &'a Context<'a>,
    pub phase: &'a Phase,
    pub kind: Kind,
    /// The topic that it was run for; none where it was run for the phase as a whole.
    pub topic: Option<&'a str>,
    pub ending: Ending,
    pub output: Output,
}

impl Judge<'_> {
    /// On the tests `names` of a test program, and on the way in which the program ended.
    pub fn tests(&self, program: &Program, names: &[String]) -> Vec<Check> {
        let transcript = self.transcript();
        let check = |name: &String| {
            let (verdict, output) =
                transcript.end_of(name).map_or_else(|| self.unfinished(), |end| told(&transcript, name, end));
            self.check(
                self.topic,
                name,
                verdict,
                &output,
                repeat_tests(self.phase, program, &format!("--exact {name}")),
            )
        };
        let mut checks: Vec<_> = names.iter().map(check).collect();
        // A program whose tests are all fine, but which fails all the same, is not fine.
        if checks.iter().all(|check| check.verdict == Verdict::Pass) && !self.has_succeeded() {
            let (verdict, output) = self.unfinished();
            let command = repeat_tests(self.phase, program, self.topic.unwrap_or_default());
            let name = format!("the end of {}", program.target);
            checks.push(self.check(self.topic, &name, verdict, &output, command));
        }
        checks
    }

    /// On an example, which must print its golden output.
    pub fn tour(&self, program: &Program) -> Check {
        let (verdict, output) = if self.has_succeeded() {
            judge_printed(self.phase, &program.target, &self.output.stdout, self.context.golden)
        } else {
            self.unfinished()
        };
        let command = format!("cargo run --package {} --example {}", self.phase.name(), program.target);
        self.check(self.topic, &program.target, verdict, &output, command)
    }

    /// On the doctests whose names contain `filter`.
    pub fn doctests(&self, filter: Option<&str>) -> Vec<Check> {
        let command =
            format!("cargo test --package {} --doc {}", self.phase.name(), filter.unwrap_or_default());
        let check = |topic: Option<&str>, name: &str, verdict, output: &str| {
            self.check(topic, name, verdict, output, command.trim_end().into())
        };
        let transcript = self.transcript();
        let ended = transcript.ended.iter().map(|(name, end)| {
            let (verdict, output) = told(&transcript, name, end);
            check(topic_of_doctest(self.phase, name), name, verdict, &output)
        });
        let mut checks: Vec<_> = ended.collect();
        let failed = checks.iter().any(|check| check.verdict == Verdict::Fail);
        // With failures, the harness returns 101 when it got to its end.
        if !(self.has_succeeded() || failed && self.exit_code() == Some(101)) {
            // Which doctests are missing cannot be known, so no topic can be sure of its own.
            let (all, reason) = ("all doctests", "the phase's doctests did not end well");
            let (verdict, output) = self.unfinished();
            checks.push(check(None, all, verdict, &output));
            let topics = self.phase.topics.iter();
            checks.extend(topics.map(|topic| check(Some(&topic.slug), all, Verdict::NotRun, reason)));
        }
        checks
    }

    fn check(
        &self,
        topic: Option<&str>,
        name: &str,
        verdict: Verdict,
        output: &str,
        command: String,
    ) -> Check {
        let (topic, name, output) = (topic.map(Into::into), name.into(), bounded(output));
        Check { kind: self.kind, topic, name, verdict, output, command }
    }

    fn transcript(&self) -> Transcript {
        Transcript::parse(&String::from_utf8_lossy(&self.output.stdout))
    }

    fn exit_code(&self) -> Option<i32> {
        if let Ending::Exited(status) = &self.ending { status.code() } else { None }
    }

    fn has_succeeded(&self) -> bool {
        self.exit_code() == Some(0)
    }

    fn unfinished(&self) -> (Verdict, String) {
        unfinished(&self.ending, &self.output, self.context)
    }
}

/// The verdict on a test of which the harness has told how it ended.
fn told(transcript: &Transcript, name: &str, end: &TestEnd) -> (Verdict, String) {
    match end {
        TestEnd::Ok => (Verdict::Pass, String::new()),
        TestEnd::Failed => (Verdict::Fail, transcript.outputs.get(name).cloned().unwrap_or_default()),
        TestEnd::Ignored(reason) => (Verdict::NotRun, format!("ignored: {reason}")),
    }
}

fn judge_printed(phase: &Phase, example: &str, printed: &[u8], golden: Golden) -> (Verdict, String) {
    match golden {
        Golden::Compare => match golden::compare(phase, example, printed) {
            Ok(()) => (Verdict::Pass, String::new()),
            Err(complaint) => (Verdict::Fail, complaint),
        },
        Golden::Write => match golden::write(phase, example, printed) {
            Ok(changed) => (Verdict::Pass, if changed { "written".into() } else { String::new() }),
            Err(error) => (Verdict::Fail, error.to_string()),
        },
    }
}

/// The verdict on what a process has not told before it ended.
pub fn unfinished(ending: &Ending, output: &Output, context: &Context<'_>) -> (Verdict, String) {
    let written = || {
        let text = [&output.stdout, &output.stderr]
            .map(|bytes| String::from_utf8_lossy(bytes).trim_end().to_owned());
        text.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
    };
    match ending {
        Ending::Exited(status) => (Verdict::Fail, format!("ended with {status}\n{}", written())),
        Ending::TimedOut => {
            let limit = context.timeout.as_secs();
            (Verdict::TimedOut, format!("stopped after {limit} s (--timeout allows more)\n{}", written()))
        }
        Ending::Flooded => (
            Verdict::Fail,
            format!("stopped after writing {} MiB; it began with\n{}", OUTPUT_LIMIT >> 20, written()),
        ),
        Ending::Interrupted => (Verdict::NotRun, INTERRUPTED.into()),
        Ending::Failed(error) => (Verdict::Fail, format!("could not be run: {error}")),
    }
}

/// What to type to run tests of a program again.
pub fn repeat_tests(phase: &Phase, program: &Program, arguments: &str) -> String {
    let target = match program.kind {
        ProgramKind::UnitTests if phase.targets(TargetKind::Bin).any(|bin| bin == program.target) => {
            format!("--bin {}", program.target)
        }
        ProgramKind::UnitTests => "--lib".into(),
        _ => format!("--test {}", program.target),
    };
    format!("cargo test --package {} {target} -- {arguments}", phase.name())
}

/// A doctest is named `<path> - <item> (line <n>)`; lessons are `src/<topic>.rs` and what is in `src/<topic>/`.
fn topic_of_doctest<'a>(phase: &'a Phase, name: &str) -> Option<&'a str> {
    let path = Path::new(name.split(" - ").next()?);
    let source = path.strip_prefix("..").unwrap_or(path);
    let (_, below) = source.to_str()?.split_once("src/")?;
    let module = below.split(['/', '.']).next()?;
    phase.topics.iter().find(|topic| topic.slug == module).map(|topic| topic.slug.as_str())
}

/// The text without its middle, if it is very long.
pub fn bounded(text: &str) -> String {
    let lines: Vec<_> = text.lines().collect();
    let Some(cut) = lines.len().checked_sub(2 * KEPT_LINES).filter(|cut| *cut > 0) else {
        return shortened(&lines);
    };
    let note = format!("… {cut} lines …");
    let kept = [&lines[..KEPT_LINES], &[note.as_str()], &lines[KEPT_LINES + cut..]].concat();
    shortened(&kept)
}

fn shortened(lines: &[&str]) -> String {
    let shorten = |line: &&str| match line.char_indices().nth(1000) {
        Some((end, _)) => format!("{} …", &line[..end]),
        None => (*line).to_owned(),
    };
    lines.iter().map(shorten).collect::<Vec<_>>().join("\n")
}
