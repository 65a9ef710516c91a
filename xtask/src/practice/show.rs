//! What people read of their practice, line by line.

use std::borrow::Cow;

use console::{Style, measure_text_width, truncate_str};

use crate::{
    board::{counted, seconds},
    exercise::{HELPERS, Part},
    practice::{
        folder::{Entry, Folder, State},
        verdict::{End, Judgement, Verdict},
    },
};

/// Cells of a progress bar.
const BAR: usize = 20;

/// Compiler errors that are shown; the others mostly follow from these.
const SHOWN_ERRORS: usize = 4;

/// Columns that are shown of a line that a test has written: what is compared may be very long.
const LONGEST: usize = 240;

/// How much is told of a judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// What failed.
    Failures,
    /// Each test.
    All,
}

/// What came out of one exercise.
pub fn judgement(judgement: &Judgement, detail: Detail) -> Vec<String> {
    let tests = &judgement.tests;
    let passed = tests.iter().filter(|test| test.end == End::Pass).count();
    let mut head = format!("{} {}", badge(judgement.verdict), Style::new().bold().apply_to(&judgement.topic));
    if !tests.is_empty() {
        head += &format!(" · {passed} of {} pass", counted(tests.len(), "test"));
    }
    head += &match judgement.verdict {
        Verdict::Open => " · nothing is written yet".into(),
        _ if judgement.remembered => " · known from before".into(),
        _ => format!(" · {}", seconds(judgement.seconds)),
    };
    let mut lines = vec![head];
    let heading = |text: &str| Style::new().yellow().apply_to(text.to_owned()).to_string();
    lines.extend(judgement.objections.iter().map(|objection| format!("  {}", heading(objection))));
    for (index, error) in judgement.errors.iter().enumerate() {
        if index == SHOWN_ERRORS {
            lines.push(format!("  … and {}", counted(judgement.errors.len() - index, "error")));
            break;
        }
        lines.push(String::new());
        lines.extend(error.lines().map(|line| format!("  {line}")));
    }
    for advice in &judgement.advice {
        lines.extend(advice.lines().map(|line| format!("  {}", heading(line))));
    }
    if detail == Detail::All {
        let pass = tests.iter().filter(|test| test.end == End::Pass);
        lines.extend(pass.map(|test| format!("  {} {}", Style::new().green().apply_to("pass"), test.name)));
    }
    let todo = tests.iter().filter(|test| test.end == End::Todo);
    lines.extend(todo.map(|test| {
        format!("  {} {} reaches a `todo!()`", Style::new().yellow().apply_to("todo"), test.name)
    }));
    for test in tests.iter().filter(|test| test.end == End::Fail) {
        lines.push(format!("  {} {}", Style::new().red().bold().apply_to("FAIL"), test.name));
        if test.output.is_empty() {
            lines.push("       its words are lost, because the program was stopped".into());
        }
        let told = test.output.lines().filter(|line| !is_noise(line)).map(without_thread);
        lines.extend(told.map(|line| format!("       {}", cut(line, LONGEST))));
    }
    lines
}

/// The line that begins a panic, without the thread, which has the name of the test.
fn without_thread(line: &str) -> &str {
    let panicked = line.starts_with("thread '").then(|| line.find("panicked at ")).flatten();
    panicked.map_or(line, |at| &line[at..])
}

/// What the harness says of every failure.
fn is_noise(line: &str) -> bool {
    line.trim().is_empty() || line.starts_with("note: run with `RUST_BACKTRACE=1`")
}

fn badge(verdict: Verdict) -> String {
    let style = match verdict {
        Verdict::Solved => Style::new().green(),
        Verdict::Open | Verdict::NotRun | Verdict::NotCounted | Verdict::Unfinished => Style::new().yellow(),
        Verdict::TimedOut => Style::new().magenta().bold(),
        Verdict::Fail | Verdict::DoesNotBuild => Style::new().red().bold(),
    };
    style.apply_to(format!("{:11}", verdict.label())).to_string()
}

/// Every exercise under its phase, with a bar for each phase.
pub fn list(folder: &Folder<'_>, current: Option<usize>, columns: Option<usize>) -> Vec<String> {
    let mut lines = Vec::new();
    let width = folder.entries.iter().map(|entry| entry.slug().len()).max().unwrap_or_default();
    let mut phase = "";
    for (place, entry) in folder.entries.iter().enumerate() {
        if entry.phase.name() != phase {
            phase = entry.phase.name();
            let (solved, all) = folder.solved_of(phase);
            let name = Style::new().bold().apply_to(phase);
            lines.push(format!("{} {solved}/{all} {name} · {}", bar(solved, all), entry.phase.title));
        }
        let mark = if current == Some(place) { ">" } else { " " };
        let status = folder.status(entry);
        let outdated = if status.outdated { " (has changed: `update`)" } else { "" };
        lines.push(format!(
            "{mark} {} {:width$}  {}{outdated}",
            state(status.state),
            entry.slug(),
            entry.topic.title
        ));
    }
    lines.push(total(folder));
    match columns {
        Some(columns) => lines.iter().map(|line| cut(line, columns)).collect(),
        None => lines,
    }
}

fn state(state: State) -> String {
    let (label, style) = match state {
        State::Open => ("open", Style::new().dim()),
        State::Begun => ("begun", Style::new().yellow()),
        State::Solved => ("solved", Style::new().green()),
    };
    style.apply_to(format!("{label:6}")).to_string()
}

