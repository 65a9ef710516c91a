//! The verdict on an answer: it is built, its tests are run, and it is compared with what was given.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use serde::Serialize;

use crate::{
    build::{self, Build, ProgramKind, Step},
    exercise::Answer,
    judge,
    libtest::{TestEnd, Transcript},
    practice::{
        folder::{Entry, Folder, State},
        integrity::objections,
        journal, tokens,
    },
    process::{Ending, Limits, Supervisor},
    unit::OUTPUT_LIMIT,
};

/// What an exercise may take up at most, in KiB: more is a loop that collects for ever, and would end in the machine
/// killing something else.
const MEMORY_LIMIT_KIB: u64 = 2 << 20;

/// What a build may use up. The first one of a phase compiles all that its exercises depend on.
const BUILD_LIMITS: Limits = Limits { time: Duration::from_secs(15 * 60), output: 64 << 20 };

/// No test of an exercise, by itself, takes so long.
const LONG_FOR_ONE: Duration = Duration::from_secs(2);

/// What a test says that has reached a part which nobody has written yet.
const NOT_YET: &str = "not yet implemented";

/// How an answer did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The given tests passed on the learner's parts.
    Solved,
    /// Nothing has been written yet.
    Open,
    /// The tests pass, but they or something else that was given have been edited, or a rule is broken.
    NotCounted,
    /// What is written passes; the other tests reach a `todo!()`.
    Unfinished,
    /// The run was interrupted.
    NotRun,
    TimedOut,
    Fail,
    DoesNotBuild,
}

impl Verdict {
    pub fn label(self) -> &'static str {
        match self {
            Self::Solved => "solved",
            Self::Open => "open",
            Self::NotCounted => "not counted",
            Self::Unfinished => "unfinished",
            Self::NotRun => "not run",
            Self::TimedOut => "timed out",
            Self::Fail => "FAIL",
            Self::DoesNotBuild => "no build",
        }
    }
}

/// Everything there is to tell about an answer.
#[derive(Clone, Debug, Serialize)]
pub struct Judgement {
    pub topic: String,
    /// Of its package.
    pub phase: String,
    pub verdict: Verdict,
    /// Whether it was known from an earlier run of the same content.
    pub remembered: bool,
    /// From the start of the build to the end of the tests; the build is shared by what is checked together.
    pub seconds: f64,
    /// Tests, in the order of the file.
    pub tests: Vec<Test>,
    /// Why it does not count, even if all tests pass.
    pub objections: Vec<String>,
    /// What the compiler says, error by error, or why nothing could be built or run.
    pub errors: Vec<String>,
    /// What may help with how it ended.
    pub advice: Vec<String>,
    /// What to type in the practice folder to see it again.
    pub command: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Test {
    pub name: String,
    pub end: End,
    /// What it wrote, if it failed.
    pub output: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    Pass,
    /// It reached a `todo!()`.
    Todo,
    Fail,
    /// It did not end, or was never begun.
    Missing,
}

/// What is the same for all exercises of a run.
pub struct Court<'a> {
    pub folder: &'a Folder<'a>,
    pub supervisor: &'a Supervisor,
    /// For the tests of each exercise.
    pub timeout: Duration,
    /// Run again what is known to be solved.
    pub fresh: bool,
}

