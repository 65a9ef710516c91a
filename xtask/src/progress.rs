//! `cargo xtask progress`: every phase in the roadmap's order, built and run, and a board of what passes.

use std::{
    thread,
    time::{Duration, Instant},
};

use clap::Args;

use crate::{
    board::Board,
    collect::Collection,
    exit,
    memory::Memory,
    names,
    outcome::{PhaseReport, PracticeReport, Report, StepReport, Tally, Verdict},
    practice,
    process::Supervisor,
    roadmap::{Phase, Roadmap, Topic},
    run::{self, Event, Order},
    screen::Screen,
    unit::{Context, Golden},
};

/// Of the document that `--json` prints.
const DOCUMENT_VERSION: u32 = 1;

#[derive(Args)]
pub struct Options {
    /// Only this phase (may be repeated); the beginning of its name is enough
    #[arg(long, value_name = "NAME")]
    phase: Vec<String>,
    /// Only this topic
    #[arg(long, value_name = "SLUG", conflicts_with = "phase")]
    topic: Option<String>,
    /// Run again what has passed and has not changed since
    #[arg(long)]
    fresh: bool,
    /// Print one JSON document on standard output instead of the board
    #[arg(long)]
    json: bool,
    /// Seconds that each program may run
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,
    /// Programs to run at once, and compilers [default: the number of processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

/// What is asked for, or else one for each processor.
pub fn jobs_or_default(jobs: Option<u16>) -> usize {
    jobs.map_or_else(|| thread::available_parallelism().map_or(1, Into::into), usize::from)
}

/// Which phases and topics of the roadmap are wanted.
pub struct Selection<'a> {
    pub phases: Vec<usize>,
    pub topic: Option<&'a str>,
}

impl<'a> Selection<'a> {
    /// # Errors
    /// If a name is unknown or not unique: a sentence with a suggestion.
    pub fn new(roadmap: &'a Roadmap, phases: &[String], topic: Option<&str>) -> Result<Self, String> {
        let slugs = roadmap.phases.iter().flat_map(|phase| &phase.topics).map(|topic| topic.slug.as_str());
        let topic = topic.map(|topic| names::resolve("topic", topic, slugs)).transpose()?;
        let mut chosen = Vec::new();
        for name in phases {
            chosen.push(names::resolve("phase", name, roadmap.phases.iter().map(Phase::name))?);
        }
        let wanted = |phase: &Phase| match topic {
            Some(slug) => phase.topics.iter().any(|topic| topic.slug == slug),
            None => chosen.is_empty() || chosen.contains(&phase.name()),
        };
        let phases = (0..roadmap.phases.len()).filter(|index| wanted(&roadmap.phases[*index])).collect();
        Ok(Self { phases, topic })
    }

    fn topics_of(&self, phase: &'a Phase) -> Vec<&'a Topic> {
        phase.topics.iter().filter(|topic| self.topic.is_none_or(|slug| topic.slug == slug)).collect()
    }
}

/// Runs what `options` select and shows how it went.
///
/// # Errors
/// A sentence for the user, if the roadmap or the selection is wrong.
pub fn progress(options: &Options, supervisor: &Supervisor) -> Result<u8, String> {
    let start = Instant::now();
    let roadmap = Roadmap::load()?;
    let selection = Selection::new(&roadmap, &options.phase, options.topic.as_deref())?;
    let screen = Screen::new();
    let (memory, complaint) = Memory::load(&roadmap.target);
    complaint.iter().for_each(|complaint| screen.note(complaint));

    let context = Context {
        roadmap: &roadmap,
        supervisor,
        memory: &memory,
        timeout: Duration::from_secs(options.timeout),
        fresh: options.fresh,
        golden: Golden::Compare,
        compiler: &crate::compiler(),
    };
    let order = Order {
        phases: selection.phases.clone(),
        topic: selection.topic,
        jobs: jobs_or_default(options.jobs),
        parts: true,
        filter: |_| true,
    };
    let mut show = Show::new(&roadmap, &selection, screen, options.json);
    run::run(&context, &order, |event| {
        show.note(event);
        if show.screen.is_closed() {
            supervisor.interrupt();
        }
    });
    let code = show.finish(start.elapsed(), supervisor.is_interrupted())?;
    if let Err(error) = memory.save(selection.phases.len() == roadmap.phases.len()) {
        show.screen.note(&format!("the passes of this run are not remembered: {error}"));
    }
    Ok(code)
}

/// What is known so far, and how much of it has been shown.
struct Show<'a> {
    roadmap: &'a Roadmap,
    selection: &'a Selection<'a>,
    screen: Screen,
    json: bool,
    collections: Vec<Collection>,
    /// How far the learner has come in each phase, where there is a practice folder.
    practice: Option<Vec<PracticeReport>>,
    /// How many of the selected phases stand on the board.
    shown: usize,
    building: String,
}

impl<'a> Show<'a> {
    fn new(roadmap: &'a Roadmap, selection: &'a Selection<'a>, screen: Screen, json: bool) -> Self {
        let collections = roadmap.phases.iter().map(|_| Collection::default()).collect();
        let practice = practice::tally(roadmap);
        Self { roadmap, selection, screen, json, collections, practice, shown: 0, building: String::new() }
    }

