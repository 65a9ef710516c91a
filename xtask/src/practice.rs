//! `cargo xtask practice`: the learner's exercises, from the stub to the reference solution.

mod folder;
mod integrity;
mod journal;
mod scaffold;
mod session;
mod show;
mod terminal;
mod tokens;
mod verdict;
mod watch;

use std::{
    io::{self, IsTerminal as _},
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{Args, Command, Subcommand};
use serde::Serialize;

use crate::{
    board::counted,
    build::Step,
    exercise::{Answer, Part},
    exit, names,
    outcome::PracticeReport,
    process::Supervisor,
    roadmap::{Phase, Roadmap},
    screen::Screen,
};
use folder::{Entry, Folder, State};
use verdict::{Court, Judgement, Verdict};

pub use scaffold::ROOT_VARIABLE;

/// Of the documents that `--json` prints.
const DOCUMENT_VERSION: u32 = 1;

#[derive(Args)]
pub struct Options {
    /// Open this exercise, not the first that is not solved
    #[arg(value_name = "TOPIC")]
    topic: Option<String>,
    /// The folder with your answers [default: practice, beside the phases]
    #[arg(long, value_name = "PATH", global = true)]
    dir: Option<PathBuf>,
    /// Seconds that the tests of an exercise may run
    #[arg(long, value_name = "SECONDS", global = true, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,
    /// Look at the file from time to time, where the system does not tell of changes (network drives)
    #[arg(long)]
    poll: bool,
    #[command(subcommand)]
    command: Option<Task>,
}

#[derive(Subcommand)]
enum Task {
    /// Say once how an exercise goes: the first that is not solved, one, or all
    Check {
        /// The exercise; the beginning of its name is enough
        #[arg(value_name = "TOPIC", conflicts_with = "all")]
        topic: Option<String>,
        /// Every exercise
        #[arg(long)]
        all: bool,
        /// Run again what is known to be solved
        #[arg(long)]
        fresh: bool,
        /// Print one JSON document on standard output
        #[arg(long)]
        json: bool,
    },
    /// Show all exercises, and which of them are solved
    List {
        /// Print one JSON document on standard output
        #[arg(long)]
        json: bool,
    },
    /// Show one more hint
    Hint {
        /// The first that is not solved, if none is named
        #[arg(value_name = "TOPIC")]
        topic: Option<String>,
        /// On this part of it: the word after `yours:begin`
        #[arg(value_name = "PART")]
        part: Option<String>,
        /// Print one JSON document on standard output
        #[arg(long)]
        json: bool,
    },
    /// Put the stub back; your file is kept as a backup
    Reset {
        /// The exercise
        #[arg(value_name = "TOPIC")]
        topic: String,
    },
    /// Show the reference solution of a solved exercise
    Solution {
        /// The exercise
        #[arg(value_name = "TOPIC")]
        topic: String,
        /// Show it although the exercise is not solved
        #[arg(long)]
        spoil: bool,
    },
    /// Take new and changed exercises, tests and given code, and keep your parts
    Update {
        /// Only this exercise
        #[arg(value_name = "TOPIC")]
        topic: Option<String>,
    },
}

/// Does what the options say.
///
/// # Errors
/// A sentence for the user, if a name is wrong, or if the folder cannot be used.
pub fn practice(options: &Options, supervisor: &Supervisor) -> Result<u8, String> {
    let roadmap = Roadmap::load()?;
    if let (None, Some(topic)) = (&options.command, &options.topic) {
        check_name(&roadmap, topic)?;
    }
    if let (None, false) = (&options.command, io::stdin().is_terminal() && io::stdout().is_terminal()) {
        return Err("the loop needs a terminal; without one, `cargo xtask practice check` says how an exercise goes, and \
                    `cargo xtask practice list` shows them all"
            .into());
    }
    let dir = Folder::locate(&roadmap, options.dir.as_deref())?;
    let (folder, notes) = Folder::prepare(&roadmap, dir)?;
    let screen = Screen::new();
    if options.command.is_some() {
        notes.iter().for_each(|note| screen.note(note));
    }
    let desk =
        Desk { roadmap: &roadmap, folder, supervisor, timeout: Duration::from_secs(options.timeout), screen };
    match (&options.command, &options.topic) {
        (Some(_), Some(topic)) => {
            Err(format!("the topic stands after the command: practice <command> {topic}"))
        }
        (None, topic) => desk.open(topic.as_deref(), notes, options.poll),
        (Some(Task::Check { topic, all, fresh, json }), _) => {
            desk.check(topic.as_deref(), *all, *fresh, *json)
        }
        (Some(Task::List { json }), _) => desk.list(*json),
        (Some(Task::Hint { topic, part, json }), _) => desk.hint(topic.as_deref(), part.as_deref(), *json),
        (Some(Task::Reset { topic }), _) => desk.reset(topic),
        (Some(Task::Solution { topic, spoil }), _) => desk.solution(topic, *spoil),
        (Some(Task::Update { topic }), _) => desk.update(topic.as_deref()),
    }
}

/// Where a command can stand, a word that is neither an exercise nor a command may be either, misspelt.
fn check_name(roadmap: &Roadmap, name: &str) -> Result<(), String> {
    let slugs = roadmap.phases.iter().flat_map(|phase| &phase.topics).map(|topic| topic.slug.as_str());
    let complaint = match names::resolve("exercise", name, slugs.clone()) {
        Ok(_) => return Ok(()),
        Err(complaint) => complaint,
    };
    let command = Options::augment_args(Command::new("practice"));
    let commands: Vec<_> = command.get_subcommands().map(Command::get_name).collect();
    Err(match (names::nearest(name, commands.into_iter()), names::nearest(name, slugs)) {
        (Some(near), None) => {
            format!("there is no command or exercise `{name}`; did you mean `practice {near}`?")
        }
        _ => complaint,
    })
}

/// Solved and all exercises of each phase, if the learner has a folder at the usual place. What is wrong with it is for
/// `practice` to say.
pub fn tally(roadmap: &Roadmap) -> Option<Vec<PracticeReport>> {
    let dir = Folder::locate(roadmap, None).ok()?;
    let (folder, _) = Folder::open(roadmap, dir).ok()??;
    let of_phase = |phase: &Phase| {
        let (solved, total) = folder.solved_of(phase.name());
        PracticeReport { solved, total }
    };
    Some(roadmap.phases.iter().map(of_phase).collect())
}

/// What is wrong with the exercises of a phase before anybody tries to solve them: file, relative to the phase, and
/// complaint.
pub fn faults(phase: &Phase) -> Vec<(String, String)> {
    integrity::faults(phase)
}

/// What the commands work with.
struct Desk<'a> {
    roadmap: &'a Roadmap,
    folder: Folder<'a>,
    supervisor: &'a Supervisor,
    timeout: Duration,
    screen: Screen,
}

