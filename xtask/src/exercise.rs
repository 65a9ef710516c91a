//! Exercise files: the task, the learner's parts between markers, the tests.
//!
//! ```text
//! //! # Title, then the task
//! fn part(&self) -> u32 {
//!     // solution:begin
//!     // hint: shown first
//!     // hint: shown when the first did not help
//!     // stub: 0                 (instead of `todo!()`, where that would not compile)
//!     // ban: .clone() because it is to be moved
//!     // require: try_fold because the rest must stay unread
//!     self.reference_solution()
//!     // solution:end
//! }
//! ```
//!
//! Learners get the same file with each part replaced by its stub, between markers of their own, and with one more part
//! at the top, for imports and helpers:
//!
//! ```text
//! fn part(&self) -> u32 {
//!     // yours:begin part
//!     todo!()
//!     // yours:end
//! }
//! ```

use std::fmt;

/// What a learner gets in place of a part that says nothing else.
const STUB: &str = "todo!()";

/// The name of the part that every exercise has besides those in its file.
pub const HELPERS: &str = "helpers";

/// Stands above the first part of a learner's file.
const LEGEND: &str =
    "// Write between `yours:begin` and `yours:end`. The rest is given, and must stay as it is.";

const BEGIN: &str = "// yours:begin ";
const END: &str = "// yours:end";

/// An exercise as its author wrote it.
#[derive(Debug)]
pub struct Exercise {
    segments: Vec<Segment>,
}

#[derive(Debug)]
enum Segment {
    /// A line, as it stands.
    Given(String),
    Part(Part),
}

/// What a learner is to write.
#[derive(Debug)]
pub struct Part {
    /// After what it stands in, unique in its exercise.
    pub name: String,
    /// From vague to plain.
    pub hints: Vec<String>,
    pub rules: Vec<Rule>,
    /// The author's answer: lines without hints and rules.
    pub solution: String,
    indent: String,
    stub: Vec<String>,
    /// Of the line that begins it.
    line: usize,
}

/// What an answer must not or must contain, whatever the tests say.
#[derive(Debug)]
pub struct Rule {
    pub kind: RuleKind,
    /// Rust tokens.
    pub pattern: String,
    /// Follows the word "because".
    pub why: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleKind {
    Ban,
    Require,
}

impl Exercise {
    /// # Errors
    /// What is wrong with the markers, with its line.
    pub fn parse(source: &str) -> Result<Self, String> {
        let lines: Vec<_> = source.lines().collect();
        let head = lines.iter().take_while(|line| is_head(line)).count();
        let mut segments: Vec<_> = lines[..head].iter().map(|line| Segment::Given((*line).into())).collect();
        segments.push(Segment::Given(LEGEND.into()));
        segments.push(Segment::Part(Part::new(HELPERS.into(), "", head)));
        segments.push(Segment::Given(String::new()));
        let mut names = vec![HELPERS.to_owned()];
        let mut open: Option<Part> = None;
        for (index, line) in lines.iter().enumerate().skip(head) {
            let number = index + 1;
            let text = line.trim_start();
            match (&mut open, text) {
                (None, "// solution:begin") => {
                    let indent = &line[..line.len() - text.len()];
                    let name = unique(name_of_place(&lines[..index], indent.len()), &names);
                    names.push(name.clone());
                    open = Some(Part::new(name, indent, number));
                }
                (None, "// solution:end") => {
                    return Err(format!("line {number}: ends a part that has not begun"));
                }
                (None, _) => segments.push(Segment::Given((*line).into())),
                (Some(part), "// solution:begin") => {
                    return Err(format!(
                        "line {number}: the part that began at line {} has not ended",
                        part.line
                    ));
                }
                (Some(part), "// solution:end") => {
                    if part.hints.is_empty() {
                        return Err(format!("line {}: this part has no `// hint: …`", part.line));
                    }
                    if part.stub.is_empty() {
                        part.stub.push(STUB.into());
                    }
                    segments.extend(open.take().map(Segment::Part));
                }
                (Some(part), _) => {
                    part.read(line).map_err(|complaint| format!("line {number}: {complaint}"))?;
                }
            }
        }
        match open {
            Some(part) => Err(format!("line {}: the part that begins here has no end", part.line)),
            None if names.len() == 1 => {
                Err("there is no part for the learner: // solution:begin … // solution:end".into())
            }
            None => Ok(Self { segments }),
        }
    }

