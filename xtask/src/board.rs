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
        let practice = phase
            .practice
            .map_or(String::new(), |practice| format!(" · practice {}/{}", practice.solved, practice.total));
        let times = format!("build {}, run {}", seconds(phase.build_seconds), seconds(phase.run_seconds));
        let mut lines =
            vec![self.cut(&format!("{head} · {} · {count} topics{practice} · {times}", phase.title))];
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
pub fn badge(verdict: Verdict, remembered: bool) -> String {
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
    let kept = match remembered {
        0 => String::new(),
        _ => format!(" ({remembered} remembered, because nothing they depend on has changed)"),
    };
    let mut parts = vec![format!("{pass} pass{kept}")];
    let others = [
        (fail, Verdict::Fail),
        (does_not_build, Verdict::DoesNotBuild),
        (timed_out, Verdict::TimedOut),
        (not_run, Verdict::NotRun),
    ];
    for (number, verdict) in others.into_iter().filter(|(number, _)| *number > 0) {
        parts.push(format!("{number} {}", verdict.label().to_lowercase()));
    }
    let interrupted = if report.interrupted { "interrupted · " } else { "" };
    format!(
        "{interrupted}{}: {} · {} of {} checks pass · {}",
        counted(total, "topic"),
        parts.join(", "),
        report.checks.pass,
        report.checks.total,
        seconds(report.seconds)
    )
}

/// So many of them, as people say it.
pub fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// A duration as people want to read it.
pub fn seconds(seconds: f64) -> String {
    match seconds {
        ..10.0 => format!("{seconds:.1} s"),
        ..100.0 => format!("{seconds:.0} s"),
        _ => format!("{:.0} min {:.0} s", (seconds / 60.0).floor(), (seconds % 60.0).floor()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        outcome::{Kind, PracticeReport, Verdict},
        roadmap::Priority,
    };

    fn tally(total: usize, pass: usize) -> Tally {
        Tally { total, pass, fail: total - pass, ..Tally::default() }
    }

    fn topic(slug: &str, verdict: Verdict, reason: &str) -> TopicReport {
        let check = Check {
            kind: Kind::Proof,
            topic: Some(slug.into()),
            name: format!("{slug}::a_sentence_of_behaviour"),
            verdict,
            output: "left: 1\nright: 2".into(),
            command: format!(
                "cargo test --package phase1-ownership --test it -- --exact {slug}::a_sentence_of_behaviour"
            ),
        };
        TopicReport {
            slug: slug.into(),
            title: String::new(),
            verdict,
            reason: reason.into(),
            remembered: slug == "iterators",
            seconds: 0.25,
            proofs: tally(12, if verdict == Verdict::Fail { 11 } else { 12 }),
            doctests: tally(2, 2),
            refusals: Tally::default(),
            exercise: tally(7, 7),
            tours: tally(1, 1),
            failures: Vec::from_iter((verdict != Verdict::Pass).then_some(check)),
        }
    }

    fn phase() -> PhaseReport {
        PhaseReport {
            name: "phase1-ownership".into(),
            title: "Ownership & Core Types".into(),
            verdict: Verdict::Fail,
            practice: Some(PracticeReport { solved: 1, total: 3 }),
            build_seconds: 12.34,
            run_seconds: 0.5,
            topics: vec![
                topic("iterators", Verdict::Pass, ""),
                topic("option_result_combinators", Verdict::Pass, ""),
                topic("slices_and_vec", Verdict::Fail, "proof slices_and_vec::a_sentence_of_behaviour"),
            ],
            outside_topics: Tally::default(),
            failures: Vec::new(),
        }
    }

    fn report(phases: Vec<PhaseReport>) -> Report {
        let topics = Tally { total: 3, pass: 2, fail: 1, remembered: 1, ..Tally::default() };
        let steps = vec![StepReport { number: 1, title: "Step".into(), priority: Priority::High, phases }];
        Report {
            document: "progress",
            version: 1,
            verdict: Verdict::Fail,
            interrupted: false,
            seconds: 75.0,
            topics,
            checks: tally(66, 65),
            steps,
        }
    }

    fn plain(lines: Vec<String>) -> Vec<String> {
        lines.iter().map(|line| console::strip_ansi_codes(line).into_owned()).collect()
    }

    #[test]
    fn a_phase_is_a_table_of_its_topics() {
        let lines = plain(Board { width: None }.phase(&phase()));
        let expected = [
            "FAIL       phase1-ownership · Ownership & Core Types · 2/3 topics · practice 1/3 · build 12 s, run 0.5 s",
            "                                     proofs docs refused exercise tour",
            "remembered iterators                     12    2       -        7    1",
            "pass       option_result_combinators     12    2       -        7    1  0.2 s",
            "FAIL       slices_and_vec             11/12    2       -        7    1  proof slices_and_vec::a_sentence_of_behaviour",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn eighty_columns_hold_a_whole_row_and_forty_the_verdict_and_the_topic() {
        let lines = plain(Board { width: Some(80) }.phase(&phase()));
        assert_eq!(lines[3], "pass       option_result_combinators     12    2       -        7    1  0.2 s");
        assert!(lines[4].ends_with('…'), "{}", lines[4]);
        let lines = plain(Board { width: Some(40) }.phase(&phase()));
        let expected = [
            "FAIL       phase1-ownership 2/3",
            "remembered iterators",
            "pass       option_result_combinators",
            "FAIL       slices_and_vec",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn no_line_of_the_board_is_wider_than_the_terminal() {
        for width in 10..120 {
            let board = Board { width: Some(width) };
            let step = report(vec![phase()]).steps.remove(0);
            for line in board.phase(&phase()).iter().chain([&board.step(&step)]) {
                assert!(measure_text_width(line) <= width, "{width}: {line}");
            }
        }
    }

    #[test]
    fn the_first_failures_are_shown_in_full_and_the_others_named() {
        let mut phases: Vec<_> = (0..7).map(|_| phase()).collect();
        // What was not run has nothing to show.
        phases[0].topics.insert(0, topic("iterators", Verdict::NotRun, "ignored: needs a printer"));
        let lines = plain(Board { width: None }.end(&report(phases)));
        assert_eq!(lines[1], "FAIL       phase1-ownership · proof slices_and_vec::a_sentence_of_behaviour");
        let count = |part: &str| lines.iter().filter(|line| line.contains(part)).count();
        assert_eq!(count("FAIL       phase1-ownership · proof slices_and_vec::a_sentence_of_behaviour"), 7);
        assert_eq!(count("  left: 1"), SHOWN_IN_FULL);
        assert_eq!(
            count("  again: cargo test --package phase1-ownership --test it -- --exact slices_and_vec::"),
            SHOWN_IN_FULL
        );
        let summary = "3 topics: 2 pass (1 remembered, because nothing they depend on has changed), 1 fail · 65 of 66 checks pass \
                       · 75 s";
        assert_eq!(lines.last().map(String::as_str), Some(summary));
    }

    #[test]
    fn durations_have_a_unit() {
        let shown = [0.04, 9.94, 12.3, 100.0, 754.0].map(seconds);
        assert_eq!(shown, ["0.0 s", "9.9 s", "12 s", "1 min 40 s", "12 min 34 s"]);
    }
}
