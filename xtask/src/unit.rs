//! The processes that a phase's verdict is made of: planned from what was built, run, and read.
//!
//! A test program is run once for each topic, with the topic's tests only, so that a test that hangs costs its own
//! topic and no other, and so that time and memory of passes are the topic's own. The doctests of a phase are one unit:
//! rustdoc compiles them together.

use std::{
    collections::{BTreeMap, HashSet},
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use crate::{
    build::{self, Build, Library, Program, ProgramKind},
    golden,
    libtest::{self, TestEnd, Transcript},
    memory::Memory,
    outcome::{Check, Kind, UnitReport, Verdict},
    process::{Ending, Limits, Output, Supervisor},
    roadmap::{Phase, Roadmap, Topic},
};

/// What one program may write before it is stopped.
const OUTPUT_LIMIT: usize = 4 << 20;

/// Of a failure, as many lines are kept from its beginning and from its end.
const KEPT_LINES: usize = 100;

/// What stands in place of the output of what was not run because the whole run was ended.
pub const INTERRUPTED: &str = "interrupted";

/// One process to run.
#[derive(Debug)]
pub struct Unit {
    /// The place of its phase in the roadmap.
    pub phase: usize,
    pub topic: Option<String>,
    pub kind: Kind,
    /// What it reads; if none of these has changed since it passed, it passes.
    inputs: Vec<PathBuf>,
    job: Job,
}

#[derive(Debug)]
enum Job {
    /// The tests `names` of a test program.
    Tests { program: Program, names: Vec<String> },
    /// All doctests of the phase, or those of one file.
    Doctests { arguments: Vec<OsString>, filter: Option<String> },
    /// An example, which must print exactly what is in the golden file.
    Tour { program: Program },
}

/// What is the same for all units of a run.
pub struct Context<'a> {
    pub roadmap: &'a Roadmap,
    pub supervisor: &'a Supervisor,
    pub memory: &'a Memory,
    /// For each process.
    pub timeout: Duration,
    /// Run again what has passed already.
    pub fresh: bool,
    pub golden: Golden,
    /// What `rustc -vV` says: another compiler is another verdict.
    pub compiler: &'a str,
}

/// What to do with the output of a tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Golden {
    Compare,
    Write,
}

impl Context<'_> {
    /// What each process may use up.
    pub fn limits(&self) -> Limits {
        Limits { time: self.timeout, output: OUTPUT_LIMIT }
    }
}

/// Plans the units of a phase that has been built; only those of one topic, if one is given.
///
/// The second part is what cannot be run: tests that did not build, or could not be listed.
pub fn plan(
    context: &Context<'_>,
    phase: usize,
    build: &Build,
    topic: Option<&str>,
) -> (Vec<Unit>, Vec<Check>) {
    let mut plan = Plan {
        context,
        index: phase,
        phase: &context.roadmap.phases[phase],
        topic,
        units: vec![],
        lost: vec![],
    };
    // What takes longest comes first, so that no processor waits for it at the end.
    plan.tests(build);
    plan.doctests(build);
    plan.tours(build);
    (plan.units, plan.lost)
}

struct Plan<'a> {
    context: &'a Context<'a>,
    index: usize,
    phase: &'a Phase,
    topic: Option<&'a str>,
    units: Vec<Unit>,
    lost: Vec<Check>,
}

