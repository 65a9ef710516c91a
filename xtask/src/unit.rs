//! The processes that a phase's verdict is made of: each is run, or recalled under the key of all that it depends on.
//!
//! A test program is run once for each topic, with the topic's tests only, so that a test that hangs costs its own
//! topic and no other, and so that time and memory of passes are the topic's own. The doctests of a phase are one unit:
//! rustdoc compiles them together.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use crate::{
    build::Program,
    judge::Judge,
    memory::Memory,
    outcome::{Kind, UnitReport, Verdict},
    process::{Limits, Supervisor},
    roadmap::{Phase, Place, Roadmap},
};

/// What one program may write before it is stopped, in bytes.
pub const OUTPUT_LIMIT: usize = 4 << 20;

/// One process to run.
#[derive(Debug)]
pub struct Unit {
    /// The package that it belongs to.
    pub place: Place,
    pub topic: Option<String>,
    pub kind: Kind,
    /// What it reads; if none of these has changed since it passed, it passes.
    pub inputs: Vec<PathBuf>,
    pub job: Job,
}

/// What the process of a unit is to do.
#[derive(Debug)]
pub enum Job {
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

impl Unit {
    /// Runs the process, or recalls that it passed.
    pub fn run(&self, context: &Context<'_>) -> UnitReport {
        let phase = context.roadmap.at(self.place);
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
        let judge = Judge { context, phase, kind: self.kind, topic: self.topic.as_deref(), ending, output };
        let checks = match &self.job {
            Job::Tests { program, names } => judge.tests(program, names),
            Job::Doctests { filter, .. } => judge.doctests(filter.as_deref()),
            Job::Tour { program } => vec![judge.tour(program)],
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
}

/// A program of a phase, as cargo would start it.
pub fn program_of(phase: &Phase, program: &Program) -> Command {
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
