//! `cargo xtask counts`: claims about costs, held against the instructions that callgrind counts.
//!
//! The claims are in packages nested in the phases, which depend on the library `counts`; its documentation says what
//! is counted, and how their programs are asked.

use std::{
    collections::VecDeque,
    env, fs, io,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use clap::Args;
use counts::{ROUNDS, Relation};
use serde::Serialize;

use crate::{
    board::{badge, counted},
    build, exit,
    judge::INTERRUPTED,
    outcome::Verdict,
    process::{Ending, Limits, Output, Supervisor},
    progress::{Selection, jobs_or_default},
    roadmap::{Phase, Roadmap},
    screen::Screen,
    unit::OUTPUT_LIMIT,
};

/// Of the document that `--json` prints.
const DOCUMENT_VERSION: u32 = 1;

/// The library that packages of claims depend on.
const LIBRARY: &str = "counts";

/// The program that runs them.
const COUNTING: &str = "valgrind";

#[derive(Args)]
pub struct Options {
    /// Only the claims of this topic
    #[arg(long, value_name = "SLUG")]
    topic: Option<String>,
    /// Print one JSON document on standard output instead of the table
    #[arg(long)]
    json: bool,
    /// Seconds that each program may run
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,
    /// Programs to run at once, and compilers [default: the number of processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

/// What `--json` prints; the README of the runner describes it.
#[derive(Serialize)]
struct Report {
    document: &'static str,
    version: u32,
    verdict: Verdict,
    interrupted: bool,
    claims: Vec<Claim>,
}

/// A claim, and what has come out.
#[derive(Clone, Serialize)]
struct Claim {
    topic: String,
    says: String,
    left: Case,
    relation: String,
    right: Case,
    /// How many times the instructions of `right` `left` takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    ratio: Option<f64>,
    verdict: Verdict,
    /// Why there is no ratio; empty if there is one.
    reason: String,
}

#[derive(Clone, Serialize)]
struct Case {
    name: String,
    /// Of one round, once they are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    instructions: Option<f64>,
}

/// A program with claims, built.
struct Program {
    package: String,
    path: PathBuf,
}

/// Counts for every claim, and says which hold.
///
/// # Errors
/// A sentence for the user, if the roadmap or the topic is wrong, or if there is no claim to count for.
pub fn counts(options: &Options, supervisor: &Supervisor) -> Result<u8, String> {
    let roadmap = Roadmap::load()?;
    let selection = Selection::new(&roadmap, &[], options.topic.as_deref())?;
    let topic = selection.topic;
    let mut screen = Screen::new();
    let counter = Counter {
        supervisor,
        limits: Limits { time: Duration::from_secs(options.timeout), output: OUTPUT_LIMIT },
        scratch: roadmap.target.join("xtask"),
        files: AtomicUsize::new(0),
    };

    // Before anything is built, which takes long.
    if !on_the_path(COUNTING) {
        screen.note(&format!("not run: {}", missing()));
        return Ok(exit::FAILED);
    }

    let jobs = jobs_or_default(options.jobs);
    let mut programs = Vec::new();
    for package in packages(&roadmap, &selection) {
        match counter.program(&roadmap, package, jobs, &screen) {
            Ok(listed) => programs.push(listed),
            Err(_) if supervisor.is_interrupted() => break,
            Err(complaint) => {
                screen.note(&format!("error: {complaint}"));
                return Ok(exit::FAILED);
            }
        }
    }
    let mut claims = Vec::new();
    for (program, listed) in programs {
        let wanted =
            listed.into_iter().enumerate().filter(|(_, it)| topic.is_none_or(|slug| slug == it.topic));
        claims.extend(counter.judge_all(&program, wanted.collect(), jobs, &screen));
    }
    if claims.is_empty() && !supervisor.is_interrupted() {
        return Err(format!(
            "there are no claims to count for{}",
            topic.map_or(String::new(), |it| format!(" in `{it}`"))
        ));
    }

    let interrupted = supervisor.is_interrupted();
    let worst = claims.iter().map(|claim| claim.verdict).max().unwrap_or(Verdict::NotRun);
    if options.json {
        let report =
            Report { document: "counts", version: DOCUMENT_VERSION, verdict: worst, interrupted, claims };
        screen.print([serde_json::to_string_pretty(&report).map_err(|error| error.to_string())?]);
    } else {
        screen.print(table(&claims, interrupted));
    }
    Ok(match worst {
        _ if interrupted || screen.is_closed() => exit::INTERRUPTED,
        Verdict::Pass => exit::PASSED,
        _ => exit::FAILED,
    })
}

/// Every part of the selected phases that has claims, in the order of the phases, with its phase.
fn packages<'a>(
    roadmap: &'a Roadmap,
    selection: &Selection<'_>,
) -> impl Iterator<Item = (&'a Phase, &'a Phase)> {
    let phases = selection.phases.iter().map(|index| &roadmap.phases[*index]);
    let parts = phases.flat_map(|phase| phase.parts.iter().map(move |part| (phase, part)));
    parts.filter(|(_, part)| part.package.dependencies.iter().any(|dependency| dependency.name == LIBRARY))
}

/// Whether there is such a program.
pub fn on_the_path(program: &str) -> bool {
    env::var_os("PATH").is_some_and(|path| env::split_paths(&path).any(|it| it.join(program).is_file()))
}

fn missing() -> String {
    format!(
        "there is no {COUNTING} on the PATH, which counts instructions; most systems have a package of this name"
    )
}

struct Counter<'a> {
    supervisor: &'a Supervisor,
    limits: Limits,
    /// Where callgrind writes, since it writes to files only.
    scratch: PathBuf,
    /// How many files it has been given.
    files: AtomicUsize,
}

