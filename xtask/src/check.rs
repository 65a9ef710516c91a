//! `cargo xtask check`: the maintainers' gate. Everything that a topic must have is there, and does what it must.

use std::{collections::HashMap, fmt, fs, time::Duration};

use clap::Args;

use crate::{
    anatomy,
    board::counted,
    build::Build,
    exit,
    judge::INTERRUPTED,
    memory::Memory,
    outcome::{Check, Kind, Verdict},
    practice,
    process::Supervisor,
    progress::jobs_or_default,
    roadmap::Roadmap,
    run::{self, Event, Order},
    screen::Screen,
    stubs, tables,
    unit::{Context, Golden},
};

#[derive(Args)]
pub struct Options {
    /// Run again what has passed and has not changed since
    #[arg(long)]
    fresh: bool,
}

/// Something to mend.
#[derive(Debug)]
pub struct Finding {
    /// Relative to the root.
    pub file: String,
    pub what: String,
    pub rule: &'static str,
    pub fix: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, what, rule, fix } = self;
        let what = what.trim_end().replace('\n', "\n    ");
        write!(f, "{file}: {what}\n  rule: {rule}\n  fix: {fix}")
    }
}

/// Time for one process; what takes longer does not belong into a check that runs at each commit.
pub const TIMEOUT: Duration = Duration::from_secs(60);

/// Looks for everything that is missing, left over, stale or wrong, and prints it.
///
/// # Errors
/// A sentence for the user, if the roadmap is wrong.
pub fn check(options: &Options, supervisor: &Supervisor) -> Result<u8, String> {
    let roadmap = Roadmap::load()?;
    let mut screen = Screen::new();
    let (memory, complaint) = Memory::load(&roadmap.target);
    complaint.iter().for_each(|complaint| screen.note(complaint));

    let mut findings: Vec<_> = roadmap.phases.iter().flat_map(anatomy::check).collect();
    findings.extend(stale_tables(&roadmap));
    for phase in &roadmap.phases {
        findings.extend(practice::faults(phase).into_iter().map(|(file, what)| Finding {
            file: format!("{}/{file}", phase.name()),
            what,
            rule: "an exercise stands alone, and its reference solution obeys its rules",
            fix: "mend the exercise; what it needs of this workspace, it has to bring along".into(),
        }));
    }

    let compiler = crate::compiler();
    let context = Context {
        roadmap: &roadmap,
        supervisor,
        memory: &memory,
        timeout: TIMEOUT,
        fresh: options.fresh,
        golden: Golden::Compare,
        compiler: &compiler,
    };
    let (builds, failed) = run_tours_and_exercises(&context, &screen);
    findings.extend(failed);
    for (index, phase) in roadmap.phases.iter().enumerate() {
        let Some(build) = builds.get(&index).filter(|build| build.own_library(phase).is_some()) else {
            continue;
        };
        screen.now(format!("compiling the stubs of {}", phase.name()));
        let faults = stubs::check(&context, phase, build).map_err(|error| format!("the stubs: {error}"))?;
        if supervisor.is_interrupted() {
            // Then nothing is known about the stubs.
            break;
        }
        findings.extend(faults.into_iter().map(|(file, what)| Finding {
            file: format!("{}/{file}", phase.name()),
            what,
            rule: "an exercise's stub compiles, and each of its tests fails with `not yet implemented`",
            fix: "mend the markers, or let each test reach a part of the learner".into(),
        }));
    }

    let interrupted = supervisor.is_interrupted();
    screen.print(findings.iter().map(ToString::to_string));
    let topics: usize = roadmap.phases.iter().map(|phase| phase.topics.len()).sum();
    screen.print([format!(
        "{}checked {} in {}: {}",
        if interrupted { "interrupted · " } else { "" },
        counted(topics, "topic"),
        counted(roadmap.phases.len(), "phase"),
        counted(findings.len(), "finding"),
    )]);
    if let Err(error) = memory.save(false) {
        screen.note(&format!("the passes of this run are not remembered: {error}"));
    }
    Ok(match () {
        () if interrupted || screen.is_closed() => exit::INTERRUPTED,
        () if findings.is_empty() => exit::PASSED,
        () => exit::FAILED,
    })
}