impl Plan<'_> {
    fn wants(&self, topic: Option<&str>) -> bool {
        self.topic.is_none() || self.topic == topic
    }

    fn tests(&mut self, build: &Build) {
        let mut targets: Vec<_> = self.phase.targets(cargo_metadata::TargetKind::Test).collect();
        targets.sort_by_key(|target| *target != "rejected");
        let mut programs: Vec<_> = targets.iter().map(|target| (ProgramKind::Tests, *target)).collect();
        programs.extend(
            self.phase.targets(cargo_metadata::TargetKind::Lib).map(|lib| (ProgramKind::UnitTests, lib)),
        );
        for (kind, target) in programs {
            match build.program(kind, target) {
                Some(program) => self.tests_of(program, build),
                None => self.lose_unbuilt(kind_of(kind, target), target, build),
            }
        }
        self.refusals_that_nothing_runs();
    }

    /// Without its lines in the manifest, or with the standard harness, a phase's refused programs are just files.
    fn refusals_that_nothing_runs(&mut self) {
        let known = self.units.iter().map(|unit| (unit.kind, &unit.topic));
        let known: HashSet<_> =
            known.chain(self.lost.iter().map(|check| (check.kind, &check.topic))).collect();
        let forgotten = |topic: &&Topic| {
            self.wants(Some(&topic.slug))
                && !known.contains(&(Kind::Refusal, &Some(topic.slug.clone())))
                && self.phase.dir().join("tests/rejected").join(&topic.slug).is_dir()
        };
        let lost = self.phase.topics.iter().filter(forgotten).map(|topic| Check {
            kind: Kind::Refusal,
            topic: Some(topic.slug.clone()),
            name: format!("tests/rejected/{}", topic.slug),
            verdict: Verdict::NotRun,
            output: "no test runs its refused programs: does the manifest say `harness = false`?".into(),
            command: format!("cargo test --package {} --test rejected -- --list", self.phase.name()),
        });
        let lost: Vec<_> = lost.collect();
        self.lost.extend(lost);
    }

    fn tests_of(&mut self, program: &Program, build: &Build) {
        let kind = kind_of(program.kind, &program.target);
        let names = match list(self.context, self.phase, program) {
            Ok(names) => names,
            Err((verdict, complaint)) => {
                let name = format!("the list of tests in {}", program.target);
                let command = repeat_tests(self.phase, program, "--list");
                // Which tests are missing cannot be known, so no topic can be sure of its own.
                return self.lose(kind, &name, verdict, &complaint, &command);
            }
        };
        let mut by_topic: BTreeMap<Option<String>, Vec<String>> = BTreeMap::new();
        for name in names {
            let module = name.split("::").next().unwrap_or_default();
            let topic =
                self.phase.topics.iter().find(|topic| topic.slug == module).map(|topic| topic.slug.clone());
            by_topic.entry(topic).or_default().push(name);
        }
        by_topic.retain(|topic, _| self.wants(topic.as_deref()));
        for (topic, names) in by_topic {
            let mut inputs = vec![program.path.clone()];
            if kind == Kind::Refusal {
                inputs.extend(read_by_refusals(self.phase, topic.as_deref(), build));
            } else {
                inputs.extend(read_at_run_time(self.phase.dir()));
                // Tests may run the programs of their package.
                let programs = build.programs.iter().filter(|program| program.kind == ProgramKind::Binary);
                inputs.extend(programs.map(|program| program.path.clone()));
            }
            let job = Job::Tests { program: program.clone(), names };
            self.units.push(Unit { phase: self.index, topic, kind, inputs, job });
        }
    }

    fn doctests(&mut self, build: &Build) {
        let Some(target) = self.phase.package.targets.iter().find(|target| target.is_lib() && target.doctest)
        else {
            return;
        };
        let Some(own) = build.own_library(self.phase) else {
            return self.lose_unbuilt(Kind::Doctest, &target.name, build);
        };
        let mut arguments: Vec<OsString> = ["--test", "--color=never", "--edition"].map(Into::into).into();
        arguments.extend([self.phase.package.edition.as_str().into(), "--crate-name".into()]);
        arguments.extend([
            target.name.clone().into(),
            "--test-run-directory".into(),
            self.phase.dir().into(),
        ]);
        arguments.extend(
            own.features.iter().flat_map(|feature| ["--cfg".into(), format!("feature={feature:?}").into()]),
        );
        arguments.extend(build.extern_arguments(self.phase));
        let source = target.src_path.as_std_path();
        // rustdoc names a doctest after the path that it is given, and cargo gives it this one.
        arguments.push(source.strip_prefix(&self.context.roadmap.root).unwrap_or(source).into());

        let mut inputs: Vec<_> = build.libraries.iter().map(|library| library.path.clone()).collect();
        inputs.extend(files_below(self.phase.dir(), |_| true));
        let filter = self.topic.map(|topic| format!("src/{topic}"));
        let job = Job::Doctests { arguments, filter };
        self.units.push(Unit {
            phase: self.index,
            topic: self.topic.map(Into::into),
            kind: Kind::Doctest,
            inputs,
            job,
        });
    }

    fn tours(&mut self, build: &Build) {
        let examples: Vec<_> = self.phase.targets(cargo_metadata::TargetKind::Example).collect();
        for example in examples {
            let topic = self.phase.topic_of(example).map(|topic| topic.slug.clone());
            if !self.wants(topic.as_deref()) {
                continue;
            }
            let Some(program) = build.program(ProgramKind::Example, example) else {
                self.lose_unbuilt(Kind::Tour, example, build);
                continue;
            };
            let mut inputs = vec![program.path.clone(), golden::path(self.phase, example)];
            inputs.extend(read_at_run_time(self.phase.dir()));
            let job = Job::Tour { program: program.clone() };
            self.units.push(Unit { phase: self.index, topic, kind: Kind::Tour, inputs, job });
        }
    }

    /// Notes for each topic that `target` concerns that it has not been built.
    fn lose_unbuilt(&mut self, kind: Kind, target: &str, build: &Build) {
        let features = self.phase.missing_features(target).join(", ");
        let (verdict, reason) = match () {
            () if build.interrupted => (Verdict::NotRun, INTERRUPTED.into()),
            () if !features.is_empty() => (Verdict::NotRun, format!("{target} needs the feature {features}")),
            () => (Verdict::DoesNotBuild, String::new()),
        };
        self.lose(kind, target, verdict, &reason, &build::command_to_repeat(self.phase));
    }

    /// Notes `verdict` for each topic that `name`, which may be an example, concerns.
    fn lose(&mut self, kind: Kind, name: &str, verdict: Verdict, output: &str, command: &str) {
        let of_example = (kind == Kind::Tour).then(|| self.phase.topic_of(name)).flatten();
        let topics = of_example.map_or(self.phase.topics.as_slice(), std::slice::from_ref);
        let lost = topics.iter().filter(|topic| self.wants(Some(&topic.slug))).map(|topic| Check {
            kind,
            topic: Some(topic.slug.clone()),
            name: name.into(),
            verdict,
            output: output.into(),
            command: command.into(),
        });
        let lost: Vec<_> = lost.collect();
        self.lost.extend(lost);
    }
}

