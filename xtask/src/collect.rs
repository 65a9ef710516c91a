//! Gathers what the processes of a phase told into the phase's report.

use crate::{
    build::{self, Build, Diagnostic},
    judge::INTERRUPTED,
    outcome::{Check, Kind, PhaseReport, Tally, TopicReport, UnitReport, Verdict},
    roadmap::{Phase, Topic},
};

/// A phase whose report is still coming in.
#[derive(Debug, Default)]
pub struct Collection {
    build_seconds: f64,
    /// Everything of the phase is built.
    built: bool,
    /// Units that have not reported.
    missing: usize,
    /// Units that have.
    ran: usize,
    reports: Vec<UnitReport>,
}

impl Collection {
    /// The phase, or a part of it, has been built, as the `last` or not; `units` will report, and what is `lost` will
    /// not.
    pub fn built(&mut self, package: &Phase, last: bool, build: Build, units: usize, lost: Vec<Check>) {
        self.build_seconds += build.seconds;
        self.built = last;
        self.missing += units;
        let checks = build_checks(package, build).into_iter().chain(lost).collect();
        self.reports.push(UnitReport { checks, seconds: 0.0, remembered: false });
    }

    pub fn ran(&mut self, report: UnitReport) {
        self.missing = self.missing.saturating_sub(1);
        self.ran += 1;
        self.reports.push(report);
    }

    pub fn is_complete(&self) -> bool {
        self.built && self.missing == 0
    }

    /// How many units have reported, of how many.
    pub fn progress(&self) -> (usize, usize) {
        (self.ran, self.ran + self.missing)
    }

    pub fn has_failed(&self) -> bool {
        self.reports.iter().flat_map(|report| &report.checks).any(|check| check.verdict > Verdict::NotRun)
    }

    /// The verdicts on `topics` and on the whole phase; what has not come in by now was not run.
    pub fn report(&self, phase: &Phase, topics: &[&Topic]) -> PhaseReport {
        let topics: Vec<_> = topics.iter().map(|topic| self.topic(topic)).collect();
        let mut outside_topics = Tally::default();
        let mut failures = Vec::new();
        for (report, check) in self.checks(None) {
            outside_topics.add(check.verdict, report.remembered);
            failures.extend((check.verdict != Verdict::Pass).then(|| check.clone()));
        }
        let worst =
            failures.iter().map(|check| check.verdict).chain(topics.iter().map(|topic| topic.verdict)).max();
        PhaseReport {
            name: phase.name().into(),
            title: phase.title.clone(),
            verdict: if self.is_complete() {
                worst.unwrap_or(Verdict::NotRun)
            } else {
                Verdict::NotRun.max(worst.unwrap_or(Verdict::Pass))
            },
            practice: None,
            build_seconds: self.build_seconds,
            run_seconds: self
                .reports
                .iter()
                .filter(|report| !report.remembered)
                .map(|report| report.seconds)
                .sum(),
            topics,
            outside_topics,
            failures,
        }
    }

    fn topic(&self, topic: &Topic) -> TopicReport {
        let mut report = TopicReport {
            slug: topic.slug.clone(),
            title: topic.title.clone(),
            verdict: Verdict::Pass,
            reason: String::new(),
            remembered: true,
            seconds: 0.0,
            proofs: Tally::default(),
            doctests: Tally::default(),
            refusals: Tally::default(),
            exercise: Tally::default(),
            tours: Tally::default(),
            failures: Vec::new(),
        };
        for (unit, check) in self.checks(Some(&topic.slug)) {
            report.remembered &= unit.remembered;
            let tally = match check.kind {
                Kind::Proof => &mut report.proofs,
                Kind::Doctest => &mut report.doctests,
                Kind::Refusal => &mut report.refusals,
                Kind::Exercise => &mut report.exercise,
                Kind::Tour => &mut report.tours,
                Kind::Build => &mut Tally::default(),
            };
            tally.add(check.verdict, unit.remembered);
            if check.verdict > report.verdict {
                report.verdict = check.verdict;
                report.reason = reason(check);
            }
            report.failures.extend((check.verdict != Verdict::Pass).then(|| check.clone()));
        }
        let own = |unit: &&UnitReport| {
            !unit.remembered && unit.checks.iter().all(|check| check.topic.as_ref() == Some(&topic.slug))
        };
        report.seconds = self.reports.iter().filter(own).map(|unit| unit.seconds).sum();

        // A topic that nothing was asked about has passed nothing.
        let needed = [("proofs", report.proofs), ("exercise", report.exercise), ("tour", report.tours)];
        if report.verdict == Verdict::Pass
            && let Some((part, _)) = needed.iter().find(|(_, tally)| tally.total == 0)
        {
            report.verdict = Verdict::NotRun;
            report.reason = if self.is_complete() { format!("it has no {part}") } else { INTERRUPTED.into() };
        }
        report.remembered &= report.verdict == Verdict::Pass;
        report
    }

    fn checks(&self, topic: Option<&str>) -> impl Iterator<Item = (&UnitReport, &Check)> {
        let all =
            self.reports.iter().flat_map(|report| report.checks.iter().map(move |check| (report, check)));
        all.filter(move |(_, check)| check.topic.as_deref() == topic)
    }
}

fn reason(check: &Check) -> String {
    let first_line = check.output.lines().next().unwrap_or_default();
    match check.verdict {
        Verdict::NotRun => first_line.into(),
        Verdict::DoesNotBuild => format!("{} does not build", check.name),
        _ => format!("{} {}", check.kind.label(), check.name),
    }
}

/// What the compiler refused, each error once, with the topic that the file belongs to.
fn build_checks(phase: &Phase, build: Build) -> Vec<Check> {
    let check = |name: String, topic: Option<String>, output: String| Check {
        kind: Kind::Build,
        topic,
        name,
        verdict: Verdict::DoesNotBuild,
        output,
        command: build::command_to_repeat(phase),
    };
    let mut checks: Vec<Check> = Vec::new();
    for Diagnostic { target, file, rendered, .. } in build.errors {
        let rendered = rendered.trim_end();
        // The library is compiled twice, once with its unit tests.
        if rendered.is_empty() || checks.iter().any(|earlier| earlier.output == rendered) {
            continue;
        }
        let topic = file.and_then(|file| topic_of_file(phase, &file));
        checks.push(check(target, topic, rendered.into()));
    }
    checks.extend(build.failure.map(|failure| check("cargo".into(), None, failure)));
    checks
}

fn topic_of_file(phase: &Phase, file: &str) -> Option<String> {
    let mut parts = file.split('/').map(|part| part.strip_suffix(".rs").unwrap_or(part));
    parts.find_map(|part| phase.topic_of(part)).map(|topic| topic.slug.clone())
}
