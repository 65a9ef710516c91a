//! From texts to values, with all problems at once.

use std::{fmt, str::FromStr, time::Duration};

use super::{
    Origin, SETTINGS,
    layers::{Layers, Value},
};

/// A century. An instant that overflows is a panic, far away from here.
const LONGEST: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

/// Something that is wrong with a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    key: String,
    what: String,
    origin: Option<Origin>,
}

impl Problem {
    /// That `key` is wrong in this way.
    pub fn new(key: &str, what: &str, origin: Option<Origin>) -> Self {
        Self { key: key.into(), what: what.into(), origin }
    }

    /// That there is no such key, and which was perhaps meant.
    pub fn unknown(key: &str, meant: Option<String>, origin: Option<Origin>) -> Self {
        let hint = meant.map_or(String::new(), |name| format!("; did you mean `{name}`?"));
        Self::new(key, &format!("is not a setting{hint}"), origin)
    }

    /// By the table, and what stands in no table at the end: neither the order of the environment nor that of a file
    /// decides what is said first.
    fn rank(&self) -> (usize, &str, &str) {
        let place = SETTINGS.iter().position(|setting| setting.key == self.key);
        (place.unwrap_or(SETTINGS.len()), &self.key, &self.what)
    }
}

/// That of the `known` names that `name` resembles most, if it resembles any.
pub(super) fn nearest(name: &str, known: impl Iterator<Item = String>) -> Option<String> {
    let near = known
        .map(|it| (strsim::jaro_winkler(&it, name), it))
        .filter(|(similarity, _)| *similarity > 0.85)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    near.map(|(_, it)| it)
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.key, self.what)?;
        self.origin.as_ref().map_or(Ok(()), |origin| write!(f, " (from {origin})"))
    }
}

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The command line is wrong, or asks for help.
    #[error(transparent)]
    Usage(clap::Error),
    /// Everything that is wrong with the settings.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Invalid(Vec<Problem>),
}

/// Parses settings one by one and gathers what is wrong.
pub(super) struct Values<'a> {
    layers: &'a Layers,
    problems: Vec<Problem>,
}

impl<'a> Values<'a> {
    pub fn new(layers: &'a Layers, problems: Vec<Problem>) -> Self {
        Self { layers, problems }
    }

    /// Notes a complaint that is not about the text of one setting alone.
    pub fn complain(&mut self, key: &str, what: &str) {
        self.problems.push(Problem::new(key, what, None));
    }

    fn refuse(&mut self, key: &str, Value { text, origin }: &Value, wanted: &str) {
        let secret = SETTINGS.iter().any(|setting| setting.key == key && setting.secret);
        let found = if secret { String::new() } else { format!(", not {text:?}") };
        self.problems.push(Problem::new(key, &format!("must be {wanted}{found}"), Some(origin.clone())));
    }

    /// The value of a setting that may be missing.
    pub fn optional<T>(&mut self, key: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let value = self.layers.get(key)?;
        parse(&value.text).map_err(|wanted| self.refuse(key, value, &wanted)).ok()
    }

    /// The value of a setting that must not be missing. If there is none, the reason has been noted.
    pub fn required<T>(&mut self, key: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        if !self.is_set(key) {
            self.complain(key, "must be set");
        }
        self.optional(key, parse)
    }

    /// Whether anybody has said anything about a setting.
    pub fn is_set(&self, key: &str) -> bool {
        self.layers.get(key).is_some()
    }

    /// A value of a type that can be read from a text; `wanted` says what would be one.
    pub fn parsed<T: FromStr>(&mut self, key: &str, wanted: &str) -> Option<T> {
        self.required(key, |text| text.parse().map_err(|_| wanted.to_owned()))
    }

    /// A number from 1 to `max`.
    pub fn number(&mut self, key: &str, max: usize) -> Option<usize> {
        self.required(key, |text| match text.parse() {
            Ok(number) if (1..=max).contains(&number) => Ok(number),
            _ => Err(format!("a whole number from 1 to {max}")),
        })
    }

    /// A span of time, longer than nothing, and short enough to be added to any instant.
    pub fn duration(&mut self, key: &str) -> Option<Duration> {
        self.required(key, |text| {
            let span =
                text.parse::<jiff::SignedDuration>().ok().and_then(|span| Duration::try_from(span).ok());
            span.filter(|span| !span.is_zero() && *span <= LONGEST)
                .ok_or_else(|| "a span of time, like 10s or 2h30m".into())
        })
    }

    /// The whole, if nothing is wrong; or everything that is, in the order of the table.
    pub fn finish<T>(mut self, whole: Option<T>) -> Result<T, ConfigError> {
        match whole {
            Some(whole) if self.problems.is_empty() => Ok(whole),
            _ => {
                self.problems.sort_by(|a, b| a.rank().cmp(&b.rank()));
                Err(ConfigError::Invalid(self.problems))
            }
        }
    }
}