impl Unit {
    /// Runs the process, or recalls that it passed.
    pub fn run(&self, context: &Context<'_>) -> UnitReport {
        let phase = &context.roadmap.phases[self.phase];
        let id = self.id(phase);
        let key = self.key(context);
        if let Some(key) = &key
            && !context.fresh
            && let Some(report) = context.memory.recall(&id, key)
        {
            return report;
        }

        let start = Instant::now();
        let mut command = self.command(phase, &context.roadmap.root);
        let (ending, output) = context.supervisor.capture(&mut command, context.limits());
        let seconds = start.elapsed().as_secs_f64();
        let checks = match &self.job {
            Job::Tests { program, names } => {
                self.judge_tests(phase, program, names, &ending, &output, context)
            }
            Job::Doctests { filter, .. } => {
                judge_doctests(phase, filter.as_deref(), &ending, &output, context)
            }
            Job::Tour { program } => vec![self.judge_tour(phase, program, &ending, output, context)],
        };
        let report = UnitReport { checks, seconds, remembered: false };
        // Somebody may have written to its inputs meanwhile: then nobody knows which version it has read.
        if report.checks.iter().all(|check| check.verdict == Verdict::Pass)
            && let Some(key) = key.filter(|key| self.key(context).as_ref() == Some(key))
        {
            context.memory.remember(id, key, report.clone());
        }
        report
    }

    /// The key of everything that decides the verdict; none if a part of it cannot be read.
    fn key(&self, context: &Context<'_>) -> Option<String> {
        let inputs = self.inputs.iter().map(PathBuf::as_path);
        context.memory.key(inputs, &[context.compiler, &self.question()]).ok()
    }

    fn id(&self, phase: &Phase) -> String {
        let topic = self.topic.as_deref().unwrap_or("*");
        let target = match &self.job {
            Job::Tests { program, .. } | Job::Tour { program } => program.target.as_str(),
            Job::Doctests { .. } => "doctests",
        };
        format!("{}/{:?}/{target}/{topic}", phase.name(), self.kind)
    }

    /// What is asked of the process, as a part of the key under which its answer is remembered.
    fn question(&self) -> String {
        match &self.job {
            Job::Tests { names, .. } => names.join("\n"),
            Job::Doctests { arguments, filter } => format!("{arguments:?} {filter:?}"),
            Job::Tour { .. } => String::new(),
        }
    }

    fn command(&self, phase: &Phase, root: &Path) -> Command {
        match &self.job {
            Job::Tests { program, names } => {
                let mut command = program_of(phase, program);
                command.args(["--exact", "--color=never"]).args(names);
                command
            }
            Job::Doctests { arguments, filter } => {
                let mut command =
                    Command::new(std::env::var_os("RUSTDOC").unwrap_or_else(|| "rustdoc".into()));
                with_package_variables(&mut command, phase).current_dir(root).args(arguments);
                if let Some(filter) = filter {
                    command.args(["--test-args", filter]);
                }
                command
            }
            Job::Tour { program } => program_of(phase, program),
        }
    }