impl Counter<'_> {
    /// Builds the program of a package, and asks it for its claims.
    fn program(
        &self,
        roadmap: &Roadmap,
        (phase, package): (&Phase, &Phase),
        jobs: usize,
        screen: &Screen,
    ) -> Result<(Program, Vec<Claim>), String> {
        let name = package.name();
        screen.now(format!("building {name}"));
        screen.plain_note(&format!("building {name}"));
        let build =
            build::optimised_programs(roadmap, &[package], jobs, self.supervisor, |step| match step {
                build::Step::Compiled(what) => screen.now(format!("building {name}: {what}")),
                build::Step::Waiting => {
                    screen.plain_note_once("waiting for another cargo to release its lock")
                }
            });
        let errors = build.errors.into_iter().map(|error| error.rendered).chain(build.failure);
        let errors = errors.collect::<Vec<_>>().join("\n");
        let Some(program) = build.programs.into_iter().next() else {
            let again = format!("cargo build --release --package {name}");
            let errors = if errors.is_empty() { "it has no program".into() } else { errors };
            return Err(format!("{name} does not build: {errors}\nagain: {again}"));
        };
        let program = Program { package: name.into(), path: program.path };
        // First of all both sides of each claim must do the same.
        self.ask(&program, &[])?;
        let listed = self.ask(&program, &["list"])?;
        let claims: Result<Vec<_>, _> = listed.lines().map(Claim::parse).collect();
        let claims = claims.map_err(|complaint| format!("{name} list: {complaint}"))?;
        let lost = |claim: &&Claim| phase.topics.iter().all(|topic| topic.slug != claim.topic);
        if let Some(Claim { topic, says, .. }) = claims.iter().find(lost) {
            return Err(format!("{name} list: `{topic}` is no topic of {}: {says}", phase.name()));
        }
        Ok((program, claims))
    }

    fn ask(&self, program: &Program, arguments: &[&str]) -> Result<String, String> {
        let (ending, output) =
            self.supervisor.capture(Command::new(&program.path).args(arguments), self.limits);
        match ending {
            Ending::Exited(status) if status.success() => Ok(String::from_utf8_lossy(&output.stdout).into()),
            ending => {
                let complaint = complaint(&ending, &output, self.limits).1;
                Err(format!("{} {}: {complaint}", program.package, arguments.join(" ")))
            }
        }
    }

    /// Judges claims, given with their numbers, several at once; returns them in their order.
    fn judge_all(
        &self,
        program: &Program,
        claims: Vec<(usize, Claim)>,
        jobs: usize,
        screen: &Screen,
    ) -> Vec<Claim> {
        let all = claims.len();
        let queue = Mutex::new(VecDeque::from_iter(claims));
        let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let (judged, results) = mpsc::channel();
        let mut claims: Vec<_> = thread::scope(|scope| {
            for _ in 0..jobs {
                let judged = judged.clone();
                scope.spawn(move || {
                    while let Some((number, mut claim)) = next() {
                        self.judge(program, number, &mut claim);
                        judged
                            .send((number, claim))
                            .expect("the scope receives until all threads have ended");
                    }
                });
            }
            drop(judged);
            let counted = |(done, result)| {
                screen.now(format!("counting {} {}/{all}", program.package, done + 1));
                result
            };
            results.iter().enumerate().map(counted).collect()
        });
        claims.sort_by_key(|(number, _)| *number);
        claims.into_iter().map(|(_, claim)| claim).collect()
    }

    fn judge(&self, program: &Program, number: usize, claim: &mut Claim) {
        for (side, case) in [("left", &mut claim.left), ("right", &mut claim.right)] {
            match self.instructions(program, number, side) {
                Ok(instructions) => case.instructions = Some(instructions),
                Err((verdict, reason)) => {
                    (claim.verdict, claim.reason) = (verdict, reason);
                    return;
                }
            }
        }
        claim.settle();
    }

    /// The instructions of one round: what the second half of many rounds takes.
    fn instructions(&self, program: &Program, claim: usize, side: &str) -> Result<f64, (Verdict, String)> {
        let once = self.count(program, claim, side, ROUNDS)?;
        let twice = self.count(program, claim, side, 2 * ROUNDS)?;
        if twice <= once {
            return Err((Verdict::Fail, format!("{side}: twice the rounds take no more instructions")));
        }
        Ok((twice - once) as f64 / ROUNDS as f64)
    }

    /// The instructions of a whole run.
    fn count(
        &self,
        program: &Program,
        claim: usize,
        side: &str,
        rounds: u64,
    ) -> Result<u64, (Verdict, String)> {
        let failed = |error: io::Error| (Verdict::Fail, error.to_string());
        fs::create_dir_all(&self.scratch).map_err(failed)?;
        let file = self.files.fetch_add(1, Ordering::Relaxed);
        let file = format!("counts.{}.{file}.out", std::process::id());
        let mut command = Command::new(COUNTING);
        // Options for its other tools would be refused. In the name of a file a `%` means something, so it is given
        // without the directories.
        command.current_dir(&self.scratch).env_remove("VALGRIND_OPTS");
        command.args(["--tool=callgrind", "--quiet", &format!("--callgrind-out-file={file}")]);
        let file = self.scratch.join(file);
        command.arg(&program.path).args(["run", &claim.to_string(), side, &rounds.to_string()]);
        let (ending, output) = self.supervisor.capture(&mut command, self.limits);
        let counted = total(&file);
        // If it cannot be removed, it lies in the target directory, where it does no harm.
        let _ = fs::remove_file(&file);
        match ending {
            Ending::Exited(status) if status.success() => counted.map_err(failed),
            Ending::Failed(error) if error.kind() == io::ErrorKind::NotFound => {
                Err((Verdict::NotRun, missing()))
            }
            ending => Err(complaint(&ending, &output, self.limits)),
        }
    }
}