/// What `check --json` prints.
#[derive(Serialize)]
struct CheckDocument<'a> {
    document: &'static str,
    version: u32,
    interrupted: bool,
    exercises: &'a [Judgement],
}

/// What `list --json` prints.
#[derive(Serialize)]
struct ListDocument<'a> {
    document: &'static str,
    version: u32,
    folder: &'a Path,
    solved: usize,
    total: usize,
    /// The first that is not solved.
    next: Option<&'a str>,
    exercises: Vec<ListedExercise<'a>>,
}

#[derive(Serialize)]
struct ListedExercise<'a> {
    topic: &'a str,
    title: &'a str,
    phase: &'a str,
    state: State,
    outdated: bool,
    file: PathBuf,
    reference: PathBuf,
    hints: Hints,
}

#[derive(Serialize)]
struct Hints {
    shown: usize,
    total: usize,
}

/// What `hint --json` prints.
#[derive(Serialize)]
struct HintDocument<'a> {
    document: &'static str,
    version: u32,
    topic: &'a str,
    hints: Vec<ShownHints<'a>>,
    left: usize,
}

#[derive(Serialize)]
struct ShownHints<'a> {
    part: &'a str,
    shown: &'a [String],
}

impl Desk<'_> {
    /// The place of the exercise that is meant; without a name, of the first that is not solved.
    fn place(&self, name: Option<&str>) -> Result<Option<usize>, String> {
        let Some(name) = name else { return Ok(self.folder.next_unsolved(0)) };
        let slugs = self.folder.entries.iter().map(Entry::slug);
        let slug = names::resolve("exercise", name, slugs.clone())?;
        Ok(slugs.into_iter().position(|candidate| candidate == slug))
    }

    fn open(mut self, topic: Option<&str>, notes: Vec<String>, poll: bool) -> Result<u8, String> {
        let Some(place) = self.place(topic)? else { return self.all_solved() };
        drop(self.screen);
        session::run(&self.folder, place, notes, self.supervisor, self.timeout, poll)
    }

    fn all_solved(&mut self) -> Result<u8, String> {
        self.screen.print([show::total(&self.folder)]);
        Ok(exit::PASSED)
    }

    fn check(mut self, topic: Option<&str>, all: bool, fresh: bool, json: bool) -> Result<u8, String> {
        let places: Vec<_> = if all {
            (0..self.folder.entries.len()).collect()
        } else {
            self.place(topic)?.into_iter().collect()
        };
        let mut judgements = Vec::new();
        let court = Court { folder: &self.folder, supervisor: self.supervisor, timeout: self.timeout, fresh };
        let steps = Screen::new();
        let screen = &mut self.screen;
        court.judge(
            &places,
            |step| steps.step(step),
            |_, judgement| {
                // What is open needs no line each.
                if !(json || all && judgement.verdict == Verdict::Open) {
                    let detail = if all { show::Detail::Failures } else { show::Detail::All };
                    let mut lines = show::judgement(&judgement, detail);
                    if judgement.verdict != Verdict::Solved && judgement.verdict != Verdict::Open {
                        lines.push(format!("  again: {}", judgement.command));
                    }
                    screen.print(lines);
                }
                if screen.is_closed() {
                    self.supervisor.interrupt();
                }
                judgements.push(judgement);
            },
        );
        drop(steps);
        let interrupted = self.supervisor.is_interrupted();
        if json {
            self.print_json(&CheckDocument {
                document: "practice check",
                version: DOCUMENT_VERSION,
                interrupted,
                exercises: &judgements,
            })?;
        } else if all || places.is_empty() {
            self.screen.print([show::total(&self.folder)]);
        } else if let [judgement] = &judgements[..] {
            let entry = &self.folder.entries[places[0]];
            let next = self.what_next(entry, judgement.verdict);
            self.screen.print(next);
        }
        let all_solved = judgements.iter().all(|judgement| judgement.verdict == Verdict::Solved);
        Ok(match () {
            () if interrupted || self.screen.is_closed() => exit::INTERRUPTED,
            () if all_solved => exit::PASSED,
            () => exit::FAILED,
        })
    }

    fn what_next(&self, entry: &Entry<'_>, verdict: Verdict) -> Vec<String> {
        let slug = entry.slug();
        match verdict {
            Verdict::Solved => {
                let mut lines = vec![format!("  the reference solution: {}", entry.reference().display())];
                lines.push(match self.folder.next_unsolved(0) {
                    Some(next) => format!("  next: {}", self.shown(&self.folder.entries[next])),
                    None => format!("  {}", show::total(&self.folder)),
                });
                lines
            }
            Verdict::Open => vec![format!("  write your answer into {}", self.shown(entry))],
            _ => vec![format!("  a hint: cargo xtask practice hint {slug}")],
        }
    }

    fn shown(&self, entry: &Entry<'_>) -> String {
        shown(&self.folder.path(entry))
    }

    fn list(mut self, json: bool) -> Result<u8, String> {
        let folder = &self.folder;
        if !json {
            let lines = show::list(folder, folder.next_unsolved(0), Screen::width());
            self.screen.print(lines);
            return Ok(self.end());
        }
        let exercises: Vec<_> = folder
            .entries
            .iter()
            .map(|entry| {
                let status = folder.status(entry);
                let told =
                    |part: &Part| folder.journal.hints_shown(entry.slug(), &part.name).min(part.hints.len());
                ListedExercise {
                    topic: entry.slug(),
                    title: &entry.topic.title,
                    phase: entry.phase.name(),
                    state: status.state,
                    outdated: status.outdated,
                    file: folder.path(entry),
                    reference: self.roadmap.root.join(entry.reference()),
                    hints: Hints {
                        shown: entry.exercise.parts().map(told).sum(),
                        total: entry.exercise.parts().map(|part| part.hints.len()).sum(),
                    },
                }
            })
            .collect();
        let document = ListDocument {
            document: "practice list",
            version: DOCUMENT_VERSION,
            folder: &folder.dir,
            solved: exercises.iter().filter(|exercise| exercise.state == State::Solved).count(),
            total: exercises.len(),
            next: folder.next_unsolved(0).map(|place| folder.entries[place].slug()),
            exercises,
        };
        let text = serde_json::to_string_pretty(&document).map_err(|error| error.to_string())?;
        self.screen.print([text]);
        Ok(self.end())
    }

    fn hint(mut self, topic: Option<&str>, part: Option<&str>, json: bool) -> Result<u8, String> {
        let Some(place) = self.place(topic)? else { return self.all_solved() };
        let entry = &self.folder.entries[place];
        let (_, left) = next_hint(&self.folder, entry, part.map_or(Wish::Any, Wish::Part))?;
        let shown =
            |part: &Part| self.folder.journal.hints_shown(entry.slug(), &part.name).min(part.hints.len());
        if json {
            let parts = entry.exercise.parts().filter(|part| shown(part) > 0);
            let hints = parts.map(|part| ShownHints { part: &part.name, shown: &part.hints[..shown(part)] });
            let document = HintDocument {
                document: "practice hint",
                version: DOCUMENT_VERSION,
                topic: entry.slug(),
                hints: hints.collect(),
                left,
            };
            let text = serde_json::to_string_pretty(&document).map_err(|error| error.to_string())?;
            self.screen.print([text]);
        } else {
            let mut lines = show::hints(entry, None, shown);
            if left == 0 {
                lines.push(format!(
                    "that is all; `cargo xtask practice solution {} --spoil` tells the rest",
                    entry.slug()
                ));
            }
            self.screen.print(lines);
        }
        Ok(self.end())
    }

    fn reset(mut self, topic: &str) -> Result<u8, String> {
        let place = self.place(Some(topic))?.ok_or("there are no exercises")?;
        let file = self.shown(&self.folder.entries[place]);
        let line = match self.folder.reset(place)? {
            Some(backup) => {
                format!("{file} is as it was given; yours is {}", shown(&self.folder.dir.join(backup)))
            }
            None => format!("{file} is as it was given already"),
        };
        self.screen.print([line]);
        Ok(self.end())
    }

    fn solution(mut self, topic: &str, spoil: bool) -> Result<u8, String> {
        let place = self.place(Some(topic))?.ok_or("there are no exercises")?;
        let entry = &self.folder.entries[place];
        let slug = entry.slug();
        if !spoil && self.folder.status(entry).state != State::Solved {
            self.screen.note(&format!(
                "{slug} is not known to be solved. `cargo xtask practice check {slug}` finds out, \
                 `cargo xtask practice hint {slug}` shows one more hint, and `--spoil` shows the solution all the same"
            ));
            return Ok(exit::FAILED);
        }
        let lines = show::solution(entry);
        self.screen.print(lines);
        Ok(self.end())
    }

    fn update(mut self, topic: Option<&str>) -> Result<u8, String> {
        let only = topic.map(|topic| self.place(Some(topic))).transpose()?.flatten();
        let (mut lines, mut failed, mut merged) = (Vec::new(), Vec::new(), 0);
        if only.is_none() {
            for (file, backup) in self.folder.renew_scaffold(self.roadmap)? {
                lines.push(format!("renewed {}; yours is {}", file.display(), backup.display()));
            }
        }
        for (place, entry) in self.folder.entries.iter().enumerate() {
            if only.is_some_and(|only| only != place) {
                continue;
            }
            match self.folder.merge(entry) {
                Ok(None) => {}
                Ok(Some(merge)) => {
                    merged += 1;
                    let kept = match &merge.kept[..] {
                        [] => "there was nothing of yours to keep".into(),
                        kept => format!("kept your {}", kept.join(", ")),
                    };
                    lines.push(format!(
                        "updated {}: {kept}; the file as it was is {}",
                        merge.file.display(),
                        merge.backup.display()
                    ));
                    if !merge.dropped.is_empty() {
                        lines.push(format!(
                            "  what was changed outside of your parts is in that backup only: {}",
                            merge.dropped.join(", ")
                        ));
                    }
                    lines.extend(merge.orphans.iter().map(|part| {
                        format!("  your `{part}` has no place in it any more, and is in that backup only")
                    }));
                }
                Err(complaint) => failed.push(complaint),
            }
        }
        let kept = self.folder.entries.len();
        lines.push(match merged {
            0 if failed.is_empty() => format!("{} up to date", counted(kept, "exercise")),
            0 => format!("nothing updated; {} cannot be", counted(failed.len(), "exercise")),
            _ => format!(
                "{} updated; `cargo xtask practice check --all` tells how they go now",
                counted(merged, "exercise")
            ),
        });
        self.screen.print(lines);
        failed.iter().for_each(|complaint| self.screen.note(&format!("error: {complaint}")));
        Ok(if failed.is_empty() { self.end() } else { exit::FAILED })
    }

    fn print_json(&mut self, document: &impl Serialize) -> Result<(), String> {
        let text = serde_json::to_string_pretty(document).map_err(|error| error.to_string())?;
        self.screen.print([text]);
        Ok(())
    }

    /// The exit code of a command that has done what it was asked for.
    fn end(&self) -> u8 {
        if self.screen.is_closed() { exit::INTERRUPTED } else { exit::PASSED }
    }
}