    fn judge_tests(
        &self,
        phase: &Phase,
        program: &Program,
        names: &[String],
        ending: &Ending,
        output: &Output,
        context: &Context<'_>,
    ) -> Vec<Check> {
        let transcript = Transcript::parse(&String::from_utf8_lossy(&output.stdout));
        let check = |name: &String| {
            let (verdict, output) = match transcript.end_of(name) {
                Some(TestEnd::Ok) => (Verdict::Pass, String::new()),
                Some(TestEnd::Failed) => {
                    (Verdict::Fail, transcript.outputs.get(name).cloned().unwrap_or_default())
                }
                Some(TestEnd::Ignored(reason)) => (Verdict::NotRun, format!("ignored: {reason}")),
                None => unfinished(ending, output, context),
            };
            let command = repeat_tests(phase, program, &format!("--exact {name}"));
            Check {
                kind: self.kind,
                topic: self.topic.clone(),
                name: name.clone(),
                verdict,
                output: bounded(&output),
                command,
            }
        };
        let mut checks: Vec<_> = names.iter().map(check).collect();
        // A program whose tests are all fine, but which fails all the same, is not fine.
        if checks.iter().all(|check| check.verdict == Verdict::Pass)
            && !matches!(ending, Ending::Exited(status) if status.success())
        {
            let (verdict, output) = unfinished(ending, output, context);
            let command = repeat_tests(phase, program, self.topic.as_deref().unwrap_or_default());
            let name = format!("the end of {}", program.target);
            checks.push(Check {
                kind: self.kind,
                topic: self.topic.clone(),
                name,
                verdict,
                output: bounded(&output),
                command,
            });
        }
        checks
    }