/// The sum of all instructions in a file of callgrind's.
fn total(file: &Path) -> io::Result<u64> {
    let text = fs::read_to_string(file)?;
    let line = text.lines().find_map(|line| line.strip_prefix("totals:").or(line.strip_prefix("summary:")));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.ok_or_else(|| io::Error::other("callgrind has written no total"))
}

/// The verdict on a program that did not end well, and why.
pub fn complaint(ending: &Ending, output: &Output, limits: Limits) -> (Verdict, String) {
    match ending {
        Ending::Exited(status) => {
            let said = String::from_utf8_lossy(&output.stderr);
            (Verdict::Fail, format!("ended with {status}\n{}", said.trim_end()))
        }
        Ending::TimedOut => {
            (Verdict::TimedOut, format!("stopped after {} s (--timeout allows more)", limits.time.as_secs()))
        }
        Ending::Flooded => (Verdict::Fail, format!("stopped after writing {} MiB", limits.output >> 20)),
        Ending::Interrupted => (Verdict::NotRun, INTERRUPTED.into()),
        Ending::Failed(error) => (Verdict::Fail, format!("could not be run: {error}")),
    }
}

impl Claim {
    /// Reads a line of what a program lists.
    fn parse(line: &str) -> Result<Self, String> {
        let fields: Vec<_> = line.split('\t').collect();
        let [topic, says, left, relation, right] = *fields else {
            return Err(format!("{} fields instead of 5 in {line:?}", fields.len()));
        };
        relation.parse::<Relation>()?;
        let case = |name: &str| Case { name: name.into(), instructions: None };
        Ok(Self {
            topic: topic.into(),
            says: says.into(),
            left: case(left),
            relation: relation.into(),
            right: case(right),
            ratio: None,
            verdict: Verdict::NotRun,
            reason: INTERRUPTED.into(),
        })
    }