/// Builds everything, compares all tours with their golden output, and runs all reference solutions.
fn run_tours_and_exercises(context: &Context<'_>, screen: &Screen) -> (HashMap<usize, Build>, Vec<Finding>) {
    let roadmap = context.roadmap;
    let order = Order {
        phases: (0..roadmap.phases.len()).collect(),
        topic: None,
        jobs: jobs_or_default(None),
        parts: false,
        filter: |unit| matches!(unit.kind, Kind::Tour | Kind::Exercise),
    };
    let mut builds = HashMap::new();
    let mut findings = Vec::new();
    run::run(context, &order, |event| match event {
        Event::Building(phase) => screen.now(format!("building {}", roadmap.phases[phase].name())),
        Event::Compiled(phase, what) => {
            screen.now(format!("building {}: {what}", roadmap.phases[phase].name()))
        }
        Event::Waiting(_) => screen.now("waiting for another cargo to release its lock".into()),
        Event::Built { place, build, lost, .. } => {
            let package = roadmap.phases[place.phase].name();
            for error in &build.errors {
                findings.push(Finding {
                    file: error.file.clone().unwrap_or_else(|| package.into()),
                    what: format!("does not compile\n{}", error.rendered),
                    rule: "everything builds",
                    fix: "mend what the compiler says".into(),
                });
            }
            let failure = build.failure.iter().map(|failure| Finding {
                file: format!("{package}/Cargo.toml"),
                what: failure.clone(),
                rule: "everything builds",
                fix: "mend what cargo says".into(),
            });
            findings.extend(failure);
            // Where the compiler has said why something is lost, that is enough.
            if build.errors.is_empty() && build.failure.is_none() {
                findings.extend(lost.iter().filter_map(|check| of_check(package, check)));
            }
            builds.insert(place.phase, build);
        }
        Event::Ran { phase, report } => {
            let package = roadmap.phases[phase].name();
            findings.extend(report.checks.iter().filter_map(|check| of_check(package, check)));
        }
    });
    (builds, findings)
}

fn of_check(package: &str, check: &Check) -> Option<Finding> {
    let (file, rule, fix) = match check.kind {
        Kind::Tour => (
            format!("{package}/examples/{}.rs", check.name),
            "a tour ends well and prints its golden output",
            format!("look at `{}`; if it is as it should be: cargo xtask bless", check.command),
        ),
        Kind::Exercise => (
            format!("{package}/tests/exercises/{}.rs", check.topic.as_deref().unwrap_or("main")),
            "a reference solution passes the tests that the learner gets",
            format!("look at `{}`", check.command),
        ),
        _ => (package.into(), "every test can be run", format!("look at `{}`", check.command)),
    };
    let what = format!("{}: {}\n{}", check.name, check.verdict.label(), check.output);
    // An interruption is no finding about a file.
    let is_finding = check.verdict != Verdict::Pass && check.output != INTERRUPTED;
    is_finding.then_some(Finding { file, what, rule, fix })
}

fn stale_tables(roadmap: &Roadmap) -> Vec<Finding> {
    let finding = |(file, table): (String, String)| {
        let what = match fs::read_to_string(roadmap.root.join(&file)) {
            Err(error) => error.to_string(),
            Ok(readme) => match tables::insert(&readme, &table) {
                Err(complaint) => complaint,
                Ok(fresh) if fresh == readme => return None,
                Ok(_) => "its table is stale".into(),
            },
        };
        let rule = "tables in READMEs say what the manifests say";
        Some(Finding { file, what, rule, fix: "cargo xtask bless".into() })
    };
    tables::all(roadmap).into_iter().filter_map(finding).collect()
}
