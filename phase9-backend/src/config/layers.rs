//! Settings as texts, each with its origin.

use std::{collections::BTreeMap, ffi::OsString, fmt, fs, path::Path};

use clap::ArgMatches;

use super::{Problem, SETTINGS, Setting};

/// Where a text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// From [`SETTINGS`].
    Default,
    /// From a file: its path and the key.
    File(String),
    /// From an environment variable.
    Variable(String),
    /// From a flag.
    Flag(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "file {path}"),
            Self::Variable(name) => write!(f, "environment {name}"),
            Self::Flag(name) => write!(f, "flag --{name}"),
        }
    }
}

/// What a setting is set to, before anybody has understood it.
#[derive(Clone, Debug)]
pub struct Value {
    /// As it was written.
    pub text: String,
    /// Where.
    pub origin: Origin,
}

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
            let Some(name) = name.to_str().filter(|name| name.starts_with("CONDUIT_")) else { continue };
            let origin = Origin::Variable(name.to_owned());
            let known = SETTINGS.iter().find(|setting| setting.variable() == name);
            match (known, value.into_string()) {
                (Some(setting), Ok(text)) => {
                    layer.0.insert(setting.key, Value { text, origin });
                }
                (Some(_), Err(_)) => problems.push(Problem::new(name, "is not valid UTF-8", Some(origin))),
                (None, _) => problems.push(Problem::unknown(name, SETTINGS.iter().map(Setting::variable))),
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

    /// What the TOML file at `path` says. A key that means nothing is a problem.
    pub fn from_file(path: &Path, problems: &mut Vec<Problem>) -> Self {
        let mut layer = Self::default();
        let origin = Origin::File(path.display().to_string());
        let parsed = fs::read_to_string(path)
            .map_err(|error| error.to_string())
            .and_then(|text| text.parse::<toml::Table>().map_err(|error| error.to_string()));
        match parsed {
            Ok(table) => layer.add_table("", &table, &origin, problems),
            Err(error) => {
                problems.push(Problem::new("config", &format!("cannot be read: {error}"), Some(origin)))
            }
        }
        layer
    }

    fn add_table(&mut self, prefix: &str, table: &toml::Table, origin: &Origin, problems: &mut Vec<Problem>) {
        for (key, value) in table {
            let key = format!("{prefix}{key}");
            if let toml::Value::Table(table) = value {
                self.add_table(&format!("{key}."), table, origin, problems);
                continue;
            }
            let Some(setting) = SETTINGS.iter().find(|setting| setting.key == key) else {
                problems.push(Problem::unknown(&key, SETTINGS.iter().map(|it| it.key.to_owned())));
                continue;
            };
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            self.0.insert(setting.key, Value { text, origin: origin.clone() });
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

/// All settings with their origins, as TOML; of secrets, only that they are set.
impl fmt::Display for Layers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for setting in SETTINGS {
            match self.get(setting.key) {
                None => writeln!(f, "# {} is not set", setting.key)?,
                Some(Value { origin, .. }) if setting.secret => {
                    writeln!(f, "{} = \"[redacted]\" # {origin}", setting.key)?;
                }
                Some(Value { text, origin }) => writeln!(f, "{} = {text:?} # {origin}", setting.key)?,
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