    /// The parts in the order of the file; the first is the one for helpers.
    pub fn parts(&self) -> impl Iterator<Item = &Part> + Clone {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Given(_) => None,
            Segment::Part(part) => Some(part),
        })
    }

    /// The file that a learner gets.
    pub fn stub(&self) -> String {
        self.with(|part| part.stub_text())
    }

    /// The file with the author's answers.
    pub fn solved(&self) -> String {
        self.with(|part| part.solution.clone())
    }

    /// The learner's file with `answer` in each part: lines that end with a line feed, or nothing.
    pub fn with(&self, mut answer: impl FnMut(&Part) -> String) -> String {
        let mut file = String::new();
        for segment in &self.segments {
            match segment {
                Segment::Given(line) => push_line(&mut file, "", line),
                Segment::Part(part) => {
                    for Rule { kind, pattern, why } in &part.rules {
                        let word = if *kind == RuleKind::Ban { "without" } else { "with" };
                        push_line(&mut file, &part.indent, &format!("// {word} `{pattern}`, because {why}"));
                    }
                    push_line(&mut file, &part.indent, &format!("{BEGIN}{}", part.name));
                    file.push_str(&answer(part));
                    push_line(&mut file, &part.indent, END);
                }
            }
        }
        file
    }
}

impl Part {
    fn new(name: String, indent: &str, line: usize) -> Self {
        Self {
            name,
            hints: Vec::new(),
            rules: Vec::new(),
            solution: String::new(),
            indent: indent.into(),
            stub: Vec::new(),
            line,
        }
    }

    /// Takes a line between the markers.
    fn read(&mut self, line: &str) -> Result<(), String> {
        let text = line.trim_start();
        if let Some(hint) = text.strip_prefix("// hint: ") {
            self.hints.push(hint.into());
        } else if let Some(stub) = text.strip_prefix("// stub:") {
            self.stub.push(stub.strip_prefix(' ').unwrap_or(stub).into());
        } else if let Some(rule) = text.strip_prefix("// ban: ") {
            self.rules.push(Rule::parse(RuleKind::Ban, rule)?);
        } else if let Some(rule) = text.strip_prefix("// require: ") {
            self.rules.push(Rule::parse(RuleKind::Require, rule)?);
        } else {
            push_line(&mut self.solution, "", line);
        }
        Ok(())
    }

    /// What stands between the markers before the learner has written anything.
    pub fn stub_text(&self) -> String {
        let mut text = String::new();
        for line in &self.stub {
            push_line(&mut text, if line.is_empty() { "" } else { &self.indent }, line);
        }
        text
    }
}

impl Rule {
    fn parse(kind: RuleKind, text: &str) -> Result<Self, String> {
        let (pattern, why) = text
            .split_once(" because ")
            .ok_or("a rule says why: `// ban: .clone() because it is to be moved`")?;
        Ok(Self { kind, pattern: pattern.trim().into(), why: why.trim().into() })
    }
}

/// A learner's file, split at its markers.
#[derive(Debug)]
pub struct Answer {
    /// What is not the learner's, line by line at its place; each part is a string literal with its name.
    pub given: String,
    pub parts: Vec<AnswerPart>,
}

#[derive(Debug)]
pub struct AnswerPart {
    pub name: String,
    /// Lines that end with a line feed, or nothing.
    pub text: String,
    /// Of the first of these lines.
    pub line: usize,
}

/// What is wrong with the markers of a learner's file.
#[derive(Debug, PartialEq, Eq)]
pub enum Unmarked {
    EndBefore { line: usize },
    BeginAgain { line: usize, open: String },
    NoEnd { open: String },
    Twice { line: usize, name: String },
}

impl Unmarked {
    /// Where it is noticed, if there is one such line.
    pub fn line(&self) -> Option<usize> {
        match self {
            Self::EndBefore { line } | Self::BeginAgain { line, .. } | Self::Twice { line, .. } => {
                Some(*line)
            }
            Self::NoEnd { .. } => None,
        }
    }
}

impl fmt::Display for Unmarked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EndBefore { .. } => write!(f, "`{END}` ends a part of yours whose `{BEGIN}…` is gone"),
            Self::BeginAgain { open, .. } => {
                write!(f, "your part `{open}` has lost its `{END}` before this line")
            }
            Self::NoEnd { open } => write!(f, "your part `{open}` has lost its `{END}`"),
            Self::Twice { name, .. } => write!(f, "the part `{name}` begins a second time"),
        }
    }
}

