//! One refused program and what it says about itself.

use std::{collections::BTreeSet, fmt};

/// Why rustc is expected to refuse a line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reason {
    /// An error code or the name of a lint.
    Code(String),
    /// A part of the message of an error that has no code.
    Message(String),
    /// A code, and a part of a message that the program's own crates have worded.
    CodeWithMessage(String, String),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => f.write_str(code),
            Self::Message(part) => write!(f, "an error without a code that says {part:?}"),
            Self::CodeWithMessage(code, part) => write!(f, "{code} that says {part:?}"),
        }
    }
}

/// What the marks of a file ask for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Case {
    /// Lines, counted from 1, with the reason for which each is refused.
    pub(crate) expected: BTreeSet<(usize, Reason)>,
    /// Whether code must be generated for the error to appear.
    pub(crate) build: bool,
    pub(crate) edition: String,
    pub(crate) fixed_edition: String,
}

const EDITIONS: [&str; 4] = ["2015", "2018", "2021", "2024"];

impl Case {
    /// Reads the marks of `source`; every mark that cannot be meant is named in the error, with its line.
    pub(crate) fn parse(source: &str) -> Result<Self, String> {
        let mut case = Self {
            expected: BTreeSet::new(),
            build: false,
            edition: "2024".into(),
            fixed_edition: String::new(),
        };
        let mut faults = Vec::new();
        for (line, text) in (1..).zip(source.lines()) {
            if let Err(fault) = case.directive(text).and_then(|()| case.expectations(line, text)) {
                faults.push(format!("line {line}: {fault}"));
            }
        }
        if case.expected.is_empty() && faults.is_empty() {
            faults.push("no line says `//~ CODE`: what is refused here, and why?".into());
        }
        if case.fixed_edition.is_empty() {
            case.fixed_edition.clone_from(&case.edition);
        }
        if faults.is_empty() { Ok(case) } else { Err(faults.join("\n")) }
    }

    fn directive(&mut self, text: &str) -> Result<(), String> {
        let Some(directive) = text.trim_start().strip_prefix("//@") else { return Ok(()) };
        match directive.split_once(':').map_or((directive.trim(), None), |(k, v)| (k.trim(), Some(v.trim())))
        {
            ("build", None) => self.build = true,
            ("edition", Some(edition)) if EDITIONS.contains(&edition) => self.edition = edition.into(),
            ("fixed-edition", Some(edition)) if EDITIONS.contains(&edition) => {
                self.fixed_edition = edition.into()
            }
            _ => {
                return Err(format!(
                    "`//@{directive}` is no directive; there are `build`, `edition: 20xx`, `fixed-edition: 20xx`"
                ));
            }
        }
        Ok(())
    }

    fn expectations(&mut self, line: usize, text: &str) -> Result<(), String> {
        for mark in text.split("//~").skip(1) {
            let reason = mark.trim_start_matches('^');
            let up = mark.len() - reason.len();
            let target =
                line.checked_sub(up).filter(|line| *line > 0).ok_or("there are not so many lines above")?;
            self.expected.insert((target, parse_reason(reason.trim())?));
        }
        Ok(())
    }
}

fn parse_reason(text: &str) -> Result<Reason, String> {
    let (code, part) = text.split_once('"').map_or((text, None), |(code, rest)| {
        (code.trim_end(), rest.strip_suffix('"').filter(|part| !part.is_empty()))
    });
    let digits = |code: &str| code.len() == 4 && code.bytes().all(|b| b.is_ascii_digit());
    let of_lint = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    let lint = |name: &str| name.contains('_') && name.bytes().all(of_lint);
    let is_code = code.strip_prefix('E').is_some_and(digits);
    match part {
        Some(part) if code.is_empty() => Ok(Reason::Message(part.into())),
        Some(part) if is_code => Ok(Reason::CodeWithMessage(code.into(), part.into())),
        None if code == text && (is_code || lint(text)) => Ok(Reason::Code(text.into())),
        _ => Err(format!(
            "`//~ {text}` is neither a code such as E0502, nor a lint's name, nor a \"part of a message\""
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn expected(source: &str, lines: &[(usize, &str)]) {
        let case = Case::parse(source).unwrap();
        let found: Vec<_> = case.expected.iter().map(|(line, reason)| (*line, reason.to_string())).collect();
        assert_eq!(found, lines.iter().map(|(line, reason)| (*line, (*reason).into())).collect::<Vec<_>>());
    }

    #[track_caller]
    fn refused(source: &str, part: &str) {
        let fault = Case::parse(source).unwrap_err();
        assert!(fault.contains(part), "{fault}");
    }

    #[test]
    fn a_mark_points_at_its_own_line_or_up() {
        expected("x; //~ E0502\n", &[(1, "E0502")]);
        expected("x;\n\n//~^^ E0502\n", &[(1, "E0502")]);
    }

    #[test]
    fn a_line_may_carry_several_marks() {
        expected("x; //~ E0597 //~ E0499\n", &[(1, "E0499"), (1, "E0597")]);
    }

    #[test]
    fn lints_and_messages_are_reasons_too() {
        expected("x; //~ unconditional_panic\n", &[(1, "unconditional_panic")]);
        expected("x; //~ rust_2024_prelude_collisions\n", &[(1, "rust_2024_prelude_collisions")]);
        expected("x; //~ \"may not\"\n", &[(1, "an error without a code that says \"may not\"")]);
    }

    #[test]
    fn a_code_may_have_a_part_of_its_message_beside_it() {
        expected("x; //~ E0277 \"no column\"\n", &[(1, "E0277 that says \"no column\"")]);
        refused("x; //~ E0277 \"no column", "`//~ E0277 \"no column` is neither");
        refused("x; //~ E0277 \"\"", "is neither");
        refused("x; //~ E277 \"no column\"", "is neither");
        refused("x; //~ some_lint \"no column\"", "is neither");
    }

    #[test]
    fn the_repaired_twin_has_the_same_edition_unless_it_says_so() {
        let case = Case::parse("//@ edition: 2021\nx; //~ E0502").unwrap();
        assert_eq!((case.edition.as_str(), case.fixed_edition.as_str()), ("2021", "2021"));
        let case = Case::parse("//@ edition: 2021\n//@ fixed-edition: 2024\nx; //~ E0502").unwrap();
        assert_eq!((case.edition.as_str(), case.fixed_edition.as_str()), ("2021", "2024"));
    }

    #[test]
    fn a_mark_that_cannot_be_meant_is_named_with_its_line() {
        refused("\nx; //~ E502", "line 2: `//~ E502`");
        refused("x; //~", "line 1: `//~ `");
        refused("x; //~^ E0502", "line 1: there are not so many lines above");
        refused("//@ biuld\nx; //~ E0502", "line 1: `//@ biuld` is no directive");
        refused("//@ edition: 2022\nx; //~ E0502", "edition: 2022");
        refused("//@ fixed-edition: 2022\nx; //~ E0502", "fixed-edition: 2022");
        refused("fn main() {}", "no line says");
    }
}
