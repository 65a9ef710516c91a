//! # Which line of which file
//!
//! A newsletter mailer reads its settings from files of `key = number` lines, and a file can include others. When a
//! number is bad, the operator wants to see the line, and how the mailer came to read it:
//!
//! ```text
//! mailer.conf:3: limits.conf:1: retries: invalid digit found in string
//! ```
//!
//! No function knows all of that. Let each of the four add what it alone knows, and pass everything else on with `?`.
//! A line is empty, `key = number`, `include file` or `include? file`. The file of an `include?` may be missing, but if
//! it is there, it must be right, and all that it includes as well. Files do not include one another in a circle.

use std::{collections::BTreeMap, fmt, num::ParseIntError};

/// Stands in for the disk: names and contents.
pub type Files = BTreeMap<&'static str, &'static str>;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Settings {
    pub retries: u8,
    pub batch: u8,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no file of that name.
    Missing,
    /// The line is none of the four kinds.
    Syntax,
    UnknownKey(String),
    Number {
        key: String,
        source: ParseIntError,
    },
}

/// What went wrong, and the lines that led there, the outermost first.
#[derive(Debug, PartialEq, Eq)]
pub struct LoadError {
    pub trail: Vec<(String, usize)>,
    pub fault: Fault,
}

impl From<Fault> for LoadError {
    fn from(fault: Fault) -> Self {
        Self { trail: Vec::new(), fault }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.trail.iter().try_for_each(|(file, line)| write!(f, "{file}:{line}: "))?;
        match &self.fault {
            Fault::Missing => f.write_str("there is no such file"),
            Fault::Syntax => f.write_str("this is not a setting"),
            Fault::UnknownKey(key) => write!(f, "{key}: there is no such setting"),
            Fault::Number { key, source } => write!(f, "{key}: {source}"),
        }
    }
}

pub trait At<T> {
    /// Adds the line where it happened, in front of those that an error has passed already.
    fn at(self, file: &str, line: usize) -> Result<T, LoadError>;
}

impl<T, E: Into<LoadError>> At<T> for Result<T, E> {
    fn at(self, file: &str, line: usize) -> Result<T, LoadError> {
        // solution:begin
        // hint: `E` is a `Fault` the first time and a `LoadError` from then on; `Into` takes both, for `From<T> for T`.
        // hint: `map_err` with a closure that starts with `let mut error: LoadError = error.into();`. Without the type,
        // hint: nothing would say what `into` makes.
        self.map_err(|error| {
            let mut error: LoadError = error.into();
            error.trail.insert(0, (file.to_owned(), line));
            error
        })
        // solution:end
    }
}

/// Reads a file and all that it includes. Later lines win.
pub fn load(files: &Files, name: &str) -> Result<Settings, LoadError> {
    let mut settings = Settings::default();
    load_into(&mut settings, files, name)?;
    Ok(settings)
}

/// Reads every line, and knows the file's name and the line's number, which counts from 1.
fn load_into(settings: &mut Settings, files: &Files, name: &str) -> Result<(), LoadError> {
    // solution:begin
    // hint: `Option` has `ok_or` to become what a `?` can convert: a `Fault` will do, since there is a `From` for it.
    // hint: `(1..).zip(text.lines())` counts the lines.
    // hint: One expression for a line: what `apply` says, `.at` this line, `?`.
    let text = files.get(name).ok_or(Fault::Missing)?;
    for (number, line) in (1..).zip(text.lines()) {
        apply(settings, files, line).at(name, number)?;
    }
    Ok(())
    // solution:end
}

/// Does what a line says.
fn apply(settings: &mut Settings, files: &Files, line: &str) -> Result<(), LoadError> {
    // solution:begin
    // hint: `strip_prefix` for the two kinds of `include`, `split_once(" = ")` for a setting.
    // hint: An `include?` must not pass on every `Missing`. Whose is it, if the trail is empty?
    // hint: `Err(LoadError { trail, fault: Fault::Missing }) if trail.is_empty()` is the only error to forgive.
    // hint: `set` fails with a `Fault`: `Ok(set(…)?)` converts it, a plain `set(…)` does not.
    if line.is_empty() {
        return Ok(());
    }
    if let Some(name) = line.strip_prefix("include ") {
        return load_into(settings, files, name);
    }
    if let Some(name) = line.strip_prefix("include? ") {
        return match load_into(settings, files, name) {
            Err(LoadError { trail, fault: Fault::Missing }) if trail.is_empty() => Ok(()),
            outcome => outcome,
        };
    }
    let (key, value) = line.split_once(" = ").ok_or(Fault::Syntax)?;
    Ok(set(settings, key, value)?)
    // solution:end
}