impl Answer {
    /// # Errors
    /// If a marker has got lost.
    pub fn parse(text: &str) -> Result<Self, Unmarked> {
        let mut answer = Self { given: String::new(), parts: Vec::new() };
        let mut open = false;
        for (number, line) in (1..).zip(text.lines()) {
            let marker = line.trim();
            if let Some(name) = marker.strip_prefix(BEGIN) {
                let name = name.trim_end();
                if let Some(part) = answer.parts.last().filter(|_| open) {
                    return Err(Unmarked::BeginAgain { line: number, open: part.name.clone() });
                }
                if answer.parts.iter().any(|part| part.name == name) {
                    return Err(Unmarked::Twice { line: number, name: name.into() });
                }
                answer.parts.push(AnswerPart { name: name.into(), text: String::new(), line: number + 1 });
                push_line(&mut answer.given, "", &format!("{:?}", format!("yours:{name}")));
                open = true;
            } else if marker == END {
                if !open {
                    return Err(Unmarked::EndBefore { line: number });
                }
                push_line(&mut answer.given, "", "");
                open = false;
            } else if let Some(part) = answer.parts.last_mut().filter(|_| open) {
                push_line(&mut part.text, "", line);
                push_line(&mut answer.given, "", "");
            } else {
                push_line(&mut answer.given, "", line);
            }
        }
        match answer.parts.last() {
            Some(part) if open => Err(Unmarked::NoEnd { open: part.name.clone() }),
            _ => Ok(answer),
        }
    }

    /// The learner's text in the part of this name.
    pub fn part(&self, name: &str) -> Option<&AnswerPart> {
        self.parts.iter().find(|part| part.name == name)
    }
}

/// Whether a line belongs to what must stand at the top of a file.
fn is_head(line: &str) -> bool {
    let text = line.trim();
    text.is_empty() || text.starts_with("//!") || text.starts_with("#!")
}

/// What a part stands in, `indent` columns deep: the function or else the block whose head is nearest above.
fn name_of_place(above: &[&str], indent: usize) -> String {
    let heads = above.iter().rev().filter(|line| {
        let text = line.trim_start();
        !text.is_empty() && line.len() - text.len() < indent
    });
    for head in heads {
        if let Some((_, rest)) = head.split_once("fn ").or_else(|| head.split_once("macro_rules! ")) {
            return rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        }
        let text = head.trim();
        if let Some(block) = text.strip_suffix(" {")
            && ["impl", "trait", "mod"].iter().any(|word| text.starts_with(word))
        {
            return block.into();
        }
    }
    "items".into()
}

fn unique(name: String, taken: &[String]) -> String {
    let numbered = (2..).map(|number| format!("{name} {number}"));
    let free = std::iter::once(name.clone()).chain(numbered).find(|name| !taken.contains(name));
    free.expect("there is always one more number")
}

