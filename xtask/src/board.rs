//! The board: what people read at the end, and phase by phase before it.

use std::fmt::Write as _;

use console::{Style, measure_text_width, truncate_str};

use crate::outcome::{Check, PhaseReport, Report, StepReport, Tally, TopicReport, Verdict};

/// Failures that are shown with all of their output; the others get a line each.
const SHOWN_IN_FULL: usize = 5;

/// Narrower than this, a row has room for the verdict and the topic only.
const WIDE: usize = 72;

/// How much room there is; without a terminal there is no limit.
#[derive(Clone, Copy)]
pub struct Board {
    pub width: Option<usize>,
}

const COLUMNS: [&str; 5] = ["proofs", "docs", "refused", "exercise", "tour"];

impl Board {
    /// The line above the phases of a step.
    pub fn step(self, step: &StepReport) -> String {
        let line = format!("Step {} · {} · {}", step.number, step.title, step.priority.label());
        self.cut(&Style::new().bold().apply_to(line).to_string())
    }

    /// A phase with its topics.
    pub fn phase(self, phase: &PhaseReport) -> Vec<String> {
        let passed = phase.topics.iter().filter(|topic| topic.verdict == Verdict::Pass).count();
        let count = format!("{passed}/{}", phase.topics.len());
        let head = format!("{} {}", badge(phase.verdict, false), Style::new().bold().apply_to(&phase.name));
        let slugs = phase.topics.iter().map(|topic| topic.slug.len()).max().unwrap_or_default();
        if self.width.is_some_and(|width| width < WIDE) {
            let mut lines = vec![self.cut(&format!("{head} {count}"))];
            for topic in &phase.topics {
                lines.push(self.cut(&format!("{} {}", badge(topic.verdict, topic.remembered), topic.slug)));
            }
            return lines;
        }
        let times = format!("build {}, run {}", seconds(phase.build_seconds), seconds(phase.run_seconds));
        let mut lines = vec![self.cut(&format!("{head} · {} · {count} topics · {times}", phase.title))];
        let head = COLUMNS.join(" ");
        lines.push(
            self.cut(&Style::new().dim().apply_to(format!("{:11}{:slugs$} {head}", "", "")).to_string()),
        );
        for topic in &phase.topics {
            let mut row = format!("{} {:slugs$}", badge(topic.verdict, topic.remembered), topic.slug);
            let tallies = [topic.proofs, topic.doctests, topic.refusals, topic.exercise, topic.tours];
            for (column, tally) in COLUMNS.iter().zip(tallies) {
                let _ = write!(row, " {:>width$}", count_of(tally), width = column.len());
            }
            let end = if topic.reason.is_empty() { own_time(topic) } else { topic.reason.clone() };
            lines.push(self.cut(&format!("{row}  {end}")));
        }
        lines
    }

    /// What failed, and how everything went.
    pub fn end(self, report: &Report) -> Vec<String> {
        let mut lines = Vec::new();
        let phases = report.steps.iter().flat_map(|step| &step.phases);
        let failures: Vec<_> = phases
            .flat_map(|phase| {
                let of_topics = phase.topics.iter().flat_map(|topic| &topic.failures);
                phase.failures.iter().chain(of_topics).map(move |check| (phase, check))
            })
            .filter(|(_, check)| check.verdict != Verdict::NotRun && !check.output.is_empty())
            .collect();
        for (index, (phase, check)) in failures.iter().enumerate() {
            if index < SHOWN_IN_FULL {
                lines.push(String::new());
                lines.push(self.failure(phase, check));
                lines.extend(check.output.lines().map(|line| format!("  {line}")));
                lines.push(format!("  {} {}", Style::new().bold().apply_to("again:"), check.command));
            } else {
                if index == SHOWN_IN_FULL {
                    lines.push(String::new());
                }
                lines.push(self.failure(phase, check));
            }
        }
        lines.push(String::new());
        lines.push(summary(report));
        lines
    }

    fn failure(self, phase: &PhaseReport, check: &Check) -> String {
        let kind = check.kind.label();
        self.cut(&format!("{} {} · {kind} {}", badge(check.verdict, false), phase.name, check.name))
    }

    fn cut(self, line: &str) -> String {
        let line = line.trim_end();
        match self.width {
            Some(width) if measure_text_width(line) > width => truncate_str(line, width, "…").into_owned(),
            _ => line.into(),
        }
    }
}

/// The verdict in a column of ten, in its colour.
fn badge(verdict: Verdict, remembered: bool) -> String {
    let (label, style) = match verdict {
        Verdict::Pass if remembered => ("remembered", Style::new().green().dim()),
        Verdict::Pass => (verdict.label(), Style::new().green()),
        Verdict::NotRun => (verdict.label(), Style::new().yellow()),
        Verdict::TimedOut => (verdict.label(), Style::new().magenta().bold()),
        Verdict::Fail | Verdict::DoesNotBuild => (verdict.label(), Style::new().red().bold()),
    };
    style.apply_to(format!("{label:10}")).to_string()
}

fn count_of(tally: Tally) -> String {
    match tally {
        Tally { total: 0, .. } => "-".into(),
        Tally { total, pass, .. } if total == pass => total.to_string(),
        Tally { total, pass, .. } => format!("{pass}/{total}"),
    }
}

fn own_time(topic: &TopicReport) -> String {
    if topic.remembered { String::new() } else { seconds(topic.seconds) }
}

fn summary(report: &Report) -> String {
    let Tally { total, pass, not_run, timed_out, fail, does_not_build, remembered } = report.topics;
    let mut parts = vec![format!("{pass} pass")];
    let others = [
        (fail, Verdict::Fail),
        (does_not_build, Verdict::DoesNotBuild),
        (timed_out, Verdict::TimedOut),
        (not_run, Verdict::NotRun),
    ];
    parts.extend(
        others
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, verdict)| format!("{n} {}", verdict.label().to_lowercase())),
    );
    let kept = if remembered > 0 {
        format!(" ({remembered} remembered, because nothing they depend on has changed)")
    } else {
        String::new()
    };
    let interrupted = if report.interrupted { "interrupted · " } else { "" };
    format!(
        "{interrupted}{total} topic{}: {}{kept} · {} of {} checks pass · {}",
        if total == 1 { "" } else { "s" },
        parts.join(", "),
        report.checks.pass,
        report.checks.total,
        seconds(report.seconds)
    )
}

/// A duration as people want to read it.
fn seconds(seconds: f64) -> String {
    match seconds {
        ..10.0 => format!("{seconds:.1} s"),
        ..100.0 => format!("{seconds:.0} s"),
        _ => format!("{:.0} min", seconds / 60.0),
    }
}