    fn note(&mut self, event: Event) {
        match event {
            Event::Building(phase) => {
                let name = self.roadmap.phases[phase].name();
                self.building = format!("building {name}");
                self.screen.plain_note(&format!("building {name}"));
            }
            Event::Compiled(phase, what) => {
                self.building = format!("building {}: {what}", self.roadmap.phases[phase].name());
            }
            Event::Waiting(phase) => {
                let name = self.roadmap.phases[phase].name();
                let waiting = format!("{name}: waiting for another cargo to release its lock");
                // Cargo waits for several locks, one after the other.
                if self.building != waiting {
                    self.screen.plain_note(&waiting);
                    self.building = waiting;
                }
            }
            Event::Built { place, last, build, units, lost } => {
                self.building.clear();
                let package = self.roadmap.at(place);
                self.collections[place.phase].built(package, last, build, units, lost);
            }
            Event::Ran { phase, report } => self.collections[phase].ran(report),
        }
        while let Some(&phase) = self.selection.phases.get(self.shown)
            && self.collections[phase].is_complete()
        {
            self.show_phase(phase);
            self.shown += 1;
        }
        self.screen.now(self.now());
    }

    fn show_phase(&mut self, phase: usize) {
        if self.json {
            return;
        }
        let board = Board { width: Screen::width() };
        let report = self.phase_report(phase);
        let (number, first) = self.step_of(phase);
        let mut lines = Vec::new();
        if first {
            lines.push(board.step(&self.step_report(number)));
        }
        lines.extend(board.phase(&report));
        self.screen.print(lines);
    }

    /// The place of the step that a phase belongs to, and whether the phase is the first to be shown of it.
    fn step_of(&self, phase: usize) -> (usize, bool) {
        let mut begin = 0;
        for (number, step) in self.roadmap.steps.iter().enumerate() {
            let range = begin..begin + step.phases;
            if range.contains(&phase) {
                let first = self.selection.phases.iter().find(|phase| range.contains(phase));
                return (number, first == Some(&phase));
            }
            begin = range.end;
        }
        unreachable!("every phase stands in a step")
    }

    fn step_report(&self, number: usize) -> StepReport {
        let step = &self.roadmap.steps[number];
        StepReport {
            number: number + 1,
            title: step.title.clone(),
            priority: step.priority,
            phases: Vec::new(),
        }
    }

    fn phase_report(&self, index: usize) -> PhaseReport {
        let phase = &self.roadmap.phases[index];
        let practice = self.practice.as_ref().map(|phases| phases[index]);
        PhaseReport { practice, ..self.collections[index].report(phase, &self.selection.topics_of(phase)) }
    }

    fn now(&self) -> String {
        let mut parts = Vec::new();
        if !self.building.is_empty() {
            parts.push(self.building.clone());
        }
        for &phase in &self.selection.phases[self.shown..] {
            let (done, all) = self.collections[phase].progress();
            if all > done {
                let failed = if self.collections[phase].has_failed() { ", with failures" } else { "" };
                parts.push(format!("running {} {done}/{all}{failed}", self.roadmap.phases[phase].name()));
            }
        }
        parts.join(" · ")
    }

    fn finish(&mut self, elapsed: Duration, interrupted: bool) -> Result<u8, String> {
        for index in self.shown..self.selection.phases.len() {
            self.show_phase(self.selection.phases[index]);
        }
        let report = self.report(elapsed, interrupted);
        if self.json {
            let document = serde_json::to_string_pretty(&report).map_err(|error| error.to_string())?;
            self.screen.print([document]);
        } else {
            self.screen.print(Board { width: Screen::width() }.end(&report));
        }
        Ok(match report.verdict {
            _ if interrupted || self.screen.is_closed() => exit::INTERRUPTED,
            Verdict::Pass => exit::PASSED,
            _ => exit::FAILED,
        })
    }

    fn report(&self, elapsed: Duration, interrupted: bool) -> Report {
        let mut steps: Vec<StepReport> = Vec::new();
        for &phase in &self.selection.phases {
            let (number, first) = self.step_of(phase);
            if first {
                steps.push(self.step_report(number));
            }
            steps
                .last_mut()
                .expect("the first phase of a step adds it")
                .phases
                .push(self.phase_report(phase));
        }
        let (mut topics, mut checks) = (Tally::default(), Tally::default());
        let mut verdict = Verdict::Pass;
        for phase in steps.iter().flat_map(|step| &step.phases) {
            verdict = verdict.max(phase.verdict);
            checks += phase.outside_topics;
            for topic in &phase.topics {
                topics.add(topic.verdict, topic.remembered);
                checks += topic.checks();
            }
        }
        let seconds = elapsed.as_secs_f64();
        Report {
            document: "progress",
            version: DOCUMENT_VERSION,
            verdict,
            interrupted,
            seconds,
            topics,
            checks,
            steps,
        }
    }
}