fn push_line(text: &mut String, indent: &str, line: &str) {
    text.push_str(indent);
    text.push_str(line);
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "\
//! # Counting

use std::num::NonZero;

fn one() -> u32 {
    // solution:begin
    // hint: Count.
    // ban: u32::MIN because it is zero
    1
    // solution:end
}

impl Counter for Two {
    fn count(
        &self,
    ) -> impl Iterator<Item = u32> {
        // solution:begin
        // stub: let todo: Option<u32> = todo!();
        // stub: todo.into_iter()
        // hint: Count on.
        // hint: One, two.
        [1, 2].into_iter()
        // solution:end
    }

    // solution:begin
    // hint: Say its name.
    // stub:
    const NAME: &str = \"two\";
    // solution:end
}
";

    const STUB: &str = "\
//! # Counting

// Write between `yours:begin` and `yours:end`. The rest is given, and must stay as it is.
// yours:begin helpers
// yours:end

use std::num::NonZero;

fn one() -> u32 {
    // without `u32::MIN`, because it is zero
    // yours:begin one
    todo!()
    // yours:end
}

impl Counter for Two {
    fn count(
        &self,
    ) -> impl Iterator<Item = u32> {
        // yours:begin count
        let todo: Option<u32> = todo!();
        todo.into_iter()
        // yours:end
    }

    // yours:begin impl Counter for Two

    // yours:end
}
";

    #[test]
    fn each_part_becomes_a_stub_between_the_learners_markers() {
        let exercise = Exercise::parse(SOURCE).unwrap();
        assert_eq!(exercise.stub(), STUB);
    }

    #[test]
    fn parts_keep_their_hints_their_rules_and_their_solution() {
        let exercise = Exercise::parse(SOURCE).unwrap();
        let parts: Vec<_> = exercise.parts().collect();
        assert_eq!(parts[1].solution, "    1\n");
        let [rule] = &parts[1].rules[..] else { panic!("{:?}", parts[1].rules) };
        assert_eq!(
            (rule.kind, rule.pattern.as_str(), rule.why.as_str()),
            (RuleKind::Ban, "u32::MIN", "it is zero")
        );
        assert_eq!(parts[2].hints, ["Count on.", "One, two."]);
    }

    #[test]
    fn an_answer_is_split_at_its_markers_and_keeps_its_lines() {
        let answer = Answer::parse(STUB).unwrap();
        let names: Vec<_> = answer.parts.iter().map(|part| part.name.as_str()).collect();
        assert_eq!(names, ["helpers", "one", "count", "impl Counter for Two"]);
        assert_eq!((answer.parts[1].text.as_str(), answer.parts[1].line), ("    todo!()\n", 12));
        assert_eq!(answer.given.lines().nth(10), Some("\"yours:one\""));
        assert_eq!(answer.given.lines().count(), STUB.lines().count());
        assert!(!answer.given.contains("todo"));
    }

    #[test]
    fn an_answer_put_back_into_its_exercise_is_the_same_file() {
        let exercise = Exercise::parse(SOURCE).unwrap();
        let file = exercise.solved();
        let answer = Answer::parse(&file).unwrap();
        assert_eq!(exercise.with(|part| answer.part(&part.name).unwrap().text.clone()), file);
    }

    #[test]
    fn lost_markers_are_named() {
        let check = |text: &str, expected| assert_eq!(Answer::parse(text).unwrap_err(), expected, "{text}");
        check("// yours:end", Unmarked::EndBefore { line: 1 });
        check("// yours:begin a\n// yours:begin b\n", Unmarked::BeginAgain { line: 2, open: "a".into() });
        check("\n// yours:begin a\nx", Unmarked::NoEnd { open: "a".into() });
        check(
            "// yours:begin a\n// yours:end\n// yours:begin a",
            Unmarked::Twice { line: 3, name: "a".into() },
        );
    }

    #[test]
    fn two_parts_in_places_of_one_name_have_two_names() {
        let part = "fn new() {\n    // solution:begin\n    // hint: x\n    // solution:end\n}\n";
        let exercise = Exercise::parse(&part.repeat(2)).unwrap();
        let names: Vec<_> = exercise.parts().map(|part| part.name.as_str()).collect();
        assert_eq!(names, ["helpers", "new", "new 2"]);
    }

    #[test]
    fn rules_of_a_macro_have_its_name() {
        let part = "    // solution:begin\n    // hint: x\n    () => {};\n    // solution:end\n}\n";
        let source = format!("impl Page {{\n}}\n\nmacro_rules! page {{\n{part}");
        let exercise = Exercise::parse(&source).unwrap();
        let names: Vec<_> = exercise.parts().map(|part| part.name.as_str()).collect();
        assert_eq!(names, ["helpers", "page"]);
    }

    #[track_caller]
    fn refused(source: &str, complaint: &str) {
        assert_eq!(Exercise::parse(source).unwrap_err(), complaint);
    }

    #[test]
    fn markers_that_do_not_match_are_named_with_their_line() {
        refused("\n// solution:end", "line 2: ends a part that has not begun");
        refused(
            "// solution:begin\n// solution:begin",
            "line 2: the part that began at line 1 has not ended",
        );
        refused("// solution:begin\n// hint: x", "line 1: the part that begins here has no end");
        refused("// solution:begin\n// solution:end", "line 1: this part has no `// hint: …`");
        refused("fn main() {}", "there is no part for the learner: // solution:begin … // solution:end");
        refused(
            "// solution:begin\n// ban: .clone()",
            "line 2: a rule says why: `// ban: .clone() because it is to be moved`",
        );
    }
}
