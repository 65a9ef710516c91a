//! The verdict on an answer: it is built, its tests are run, and it is compared with what was given.

use std::{
    fs::{self, File},
    os::unix::fs::MetadataExt as _,
    path::Path,
    process::Command,
    time::{Duration, Instant, SystemTime},
};

use serde::Serialize;

use crate::{
    build::{self, Build, ProgramKind, Step},
    exercise::{Answer, Exercise, RuleKind},
    judge,
    libtest::{TestEnd, Transcript},
    practice::{
        folder::{Entry, Folder, State},
        journal,
        scaffold::unavailable_crates,
        tokens::{self, Token},
    },
    process::{Ending, Limits, Output, Supervisor},
    roadmap::Phase,
    unit::OUTPUT_LIMIT,
};

/// What an exercise may take up at most, in KiB: more is a loop that collects for ever, and would end in the machine
/// killing something else.
const MEMORY_LIMIT_KIB: u64 = 2 << 20;

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
    /// # Errors
    /// If an answer cannot be read.
    pub fn judge(
        &self,
        places: &[usize],
        mut on_step: impl FnMut(Step<'_>),
        mut on_verdict: impl FnMut(usize, Judgement),
    ) -> Result<(), String> {
        let mut waiting: Vec<(usize, String)> = Vec::new();
        for &place in places {
            let entry = &self.folder.entries[place];
            let answer = self.folder.answer(entry)?;
            match self.folder.status(entry).state {
                State::Open => on_verdict(place, Judgement::of(entry, Verdict::Open)),
                State::Solved if !self.fresh => {
                    let known = Judgement { remembered: true, ..Judgement::of(entry, Verdict::Solved) };
                    on_verdict(place, known);
                }
                State::Solved | State::Begun => waiting.push((place, answer)),
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
        Ok(())
    }

    fn build(&self, group: &[(usize, String)], on_step: &mut impl FnMut(Step<'_>)) -> Build {
        let mut command = build::cargo();
        command.current_dir(&self.folder.dir).args(["build", "--keep-going", "--package"]);
        command.arg(self.folder.entries[group[0].0].phase.name());
        for (place, _) in group {
            refresh(&self.folder.path(&self.folder.entries[*place]));
            command.args(["--test", self.folder.entries[*place].slug()]);
        }
        build::run(command, |_| true, self.supervisor, on_step)
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
        let program = build.program(ProgramKind::Tests, entry.slug());
        if let Some(program) = program {
            // The shell sets the limit where it can be set; the program takes its place.
            let mut command = Command::new("sh");
            let script = format!("ulimit -v {MEMORY_LIMIT_KIB} 2>/dev/null; exec \"$0\"");
            command.args(["-c", &script]).arg(&program.path);
            // As cargo does it.
            command.current_dir(self.folder.dir.join(entry.phase.name())).env("RUST_BACKTRACE", "0");
            let limits = Limits { time: self.timeout, output: OUTPUT_LIMIT };
            let (ending, output) = self.supervisor.capture(&mut command, limits);
            judgement.hear(entry, &ending, &output, self.timeout);
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
            }
            judgement.verdict = Verdict::DoesNotBuild;
        }
        judgement.seconds = start.elapsed().as_secs_f64();
        judgement
    }
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
    fn hear(&mut self, entry: &Entry<'_>, ending: &Ending, output: &Output, timeout: Duration) {
        let transcript = Transcript::parse(&String::from_utf8_lossy(&output.stdout));
        let official = tokens::tests(&entry.stub).unwrap_or_default();
        // The learner's own tests are shown, too, but decide nothing.
        let own = transcript.ended.iter().map(|(name, _)| name).filter(|name| !official.contains(name));
        let mut own: Vec<_> = own.cloned().collect();
        own.sort();
        own.dedup();
        self.tests = official.iter().chain(&own).map(|name| Test::of(name, &transcript)).collect();
        let (official, _) = self.tests.split_at(official.len());
        let missing: Vec<_> = official.iter().filter(|test| test.end == End::Missing).collect();
        let suspect = missing.first().map_or("", |test| test.name.as_str());
        let silent = named(&missing);
        let all_pass = official.iter().all(|test| test.end == End::Pass);
        let stderr = String::from_utf8_lossy(&output.stderr);
        self.verdict = match ending {
            Ending::Interrupted => Verdict::NotRun,
            Ending::TimedOut => Verdict::TimedOut,
            Ending::Exited(_) if all_pass && self.objections.is_empty() => Verdict::Solved,
            Ending::Exited(_) if all_pass => Verdict::NotCounted,
            Ending::Exited(_) | Ending::Flooded | Ending::Failed(_) => Verdict::Fail,
        };
        match ending {
            Ending::TimedOut => {
                self.advice.push(format!(
                    "stopped after {} s; did not end: {silent}",
                    timeout.as_secs()
                ));
                self.advice.push(format!(
                    "to find the loop, put `dbg!(…)` of what should change into it, and run one test in sight:\n  {} -- \
                     --exact {} --nocapture\nEach turn prints a line. What stays the same in all of them is the reason.",
                    entry.command(),
                    suspect,
                ));
            }
            Ending::Flooded => self.advice.push(format!(
                "stopped because it wrote more than {} MiB; is something printed in a loop that does not end?",
                OUTPUT_LIMIT >> 20
            )),
            Ending::Failed(error) => self.errors.push(format!("the tests could not be run: {error}")),
            Ending::Exited(status) if !missing.is_empty() => {
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
            Ending::Exited(_) | Ending::Interrupted => {}
        }
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
        let output = if end == End::Fail { judge::bounded(output) } else { String::new() };
        Self { name: name.into(), end, output }
    }
}

/// Why an answer cannot count, whatever its tests say: something given was edited, or a rule of the exercise is broken.
pub fn objections(entry: &Entry<'_>, began_with: Option<&str>, answer: &str) -> Vec<String> {
    let slug = entry.slug();
    let file = entry.file();
    let file = file.display();
    let answer = match Answer::parse(answer) {
        Ok(answer) => answer,
        Err(lost) => return vec![format!("{file}: {lost}")],
    };
    let official = Answer::parse(&entry.stub).expect("a stub has the markers that were put there");
    let given = tokens::lex(&official.given);
    let theirs = tokens::lex(&answer.given);
    let (given, theirs) = match (given, theirs) {
        (Ok(given), Ok(theirs)) => (given, theirs),
        (_, Err(line)) | (Err(line), _) => {
            return vec![format!("{file}:{line}: what was given has a delimiter too many or too few")];
        }
    };
    let edits = tokens::edits(&given, &theirs);
    let mut objections = Vec::new();
    if !edits.is_empty() {
        let began_with = began_with.and_then(|text| Answer::parse(text).ok());
        let is_as_began = began_with.is_some_and(|began| {
            tokens::lex(&began.given).is_ok_and(|began| tokens::edits(&began, &theirs).is_empty())
        });
        if is_as_began {
            objections.push(format!(
                "the exercise has changed since you began it: `cargo xtask practice update {slug}` takes the change and \
                 keeps your part"
            ));
        } else {
            let edits = edits
                .iter()
                .map(|edit| format!("{file}:{}: {} is not as it was given", edit.line, edit.item));
            objections.extend(edits);
            objections.push(format!(
                "`cargo xtask practice update {slug}` restores what was given and keeps your part"
            ));
        }
    }
    objections.extend(broken_rules(entry, &answer, &given));
    objections
}

/// Rules are about the learner's parts only.
fn broken_rules(entry: &Entry<'_>, answer: &Answer, given: &[Token]) -> Vec<String> {
    let file = entry.file();
    let file = file.display();
    let mut broken = Vec::new();
    let mut lexed: Vec<(&str, Vec<Token>)> = Vec::new();
    for part in &answer.parts {
        match tokens::lex(&part.text) {
            Ok(mut tokens) => {
                tokens.iter_mut().for_each(|token| token.line += part.line - 1);
                lexed.push((&part.name, tokens));
            }
            Err(line) => broken.push(format!(
                "{file}:{}: your part `{}` does not stand by itself: a delimiter is missing or too many",
                part.line + line - 1,
                part.name
            )),
        }
    }
    let used = tokens::macros_used(given);
    for (_, tokens) in &lexed {
        broken.extend(tokens::shadowed(tokens, &used).map(|token| {
            format!(
                "{file}:{}: `{}!` is used by what was given, and cannot be another macro",
                token.line, token.text
            )
        }));
    }
    let helpers = crate::exercise::HELPERS;
    for part in entry.exercise.parts() {
        for rule in &part.rules {
            let Ok(pattern) = tokens::lex(&rule.pattern) else { continue };
            // What a part must not do, a helper must not do for it.
            let found = lexed
                .iter()
                .filter(|(name, _)| *name == part.name || *name == helpers)
                .find_map(|(_, tokens)| tokens::find(tokens, &pattern));
            match (rule.kind, found) {
                (RuleKind::Ban, Some(line)) => {
                    broken.push(format!(
                        "{file}:{line}: `{}` is not allowed here, because {}",
                        rule.pattern, rule.why
                    ));
                }
                (RuleKind::Require, None) => broken.push(format!(
                    "{file}: your part `{}` must use `{}`, because {}",
                    part.name, rule.pattern, rule.why
                )),
                (RuleKind::Ban, None) | (RuleKind::Require, Some(_)) => {}
            }
        }
    }
    broken
}

/// What clippy says about the learner's own lines, as advice. None if clippy cannot be asked.
pub fn clippy(folder: &Folder<'_>, entry: &Entry<'_>, supervisor: &Supervisor) -> Option<Vec<String>> {
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
    let build = build::run(command, |_| false, supervisor, &mut |_| {});
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

/// Lets cargo see a file that has been replaced by an older one, say, from a backup: it goes by the time of modification.
fn refresh(path: &Path) {
    let Ok(metadata) = fs::metadata(path) else { return };
    if metadata.ctime() > metadata.mtime() + 1 {
        // If that cannot be done, cargo tells whatever it sees.
        let _ = File::options().append(true).open(path).and_then(|file| file.set_modified(SystemTime::now()));
    }
}

/// What is wrong with the exercises of a phase before anybody tries to solve them: file, relative to the phase, and
/// complaint. That markers do not match is told elsewhere.
pub fn faults(phase: &Phase) -> Vec<(String, String)> {
    let unavailable = unavailable_crates(phase);
    let mut faults = Vec::new();
    for topic in &phase.topics {
        let file = format!("tests/exercises/{}.rs", topic.slug);
        let Ok(source) = fs::read_to_string(phase.dir().join(&file)) else { continue };
        let Ok(exercise) = Exercise::parse(&source) else { continue };
        let stub = exercise.stub();
        let entry = Entry { phase, topic, exercise, stub };
        let mut complain = |complaint| faults.push((file.clone(), complaint));
        let solved = entry.exercise.solved();
        let tokens = match tokens::lex(&solved) {
            Ok(tokens) => tokens,
            // The compiler tells more of it.
            Err(_) => continue,
        };
        let is_path = |pair: &&[Token]| unavailable.contains(&pair[0].text) && pair[1].text == ":";
        let named = tokens.windows(2).find(is_path);
        named.iter().for_each(|pair| {
            complain(format!("names `{}`, which a learner's folder does not have", pair[0].text));
        });
        for rule in entry.exercise.parts().flat_map(|part| &part.rules) {
            if tokens::lex(&rule.pattern).is_ok_and(|pattern| !pattern.is_empty()) {
                continue;
            }
            complain(format!("the rule about `{}` is not made of tokens", rule.pattern));
        }
        objections(&entry, None, &solved).into_iter().for_each(|objection| {
            complain(format!("the reference solution does not count: {objection}"));
        });
    }
    faults
}