/// Changes one setting. A key that does not exist is the fault to report, whatever its value looks like.
fn set(settings: &mut Settings, key: &str, value: &str) -> Result<(), Fault> {
    // solution:begin
    // hint: Find the field first, as a `&mut u8`; then there is one place that parses.
    // hint: There is no `From<ParseIntError> for Fault`, and could there be? It would not know the key.
    let field = match key {
        "retries" => &mut settings.retries,
        "batch" => &mut settings.batch,
        _ => return Err(Fault::UnknownKey(key.to_owned())),
    };
    *field = value.parse().map_err(|source| Fault::Number { key: key.to_owned(), source })?;
    Ok(())
    // solution:end
}

#[track_caller]
fn check(files: &[(&'static str, &'static str)], expected: Result<Settings, &str>) {
    let loaded = load(&files.iter().copied().collect(), "mailer.conf");
    assert_eq!(loaded.map_err(|error| error.to_string()), expected.map_err(str::to_owned));
}

#[test]
fn later_lines_win_and_empty_ones_say_nothing() {
    check(
        &[("mailer.conf", "retries = 1\n\nbatch = 50\nretries = 3")],
        Ok(Settings { retries: 3, batch: 50 }),
    );
}

#[test]
fn an_included_file_speaks_at_the_line_that_includes_it() {
    check(
        &[
            ("mailer.conf", "retries = 1\ninclude limits.conf\nbatch = 7"),
            ("limits.conf", "retries = 2\nbatch = 2"),
        ],
        Ok(Settings { retries: 2, batch: 7 }),
    );
}

#[test]
fn a_bad_number_is_reported_with_its_key_and_every_line_that_led_there() {
    check(
        &[("mailer.conf", "batch = 256")],
        Err("mailer.conf:1: batch: number too large to fit in target type"),
    );
    check(
        &[("mailer.conf", "\n\ninclude limits.conf"), ("limits.conf", "retries = many")],
        Err("mailer.conf:3: limits.conf:1: retries: invalid digit found in string"),
    );
}

#[test]
fn an_unknown_key_is_reported_as_such_even_if_its_value_is_bad() {
    check(&[("mailer.conf", "retry = many")], Err("mailer.conf:1: retry: there is no such setting"));
}

#[test]
fn a_line_of_no_kind_is_a_syntax_fault() {
    check(&[("mailer.conf", "retries: 3")], Err("mailer.conf:1: this is not a setting"));
}

#[test]
fn a_missing_first_file_has_no_line() {
    check(&[], Err("there is no such file"));
}

#[test]
fn only_an_optional_file_may_be_missing() {
    check(&[("mailer.conf", "include? local.conf\nbatch = 9")], Ok(Settings { retries: 0, batch: 9 }));
    check(&[("mailer.conf", "include local.conf")], Err("mailer.conf:1: there is no such file"));
}

#[test]
fn an_optional_file_that_is_there_must_be_right() {
    check(
        &[("mailer.conf", "include? local.conf"), ("local.conf", "batch = -1")],
        Err("mailer.conf:1: local.conf:1: batch: invalid digit found in string"),
    );
}

#[test]
fn what_an_optional_file_includes_is_not_optional() {
    check(
        &[("mailer.conf", "include? local.conf"), ("local.conf", "include secret.conf")],
        Err("mailer.conf:1: local.conf:1: there is no such file"),
    );
}

#[test]
fn a_place_goes_in_front_of_those_that_the_error_has_passed() {
    let inner: Result<(), LoadError> = Err(Fault::Syntax).at("inner", 2);
    let outer = inner.at("outer", 1);
    let trail = vec![("outer".to_owned(), 1), ("inner".to_owned(), 2)];
    assert_eq!(outer, Err(LoadError { trail, fault: Fault::Syntax }));
}
