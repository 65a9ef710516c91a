//! Settings as texts, each with its origin.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fmt, fs,
    path::{Path, PathBuf},
};

use clap::ArgMatches;

use super::{Problem, SETTINGS, Setting, values::nearest};

/// Where a text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// From [`SETTINGS`].
    Default,
    /// From the file at this path.
    File(PathBuf),
    /// From an environment variable.
    Variable(String),
    /// From a flag.
    Flag(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            // Quoted: a path may have a line break in it, and this stands in a comment.
            Self::File(path) => write!(f, "file {path:?}"),
            Self::Variable(name) => write!(f, "environment {name}"),
            Self::Flag(name) => write!(f, "flag --{name}"),
        }
    }
}

/// What a setting is set to, before anybody has understood it.
#[derive(Clone)]
pub struct Value {
    /// As it was written.
    pub text: String,
    /// Where.
    pub origin: Origin,
}

/// Only where it comes from: whether the text is a secret, the setting knows and the value does not.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Value").field("origin", &self.origin).finish_non_exhaustive()
    }
}

/// What our variables begin with.
pub(super) const PREFIX: &str = "CONDUIT_";

/// The texts of settings, by key.
#[derive(Clone, Default)]
pub struct Layers(BTreeMap<&'static str, Value>);

impl Layers {
    /// What holds if nobody says anything.
    pub fn defaults() -> Self {
        let values = SETTINGS.iter().filter_map(|setting| {
            let text = setting.default?.to_owned();
            Some((setting.key, Value { text, origin: Origin::Default }))
        });
        Self(values.collect())
    }

    /// What the variables that begin with `CONDUIT_` say. One that means nothing is a problem: most likely it was
    /// meant to be another one.
    pub fn from_environment(
        variables: impl IntoIterator<Item = (OsString, OsString)>,
        problems: &mut Vec<Problem>,
    ) -> Self {
        let mut layer = Self::default();
        for (name, value) in variables {
            // A name that is not UTF-8 is none of ours, but may have been meant to be.
            let name = name.to_string_lossy();
            let Some(rest) = name.strip_prefix(PREFIX) else { continue };
            let origin = Origin::Variable(name.clone().into_owned());
            let known = SETTINGS.iter().find(|setting| setting.variable() == name);
            match (known, value.into_string()) {
                (Some(setting), Ok(text)) => {
                    layer.0.insert(setting.key, Value { text, origin });
                }
                (Some(setting), Err(_)) => {
                    problems.push(Problem::new(setting.key, "is not valid UTF-8", Some(origin)));
                }
                // Compared without the beginning that all of them share, which would make all of them alike.
                (None, _) => {
                    let near =
                        nearest(rest, SETTINGS.iter().map(|it| it.variable()[PREFIX.len()..].to_owned()));
                    let near = near.map(|rest| format!("{PREFIX}{rest}"));
                    problems.push(Problem::unknown(&name, near, None));
                }
            }
        }
        layer
    }

    /// What the command line says.
    pub fn from_flags(matches: &ArgMatches) -> Self {
        let values = SETTINGS.iter().filter_map(|setting| {
            let text = matches.get_one::<String>(setting.key)?.clone();
            Some((setting.key, Value { text, origin: Origin::Flag(setting.flag()) }))
        });
        Self(values.collect())
    }

    /// What the TOML file at `path` says. A key that means nothing is a problem, and so is one that is set twice.
    pub fn from_file(path: &Path, problems: &mut Vec<Problem>) -> Self {
        let mut layer = Self::default();
        let origin = Origin::File(path.to_owned());
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                problems.push(Problem::new("config", &format!("cannot be read: {error}"), Some(origin)));
                return layer;
            }
        };
        match text.parse::<toml::Table>() {
            Ok(table) => layer.add_table("", table, &origin, problems),
            Err(error) => {
                // Displayed, the error would quote the line, and that line may be the one with the password.
                let line = error.span().map_or(1, |span| {
                    text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() + 1
                });
                let what = format!("is not TOML: line {line}: {}", error.message());
                problems.push(Problem::new("config", &what, Some(origin)));
            }
        }
        layer
    }

    fn add_table(&mut self, prefix: &str, table: toml::Table, origin: &Origin, problems: &mut Vec<Problem>) {
        for (key, value) in table {
            let key = format!("{prefix}{key}");
            let known = SETTINGS.iter().find(|setting| setting.key == key);
            let text = match (known, value) {
                (None, toml::Value::Table(table)) => {
                    self.add_table(&format!("{key}."), table, origin, problems);
                    continue;
                }
                (None, _) => {
                    let near = nearest(&key, SETTINGS.iter().map(|it| it.key.to_owned()));
                    problems.push(Problem::unknown(&key, near, Some(origin.clone())));
                    continue;
                }
                (Some(Setting { key: "config", .. }), _) => {
                    problems.push(Problem::new("config", "cannot be set in a file", Some(origin.clone())));
                    continue;
                }
                (Some(_), toml::Value::String(text)) => text,
                (Some(_), toml::Value::Integer(number)) => number.to_string(),
                (Some(setting), other) => {
                    let what = format!("must be a string or a whole number, not a {}", other.type_str());
                    problems.push(Problem::new(setting.key, &what, Some(origin.clone())));
                    continue;
                }
            };
            let Some(setting) = known else { continue };
            // `[limits] requests` and `"limits.requests"` are two keys to TOML, and one setting to us.
            if self.0.insert(setting.key, Value { text, origin: origin.clone() }).is_some() {
                problems.push(Problem::new(setting.key, "is set twice", Some(origin.clone())));
            }
        }
    }

    /// Lays another layer over this one.
    pub fn overlay(&mut self, above: Self) {
        self.0.extend(above.0);
    }

    /// What a setting is set to.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }
}

/// All settings with their origins, as a TOML file that says the same when it is read; of secrets, only that they are
/// set, in a comment.
impl fmt::Display for Layers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Setting { key, secret, default, .. } in SETTINGS {
            match self.get(key) {
                None => writeln!(f, "# {key} is not set")?,
                Some(Value { text, origin }) if *key == "config" => {
                    writeln!(f, "# {key}: {text:?} # {origin}")?
                }
                // The default is known to everybody.
                Some(Value { text, origin }) if *secret && *default != Some(text) => {
                    writeln!(f, "# {key} is set, and not shown # {origin}")?;
                }
                // What Rust escapes is not what TOML escapes.
                Some(Value { text, origin }) => {
                    writeln!(f, "{key} = {} # {origin}", toml::Value::from(text.as_str()))?;
                }
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Layers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