impl Court<'_> {
    /// Judges these exercises, given by their places. Each is handed over as soon as it is known.
    ///
    pub fn judge(
        &self,
        places: &[usize],
        mut on_step: impl FnMut(Step<'_>),
        mut on_verdict: impl FnMut(usize, Judgement),
    ) {
        let mut waiting: Vec<(usize, String)> = Vec::new();
        for &place in places {
            let entry = &self.folder.entries[place];
            let of = |verdict| Judgement::of(entry, verdict);
            match (self.folder.answer(entry), self.folder.status(entry).state) {
                (Err(complaint), _) => {
                    on_verdict(place, Judgement { errors: vec![complaint], ..of(Verdict::DoesNotBuild) });
                }
                (Ok(_), State::Open) => on_verdict(place, of(Verdict::Open)),
                (Ok(_), State::Solved) if !self.fresh => {
                    on_verdict(place, Judgement { remembered: true, ..of(Verdict::Solved) });
                }
                (Ok(answer), State::Solved | State::Begun) => waiting.push((place, answer)),
            }
        }
        // One cargo for each phase: what the exercises of a later phase depend on need not be built for this one.
        let phase_of = |place: usize| self.folder.entries[place].phase.name();
        for group in waiting.chunk_by(|a, b| phase_of(a.0) == phase_of(b.0)) {
            let start = Instant::now();
            let build = self.build(group, &mut on_step);
            for (place, answer) in group {
                let entry = &self.folder.entries[*place];
                let mut judgement = self.judge_one(entry, answer, &build, start);
                self.remember(entry, answer, &mut judgement);
                on_verdict(*place, judgement);
            }
        }
    }

    /// Builds the tests of these exercises, all of one phase, from these answers.
    fn build(&self, group: &[(usize, String)], on_step: &mut impl FnMut(Step<'_>)) -> Build {
        let mut build = self.cargo(group, on_step);
        let program = |build: &Build, place: usize| {
            build.program(ProgramKind::Tests, self.folder.entries[place].slug()).cloned()
        };
        // Cargo goes by times of modification, and a file with an older one can come from a backup, a renamed directory
        // or another end of a link. Where it has built nothing, it is known otherwise what the program was built from.
        let mut stale = false;
        for (place, answer) in group {
            if let Some(program) = program(&build, *place).filter(|program| program.fresh)
                && !is_built_from(&program.path, answer)
            {
                // What is missing is built, whatever its date was.
                stale |= fs::remove_file(&program.path).is_ok();
            }
        }
        if stale {
            build = self.cargo(group, on_step);
        }
        for (place, answer) in group {
            // A save in the middle: nobody knows which of the two was built.
            let is_same = self.folder.answer(&self.folder.entries[*place]).as_ref() == Ok(answer);
            if let Some(program) = program(&build, *place).filter(|program| !program.fresh || !is_same) {
                // Without the note, it is built once more the next time.
                let _ = if is_same {
                    fs::write(note_of(&program.path), journal::content("", answer))
                } else {
                    fs::remove_file(note_of(&program.path))
                };
            }
        }
        build
    }

    fn cargo(&self, group: &[(usize, String)], on_step: &mut impl FnMut(Step<'_>)) -> Build {
        let mut command = build::cargo();
        command.current_dir(&self.folder.dir).args(["build", "--keep-going", "--package"]);
        command.arg(self.folder.entries[group[0].0].phase.name());
        for (place, _) in group {
            command.args(["--test", self.folder.entries[*place].slug()]);
        }
        build::run(command, |_| true, BUILD_LIMITS, self.supervisor, on_step)
    }

    /// Writes down that the answer solves its exercise, unless it is another one by now.
    fn remember(&self, entry: &Entry<'_>, answer: &str, judgement: &mut Judgement) {
        if judgement.verdict != Verdict::Solved || self.folder.answer(entry).as_deref() != Ok(answer) {
            return;
        }
        let content = journal::content(&entry.stub, answer);
        if let Err(error) = self.folder.journal.solved(entry.slug(), content) {
            judgement.advice.push(format!("that it is solved will not be remembered: {error}"));
        }
    }

    fn judge_one(&self, entry: &Entry<'_>, answer: &str, build: &Build, start: Instant) -> Judgement {
        let mut judgement = Judgement::of(entry, Verdict::NotRun);
        judgement.objections = objections(entry, self.folder.given(entry).as_deref(), answer);
        if let Some(program) = build.program(ProgramKind::Tests, entry.slug()) {
            let limits = Limits { time: self.timeout, output: OUTPUT_LIMIT };
            let mut command = self.program(entry, &program.path);
            let (ending, output) = self.supervisor.capture(&mut command, limits);
            let mut transcript = Transcript::parse(&String::from_utf8_lossy(&output.stdout));
            // A program that was taken down tells enough by that; with these codes, the harness got to its end.
            let is_worth_more = match ending {
                Ending::Exited(status) => matches!(status.code(), Some(0 | 101)),
                Ending::TimedOut => true,
                Ending::Flooded | Ending::Interrupted | Ending::Failed(_) => false,
            };
            let endless =
                is_worth_more.then(|| self.run_one_by_one(entry, &program.path, &mut transcript)).flatten();
            judgement.hear(entry, &transcript, &ending, &output.stderr);
            if judgement.verdict == Verdict::TimedOut {
                judgement.advise_on_time(entry, self.timeout, endless.as_deref());
            }
        } else if build.interrupted {
            judgement.errors.push(judge::INTERRUPTED.into());
        } else {
            let own = build.errors.iter().filter(|error| error.target == entry.slug());
            judgement.errors = own.map(|error| error.rendered.trim_end().to_owned()).collect();
            // Rustc counts its errors in one more.
            judgement
                .errors
                .retain(|error| !console::strip_ansi_codes(error).starts_with("error: aborting due to"));
            if judgement.errors.is_empty() {
                let others = build.errors.iter().map(|error| error.rendered.trim_end().to_owned());
                judgement.errors = others.chain(build.failure.clone()).collect();
                judgement.advice.extend(self.folder.changed_manifests().into_iter().map(|file| {
                    format!("{} is not as it was given; remove it to get it back", file.display())
                }));
            }
            judgement.verdict = Verdict::DoesNotBuild;
        }
        judgement.seconds = start.elapsed().as_secs_f64();
        judgement
    }

    /// Runs the tests that nothing is known of each by itself, and takes down how they end. Some were only never begun, or
    /// what another one wrote past the harness stands in the middle of the harness's words. Ends with the first one that
    /// does not end, and returns its name.
    fn run_one_by_one(
        &self,
        entry: &Entry<'_>,
        program: &Path,
        transcript: &mut Transcript,
    ) -> Option<String> {
        let limits = Limits { time: self.timeout.min(LONG_FOR_ONE), output: OUTPUT_LIMIT };
        for name in tokens::tests(&entry.stub).unwrap_or_default() {
            if transcript.end_of(&name).is_some() {
                continue;
            }
            let mut command = self.program(entry, program);
            let (ending, output) = self.supervisor.capture(command.args(["--exact", &name]), limits);
            if matches!(ending, Ending::TimedOut) {
                return Some(name);
            }
            let alone = Transcript::parse(&String::from_utf8_lossy(&output.stdout));
            transcript.ended.extend(alone.ended);
            transcript.outputs.extend(alone.outputs);
        }
        None
    }

    /// The test program of an exercise, ready to be run.
    fn program(&self, entry: &Entry<'_>, path: &Path) -> Command {
        let threads = thread::available_parallelism().map_or(2, usize::from).max(2);
        // Should this process be killed, the program is bounded all the same.
        let seconds = self.timeout.as_secs().saturating_mul(threads as u64).saturating_add(10);
        // The shell sets the limits where they can be set; then the program takes its place.
        let script = format!(
            "ulimit -v {MEMORY_LIMIT_KIB} 2>/dev/null; ulimit -t {seconds} 2>/dev/null; exec \"$0\" \"$@\""
        );
        let mut command = Command::new("sh");
        command.args(["-c", &script]).arg(path);
        // As cargo does it.
        command.current_dir(self.folder.dir.join(entry.phase.name()));
        // With a single thread, what a test writes past the harness would stand between its name and its end.
        command.arg("--test-threads").arg(threads.to_string()).env("RUST_BACKTRACE", "0");
        for variable in
            ["RUST_TEST_THREADS", "RUST_TEST_NOCAPTURE", "RUST_TEST_SHUFFLE", "RUST_TEST_SHUFFLE_SEED"]
        {
            command.env_remove(variable);
        }
        command
    }
}

/// Text that does nothing to a terminal but be seen in it.
fn printable(text: &str) -> String {
    let is_harmless = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    text.chars().map(|c| if is_harmless(&c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}

/// What a test program was built from is noted beside it.
fn note_of(program: &Path) -> PathBuf {
    program.with_extension("answer")
}

fn is_built_from(program: &Path, answer: &str) -> bool {
    fs::read_to_string(note_of(program)).is_ok_and(|noted| noted == journal::content("", answer))
}

impl Judgement {
    fn of(entry: &Entry<'_>, verdict: Verdict) -> Self {
        Self {
            topic: entry.slug().into(),
            phase: entry.phase.name().into(),
            verdict,
            remembered: false,
            seconds: 0.0,
            tests: Vec::new(),
            objections: Vec::new(),
            errors: Vec::new(),
            advice: Vec::new(),
            command: entry.command(),
        }
    }

    /// Takes in how the program of the tests ended and what it wrote.
    fn hear(&mut self, entry: &Entry<'_>, transcript: &Transcript, ending: &Ending, stderr: &[u8]) {
        let official = tokens::tests(&entry.stub).unwrap_or_default();
        // The learner's own tests are shown, too, but decide nothing.
        let own = transcript.ended.iter().filter(|(_, end)| matches!(end, TestEnd::Ok | TestEnd::Failed));
        let own: BTreeSet<_> = own.map(|(name, _)| name).filter(|name| !official.contains(name)).collect();
        self.tests = official.iter().chain(own).map(|name| Test::of(name, transcript)).collect();
        let missing: Vec<_> =
            self.tests[..official.len()].iter().filter(|test| test.end == End::Missing).collect();
        let all_pass = self.tests[..official.len()].iter().all(|test| test.end == End::Pass);
        let is_unfinished =
            self.tests[..official.len()].iter().all(|test| matches!(test.end, End::Pass | End::Todo));
        let silent = (!missing.is_empty()).then(|| named(&missing));
        self.verdict = match ending {
            Ending::Interrupted => Verdict::NotRun,
            Ending::Failed(_) => Verdict::Fail,
            _ if all_pass && self.objections.is_empty() => Verdict::Solved,
            _ if all_pass => Verdict::NotCounted,
            Ending::TimedOut => Verdict::TimedOut,
            Ending::Exited(_) if is_unfinished => Verdict::Unfinished,
            Ending::Exited(_) | Ending::Flooded => Verdict::Fail,
        };
        match ending {
            Ending::Flooded => self.advice.push(format!(
                "stopped because it wrote more than {} MiB; is something printed in a loop that does not end?",
                OUTPUT_LIMIT >> 20
            )),
            Ending::Failed(error) => self.errors.push(format!("the tests could not be run: {error}")),
            Ending::Exited(status) if let Some(silent) = silent => {
                let stderr = printable(&String::from_utf8_lossy(stderr));
                if stderr.contains("memory allocation of") {
                    self.advice.push(format!(
                        "it wanted more than {} GiB of memory: is something collected in a loop that does not end?",
                        MEMORY_LIMIT_KIB >> 20
                    ));
                }
                if !stderr.trim().is_empty() {
                    self.errors.push(judge::bounded(stderr.trim_end()));
                }
                self.errors.push(format!(
                    "the test program ended with {status} and without a word on {silent}"
                ));
            }
            Ending::TimedOut if all_pass => {
                self.advice.push("a test of your own did not end, and was stopped".into());
            }
            Ending::Exited(_) | Ending::TimedOut | Ending::Interrupted => {}
        }
    }

    /// What to do about tests that do not end, `endless` being one of them if one was found.
    fn advise_on_time(&mut self, entry: &Entry<'_>, timeout: Duration, endless: Option<&str>) {
        let limit = timeout.as_secs();
        let Some(name) = endless else {
            let missing: Vec<_> = self.tests.iter().filter(|test| test.end == End::Missing).collect();
            self.advice.push(format!("stopped after {limit} s; did not end: {}", named(&missing)));
            return;
        };
        self.advice.push(format!("stopped after {limit} s; `{name}` does not end"));
        self.advice.push(format!(
            "to find the loop, put `dbg!(…)` of what should change into it, and run this test in sight:\n  {} -- --exact \
             {name} --nocapture\nEach turn prints a line. What stays the same in all of them is the reason.",
            entry.command()
        ));
    }
}

/// The names of the first of these tests, and how many more there are.
fn named(tests: &[&Test]) -> String {
    const NAMED: usize = 3;
    let names: Vec<_> = tests.iter().take(NAMED).map(|test| format!("`{}`", test.name)).collect();
    match tests.len().checked_sub(NAMED) {
        None | Some(0) => names.join(", "),
        Some(more) => format!("{} and {more} more", names.join(", ")),
    }
}

impl Test {
    fn of(name: &str, transcript: &Transcript) -> Self {
        let output = transcript.outputs.get(name).map_or("", String::as_str);
        let end = match transcript.end_of(name) {
            Some(TestEnd::Ok) => End::Pass,
            Some(TestEnd::Failed) if output.contains(NOT_YET) => End::Todo,
            Some(TestEnd::Failed) => End::Fail,
            Some(TestEnd::Ignored(_)) | None => End::Missing,
        };
        let output = if end == End::Fail { judge::bounded(&printable(output)) } else { String::new() };
        Self { name: name.into(), end, output }
    }
}

/// What clippy says about the learner's own lines, as advice. None if clippy cannot be asked.
pub fn clippy(
    folder: &Folder<'_>,
    entry: &Entry<'_>,
    supervisor: &Supervisor,
    mut on_step: impl FnMut(Step<'_>),
) -> Option<Vec<String>> {
    let mut command = build::cargo();
    command.current_dir(&folder.dir).args([
        "clippy",
        "--package",
        entry.phase.name(),
        "--test",
        entry.slug(),
    ]);
    // Clippy comes with another compiler; if cargo took down what that says of itself, it would have to ask rustc again
    // at the next build.
    command.env("CARGO_CACHE_RUSTC_INFO", "0");
    let build = build::run(command, |_| false, BUILD_LIMITS, supervisor, &mut on_step);
    if build.failure.is_some() || build.interrupted {
        return None;
    }
    let parts = Answer::parse(&folder.answer(entry).ok()?).ok()?.parts;
    let is_own = |line: usize| {
        parts.iter().any(|part| (part.line..part.line + part.text.lines().count()).contains(&line))
    };
    // What clippy is sure of, it calls an error.
    let said = build.errors.into_iter().chain(build.warnings);
    let own = said.filter(|it| it.target == entry.slug() && it.line.is_some_and(is_own));
    Some(own.map(|it| it.rendered.trim_end().to_owned()).collect())
}
