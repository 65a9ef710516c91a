//! What can come out of running something, from a single check up to the whole roadmap.
//!
//! These types are the document that `progress --json` prints, too; `xtask/README.md` describes it for readers.

use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use crate::roadmap::Priority;

/// In the order of severity: of several verdicts, the greatest counts.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Pass,
    NotRun,
    TimedOut,
    Fail,
    DoesNotBuild,
}

impl Verdict {
    pub fn label(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::NotRun => "not run",
            Self::TimedOut => "timed out",
            Self::Fail => "FAIL",
            Self::DoesNotBuild => "no build",
        }
    }
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A test of what the lesson promises.
    Proof,
    /// An example in the lesson's documentation.
    Doctest,
    /// A program that the compiler must refuse.
    Refusal,
    /// A test of an exercise, passed by the reference solution.
    Exercise,
    /// A run of the topic's example, compared with its golden output.
    Tour,
    /// What the compiler said about code that does not build.
    Build,
}

impl Kind {
    pub fn label(self) -> &'static str {
        match self {
            Self::Proof => "proof",
            Self::Doctest => "doctest",
            Self::Refusal => "refusal",
            Self::Exercise => "exercise",
            Self::Tour => "tour",
            Self::Build => "build",
        }
    }
}

/// The smallest thing that has a verdict of its own.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Check {
    pub kind: Kind,
    /// The topic's slug; none where a check belongs to the phase as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// As the command that repeats it names it.
    pub name: String,
    pub verdict: Verdict,
    /// What it wrote, or why it was not run; empty for a pass.
    pub output: String,
    /// What to type to see it again.
    pub command: String,
}

/// What one process told: some tests of one topic, the doctests of a phase, or a tour.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct UnitReport {
    pub checks: Vec<Check>,
    pub seconds: f64,
    pub remembered: bool,
}

/// The whole document.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Always `progress`.
    pub document: &'static str,
    /// Of this form; it grows when a reader would have to change.
    pub version: u32,
    pub verdict: Verdict,
    pub interrupted: bool,
    pub seconds: f64,
    pub topics: Tally,
    pub checks: Tally,
    pub steps: Vec<StepReport>,
}

/// How many of them have which verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    pub total: usize,
    pub pass: usize,
    pub not_run: usize,
    pub timed_out: usize,
    pub fail: usize,
    pub does_not_build: usize,
    /// Passes that were not run again because nothing they depend on has changed.
    pub remembered: usize,
}

impl Tally {
    pub fn add(&mut self, verdict: Verdict, remembered: bool) {
        self.total += 1;
        self.remembered += usize::from(remembered);
        *match verdict {
            Verdict::Pass => &mut self.pass,
            Verdict::NotRun => &mut self.not_run,
            Verdict::TimedOut => &mut self.timed_out,
            Verdict::Fail => &mut self.fail,
            Verdict::DoesNotBuild => &mut self.does_not_build,
        } += 1;
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.total += other.total;
        self.pass += other.pass;
        self.not_run += other.not_run;
        self.timed_out += other.timed_out;
        self.fail += other.fail;
        self.does_not_build += other.does_not_build;
        self.remembered += other.remembered;
    }
}

#[derive(Debug, Serialize)]
pub struct StepReport {
    /// The place in the roadmap, from 1.
    pub number: usize,
    pub title: String,
    pub priority: Priority,
    pub phases: Vec<PhaseReport>,
}

#[derive(Debug, Serialize)]
pub struct PhaseReport {
    pub name: String,
    pub title: String,
    pub verdict: Verdict,
    /// From the start of its build to its end.
    pub build_seconds: f64,
    /// The sum over everything that was run.
    pub run_seconds: f64,
    pub topics: Vec<TopicReport>,
    /// Of the learner's exercises; none where there is no practice folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub practice: Option<PracticeReport>,
    /// How many checks belong to no topic.
    pub outside_topics: Tally,
    /// Those of them that did not pass.
    pub failures: Vec<Check>,
}

/// How far the learner has come in a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PracticeReport {
    pub solved: usize,
    pub total: usize,
}

#[derive(Debug, Serialize)]
pub struct TopicReport {
    pub slug: String,
    pub title: String,
    pub verdict: Verdict,
    /// Why it is no pass, in a few words; empty for a pass.
    pub reason: String,
    /// Whether everything about it was remembered.
    pub remembered: bool,
    /// The sum over what was run for it alone; the phase's doctests are not in it.
    pub seconds: f64,
    pub proofs: Tally,
    pub doctests: Tally,
    pub refusals: Tally,
    pub exercise: Tally,
    pub tours: Tally,
    pub failures: Vec<Check>,
}

impl TopicReport {
    /// All of its checks.
    pub fn checks(&self) -> Tally {
        let mut sum = Tally::default();
        [self.proofs, self.doctests, self.refusals, self.exercise, self.tours]
            .into_iter()
            .for_each(|part| sum += part);
        sum
    }
}
