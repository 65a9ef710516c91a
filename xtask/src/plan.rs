//! Plans what can be run of a phase that has been built, and what each process reads.

use std::{
    collections::{BTreeMap, HashSet},
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
};

use cargo_metadata::TargetKind;

use crate::{
    build::{self, Build, Library, Program, ProgramKind},
    golden,
    judge::{INTERRUPTED, repeat_tests, unfinished},
    libtest,
    outcome::{Check, Kind, Verdict},
    process::Ending,
    roadmap::{Phase, Place, Topic},
    unit::{Context, Job, Unit, program_of},
};

/// Plans the units of a phase, or a part of one, that has been built; only those of one topic, if one is given.
///
/// The second part is what cannot be run: tests that did not build, or could not be listed.
pub fn plan(
    context: &Context<'_>,
    place: Place,
    build: &Build,
    topic: Option<&str>,
) -> (Vec<Unit>, Vec<Check>) {
    let mut plan =
        Plan { context, place, phase: context.roadmap.at(place), topic, units: vec![], lost: vec![] };
    // What takes longest comes first, so that no processor waits for it at the end.
    plan.tests(build);
    plan.doctests(build);
    // A tour is a topic's, so it stands in the phase itself.
    if place.part.is_none() {
        plan.tours(build);
    }
    (plan.units, plan.lost)
}

struct Plan<'a> {
    context: &'a Context<'a>,
    place: Place,
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
        let mut targets: Vec<_> = self.phase.targets(TargetKind::Test).collect();
        targets.sort_by_key(|target| *target != "rejected");
        let mut programs: Vec<_> = targets.iter().map(|target| (ProgramKind::Tests, *target)).collect();
        let with_unit_tests = [TargetKind::Lib, TargetKind::ProcMacro, TargetKind::Bin];
        let targets = self.phase.package.targets.iter().filter(|target| target.test);
        let targets = targets.filter(|target| with_unit_tests.iter().any(|kind| target.kind.contains(kind)));
        programs.extend(targets.map(|target| (ProgramKind::UnitTests, target.name.as_str())));
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
            self.units.push(Unit { place: self.place, topic, kind, inputs, job });
        }
    }

    fn doctests(&mut self, build: &Build) {
        let targets = &self.phase.package.targets;
        let Some(target) = targets.iter().find(|target| build::is_library(target) && target.doctest) else {
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
        if target.is_proc_macro() {
            arguments.extend(["--crate-type".into(), "proc-macro".into()]);
        }
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
            place: self.place,
            topic: self.topic.map(Into::into),
            kind: Kind::Doctest,
            inputs,
            job,
        });
    }

    fn tours(&mut self, build: &Build) {
        let examples: Vec<_> = self.phase.targets(TargetKind::Example).collect();
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
            self.units.push(Unit { place: self.place, topic, kind: Kind::Tour, inputs, job });
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

fn kind_of(program: ProgramKind, target: &str) -> Kind {
    match (program, target) {
        (ProgramKind::Tests, "rejected") => Kind::Refusal,
        (ProgramKind::Tests, "exercises") => Kind::Exercise,
        _ => Kind::Proof,
    }
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