/// On what part a hint is wanted.
#[derive(Clone, Copy)]
enum Wish<'a> {
    /// The first that has one left.
    Any,
    Part(&'a str),
    /// One in which the learner has written something, if it has one left.
    Written,
    /// One in which nothing is written yet, if it has one left.
    Unwritten,
}

/// Remembers that one more hint has been shown, and returns the part that it is on and how many are left in all. Without a
/// part, none was left.
///
/// # Errors
/// If there is no such part.
fn next_hint(
    folder: &Folder<'_>,
    entry: &Entry<'_>,
    wish: Wish<'_>,
) -> Result<(Option<String>, usize), String> {
    let slug = entry.slug();
    let shown = |part: &Part| folder.journal.hints_shown(slug, &part.name).min(part.hints.len());
    let answer = folder.answer(entry).ok().and_then(|text| Answer::parse(&text).ok());
    let is_written = |part: &Part| {
        let theirs = answer.as_ref().and_then(|answer| answer.part(&part.name));
        theirs.is_some_and(|theirs| theirs.text.trim() != part.stub_text().trim())
    };
    let with_hints: Vec<_> = entry.exercise.parts().filter(|part| !part.hints.is_empty()).collect();
    let first_left = |wanted: &dyn Fn(&Part) -> bool| {
        with_hints.iter().find(|part| shown(part) < part.hints.len() && wanted(part)).copied()
    };
    let next = match wish {
        Wish::Any => first_left(&|_| true),
        Wish::Written => first_left(&is_written).or(first_left(&|_| true)),
        Wish::Unwritten => first_left(&|part| !is_written(part)).or(first_left(&|_| true)),
        Wish::Part(name) => {
            let name = names::resolve("part", name, with_hints.iter().map(|part| part.name.as_str()))?;
            first_left(&|part| part.name == name)
        }
    };
    if let Some(part) = next {
        // Where it cannot be written down, the same hint is shown again the next time.
        let _ = folder.journal.hints(slug, &part.name, shown(part) + 1);
    }
    let left = with_hints.iter().map(|part| part.hints.len() - shown(part)).sum();
    Ok((next.map(|part| part.name.clone()), left))
}

/// A path as people would type it from where they are.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let near = here.as_deref().and_then(|here| path.strip_prefix(here).ok());
    near.unwrap_or(path).display().to_string()
}

impl Screen {
    /// Shows what cargo is doing.
    fn step(&self, step: Step<'_>) {
        match step {
            Step::Compiled(what) => self.now(format!("compiling: {what}")),
            Step::Waiting => {
                // Cargo has more than one lock, and waits for one after the other.
                self.plain_note_once(WAITING);
                self.now(WAITING.into());
            }
        }
    }
}

/// What is said while another cargo, mostly that of an editor, holds the folder.
const WAITING: &str = "waiting for another cargo, perhaps that of an editor";