    fn judge_tour(
        &self,
        phase: &Phase,
        program: &Program,
        ending: &Ending,
        output: Output,
        context: &Context<'_>,
    ) -> Check {
        let (verdict, output) = match ending {
            Ending::Exited(status) if status.success() => {
                judge_printed(phase, &program.target, &output.stdout, context.golden)
            }
            other => unfinished(other, &output, context),
        };
        Check {
            kind: Kind::Tour,
            topic: self.topic.clone(),
            name: program.target.clone(),
            verdict,
            output: bounded(&output),
            command: format!("cargo run --package {} --example {}", phase.name(), program.target),
        }
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

fn judge_doctests(
    phase: &Phase,
    filter: Option<&str>,
    ending: &Ending,
    output: &Output,
    context: &Context<'_>,
) -> Vec<Check> {
    let transcript = Transcript::parse(&String::from_utf8_lossy(&output.stdout));
    let command = format!("cargo test --package {} --doc {}", phase.name(), filter.unwrap_or_default());
    let check = |topic: Option<String>, name: &str, verdict, output: &str| Check {
        kind: Kind::Doctest,
        topic,
        name: name.into(),
        verdict,
        output: bounded(output),
        command: command.trim_end().into(),
    };
    let mut checks: Vec<_> = transcript
        .ended
        .iter()
        .map(|(name, end)| {
            let topic = topic_of_doctest(phase, name);
            match end {
                TestEnd::Ok => check(topic, name, Verdict::Pass, ""),
                TestEnd::Ignored(reason) => {
                    check(topic, name, Verdict::NotRun, &format!("ignored: {reason}"))
                }
                TestEnd::Failed => {
                    check(topic, name, Verdict::Fail, transcript.outputs.get(name).map_or("", String::as_str))
                }
            }
        })
        .collect();
    let failed = checks.iter().any(|check| check.verdict == Verdict::Fail);
    // With failures, the harness returns 101 when it got to its end.
    if !matches!(ending, Ending::Exited(status) if status.success() || failed && status.code() == Some(101)) {
        // Which doctests are missing cannot be known, so no topic can be sure of its own.
        let (verdict, reason) = unfinished(ending, output, context);
        checks.push(check(None, "all doctests", verdict, &reason));
        checks.extend(phase.topics.iter().map(|topic| {
            check(
                Some(topic.slug.clone()),
                "all doctests",
                Verdict::NotRun,
                "the phase's doctests did not end well",
            )
        }));
    }
    checks
}

/// The verdict on what a process has not told before it ended.
fn unfinished(ending: &Ending, output: &Output, context: &Context<'_>) -> (Verdict, String) {
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

/// The tests that a program has.
fn list(context: &Context<'_>, phase: &Phase, program: &Program) -> Result<Vec<String>, (Verdict, String)> {
    let mut command = program_of(phase, program);
    command.args(["--list", "--format", "terse"]);
    match context.supervisor.capture(&mut command, context.limits()) {
        (Ending::Exited(status), output) if status.success() => {
            Ok(libtest::listed(&String::from_utf8_lossy(&output.stdout)))
        }
        (ending, output) => Err(unfinished(&ending, &output, context)),
    }
}

fn program_of(phase: &Phase, program: &Program) -> Command {
    let mut command = Command::new(&program.path);
    with_package_variables(&mut command, phase).current_dir(phase.dir());
    // What a test writes would stand in the middle of what the harness says about it.
    command.env_remove("RUST_TEST_NOCAPTURE");
    command
}

/// What cargo tells the programs of a package at run time.
fn with_package_variables<'a>(command: &'a mut Command, phase: &Phase) -> &'a mut Command {
    command
        .env("CARGO_MANIFEST_DIR", phase.dir())
        .env("CARGO_PKG_NAME", phase.name())
        .env("CARGO_PKG_VERSION", phase.package.version.to_string())
}

fn kind_of(program: ProgramKind, target: &str) -> Kind {
    match (program, target) {
        (ProgramKind::Tests, "rejected") => Kind::Refusal,
        (ProgramKind::Tests, "exercises") => Kind::Exercise,
        _ => Kind::Proof,
    }
}

fn repeat_tests(phase: &Phase, program: &Program, arguments: &str) -> String {
    let target = match program.kind {
        ProgramKind::UnitTests => "--lib".into(),
        _ => format!("--test {}", program.target),
    };
    format!("cargo test --package {} {target} -- {arguments}", phase.name())
}

/// A doctest is named `<path> - <item> (line <n>)`; lessons are `src/<topic>.rs` and what is in `src/<topic>/`.
fn topic_of_doctest(phase: &Phase, name: &str) -> Option<String> {
    let path = Path::new(name.split(" - ").next()?);
    let source = path.strip_prefix("..").unwrap_or(path);
    let (_, below) = source.to_str()?.split_once("src/")?;
    let module = below.split(['/', '.']).next()?;
    phase.topics.iter().find(|topic| topic.slug == module).map(|topic| topic.slug.clone())
}

/// Files of a package that its programs may read when they run. What was compiled into them is not among these, nor is
/// what the refusal harness and the tours read, which is looked after separately.
fn read_at_run_time(package: &Path) -> Vec<PathBuf> {
    let compiled = ["src", "examples", "benches", "tests/it", "tests/exercises", "tests/rejected"];
    files_below(package, |file| {
        let below = file.strip_prefix(package).unwrap_or(file);
        let is_source = file.extension().is_some_and(|extension| extension == "rs");
        !(is_source && compiled.iter().any(|directory| below.starts_with(directory))
            || below.starts_with("tests/golden"))
    })
}

/// The files that the refused programs of one topic are compiled from, and the libraries that their suite gives them.
fn read_by_refusals(phase: &Phase, topic: Option<&str>, build: &Build) -> Vec<PathBuf> {
    let directory = phase.dir().join("tests/rejected");
    let mut files = files_below(&directory.join(topic.unwrap_or_default()), |_| true);
    let suite = fs::read_to_string(directory.join("main.rs")).unwrap_or_default();
    let named = |library: &&Library| suite.contains(&format!("\"{}\"", library.crate_name));
    files.extend(build.libraries.iter().filter(named).map(|library| library.path.clone()));
    files
}

/// Sorted, without build directories. A link to a directory is not followed, but stands for it, and makes that nothing is
/// remembered. What cannot be read is left out: running it will tell.
fn files_below(directory: &Path, wanted: impl Fn(&Path) -> bool + Copy) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(directory) else { return Vec::new() };
    let mut paths: Vec<_> =
        entries.filter_map(|entry: io::Result<fs::DirEntry>| Some(entry.ok()?.path())).collect();
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() || path.is_symlink() {
            files.extend(Some(path).filter(|path| wanted(path)));
        } else if !path.join("CACHEDIR.TAG").exists() {
            files.extend(files_below(&path, wanted));
        }
    }
    files
}

/// The text without its middle, if it is very long.
fn bounded(text: &str) -> String {
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