/// How many of all exercises are solved.
pub fn total(folder: &Folder<'_>) -> String {
    let solved = folder.entries.iter().filter(|entry| folder.status(entry).state == State::Solved).count();
    format!("{solved} of {} solved", counted(folder.entries.len(), "exercise"))
}

/// The bar of the phase that an exercise belongs to.
pub fn phase_bar(folder: &Folder<'_>, entry: &Entry<'_>) -> String {
    let (solved, all) = folder.solved_of(entry.phase.name());
    format!("{} {solved}/{all} {}", bar(solved, all), entry.phase.name())
}

fn bar(done: usize, all: usize) -> String {
    let full = (done * BAR).checked_div(all).unwrap_or_default();
    let (full, rest) = ("█".repeat(full), "░".repeat(BAR - full));
    format!("{}{rest}", Style::new().green().apply_to(full))
}

/// The hints that have been shown, part by part, or those on one part.
pub fn hints(entry: &Entry<'_>, only: Option<&str>, shown: impl Fn(&Part) -> usize) -> Vec<String> {
    let (told, all) = entry
        .exercise
        .parts()
        .fold((0, 0), |(told, all), part| (told + shown(part).min(part.hints.len()), all + part.hints.len()));
    let name = Style::new().bold().apply_to(entry.slug());
    let mut lines = vec![format!("{name} · {told} of {}", counted(all, "hint"))];
    for part in entry.exercise.parts().filter(|part| only.is_none_or(|only| part.name == only)) {
        let told = &part.hints[..shown(part).min(part.hints.len())];
        if !told.is_empty() {
            lines.push(format!("  {}", Style::new().bold().apply_to(&part.name)));
            lines.extend(told.iter().map(|hint| format!("    {hint}")));
        }
    }
    lines
}

/// The author's answer, part by part, under its path.
pub fn solution(entry: &Entry<'_>) -> Vec<String> {
    let mut lines = vec![format!("the reference solution, in {}:", entry.reference().display())];
    for part in entry.exercise.parts().filter(|part| part.name != HELPERS) {
        lines.push(String::new());
        lines.push(format!("  {}", Style::new().bold().apply_to(&part.name)));
        lines.extend(part.solution.lines().map(|line| format!("  {line}")));
    }
    lines
}

/// As many lines as have room in `rows` rows of `columns` columns; where some do not, the last row says so, and names the
/// key that shows them.
pub fn fit(lines: &[String], rows: usize, columns: usize) -> Vec<String> {
    if height(lines, columns) <= rows {
        return lines.to_vec();
    }
    let mut room = rows.saturating_sub(1);
    let count = lines.len();
    let mut kept: Vec<_> = lines
        .iter()
        .take_while(|line| {
            let height = height(std::slice::from_ref(line), columns);
            let fits = height <= room;
            room = room.saturating_sub(height);
            fits
        })
        .cloned()
        .collect();
    kept.push(format!("… {} more (space)", counted(count - kept.len(), "line")));
    kept
}

/// How many rows of `columns` columns these lines take.
pub fn height(lines: &[String], columns: usize) -> usize {
    lines.iter().map(|line| measure_text_width(line).div_ceil(columns.max(1)).max(1)).sum()
}

/// These lines of prose in `columns` columns, broken between words; what is broken is as deep as its line.
pub fn wrap(lines: &[String], columns: usize) -> Vec<String> {
    let of_line = |line: &String| {
        let indent = " ".repeat(line.len() - line.trim_start().len());
        let options = textwrap::Options::new(columns.max(1)).subsequent_indent(&indent);
        textwrap::wrap(line, options).into_iter().map(Cow::into_owned).collect::<Vec<_>>()
    };
    lines.iter().flat_map(of_line).collect()
}

/// A line that has room in `columns` columns.
pub fn cut(line: &str, columns: usize) -> String {
    truncate_str(line, columns, "…").into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_room_is_counted() {
        let lines = |count: usize| (0..count).map(|number| format!("line {number}")).collect::<Vec<_>>();
        assert_eq!(fit(&lines(3), 3, 80), lines(3));
        assert_eq!(fit(&lines(5), 3, 80), ["line 0", "line 1", "… 3 lines more (space)"]);
        // A line that is wider than the terminal takes two rows.
        assert_eq!(
            fit(&["x".repeat(81), "y".into(), "z".into()], 3, 80),
            ["x".repeat(81), "… 2 lines more (space)".into()]
        );
        assert_eq!(fit(&lines(2), 0, 80), ["… 2 lines more (space)"]);
    }

    #[test]
    fn prose_is_broken_between_words_and_stays_as_deep() {
        let lines = ["    one two three".into(), "four".into()];
        assert_eq!(wrap(&lines, 12), ["    one two", "    three", "four"]);
        assert_eq!(wrap(&lines, 80), lines);
    }

    #[test]
    fn a_bar_is_full_only_when_all_is_done() {
        let plain = |done, all| console::strip_ansi_codes(&bar(done, all)).into_owned();
        assert_eq!(plain(0, 8), "░".repeat(BAR));
        assert_eq!(plain(8, 8), "█".repeat(BAR));
        assert!(plain(56, 57).ends_with('░'));
        assert_eq!(plain(0, 0), "░".repeat(BAR));
    }
}