    /// Compares what both sides have taken.
    fn settle(&mut self) {
        let relation: Relation = self.relation.parse().expect("`parse` has read it before");
        if let (Some(left), Some(right)) = (self.left.instructions, self.right.instructions) {
            self.ratio = (right > 0.0).then(|| left / right);
            self.verdict = if relation.holds(left, right) { Verdict::Pass } else { Verdict::Fail };
            self.reason = String::new();
        }
    }
}

fn table(claims: &[Claim], interrupted: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let mut topic = "";
    for claim in claims {
        if claim.topic != topic {
            topic = &claim.topic;
            lines.push(topic.to_owned());
        }
        lines.push(format!("{} {}", badge(claim.verdict, false), claim.says));
        let shown = |case: &Case| {
            case.instructions.map_or(case.name.clone(), |count| format!("{} {count:.1}", case.name))
        };
        let ratio = claim.ratio.map_or(String::new(), |ratio| format!(" · {ratio:.2}×"));
        let said =
            format!("{} · {}{ratio} · claimed: {}", shown(&claim.left), shown(&claim.right), claim.relation);
        lines.push(format!("{:11}{said}", ""));
        lines.extend(claim.reason.lines().map(|line| format!("{:11}{line}", "")));
    }
    let hold = claims.iter().filter(|claim| claim.verdict == Verdict::Pass).count();
    let interrupted = if interrupted { "interrupted · " } else { "" };
    lines.push(String::new());
    lines.push(format!("{interrupted}{}: {hold} hold", counted(claims.len(), "claim")));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(relation: &str, left: f64, right: f64) -> Claim {
        let mut claim = Claim::parse(&format!("iterators\tit holds\tnew\t{relation}\told")).unwrap();
        (claim.left.instructions, claim.right.instructions) = (Some(left), Some(right));
        claim.settle();
        claim
    }

    #[test]
    fn a_claim_holds_if_the_counts_stand_in_its_relation() {
        let verdict = |relation, left, right| settled(relation, left, right).verdict;
        assert_eq!(verdict("same", 100.0, 100.5), Verdict::Pass);
        assert_eq!(verdict("same", 100.0, 120.0), Verdict::Fail);
        assert_eq!(verdict("at-least 1.5", 100.0, 50.0), Verdict::Pass);
        assert_eq!(verdict("at-most 1.5", 100.0, 50.0), Verdict::Fail);
        assert_eq!(settled("same", 3.0, 0.0).ratio, None);
    }

    #[test]
    fn the_table_names_both_sides_and_counts_what_holds() {
        let claims = [settled("at-least 1.5", 100.0, 50.0), Claim::parse("traits\tno\ta\tsame\tb").unwrap()];
        let table =
            table(&claims, false).into_iter().map(|line| console::strip_ansi_codes(&line).into_owned());
        assert_eq!(
            table.collect::<Vec<_>>(),
            [
                "iterators",
                "pass       it holds",
                "           new 100.0 · old 50.0 · 2.00× · claimed: at-least 1.5",
                "traits",
                "not run    no",
                "           a · b · claimed: same",
                "           interrupted",
                "",
                "2 claims: 1 hold",
            ]
        );
    }

    #[test]
    fn a_line_that_cannot_be_read_says_why() {
        let complaint = |line| Claim::parse(line).err().unwrap();
        assert_eq!(complaint("a\tb"), "2 fields instead of 5 in \"a\\tb\"");
        assert!(complaint("a\tb\tc\tabout\td").starts_with("`about` is none of"));
    }
}
