//! Versions: how they are read, which is the higher one, and which may take the place of which.

use std::{fmt, str::FromStr};

/// A version, in the order of precedence: the order of the fields, and of variants below, is the rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    pub(super) major: u64,
    pub(super) minor: u64,
    pub(super) patch: u64,
    pub(super) stage: Stage,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// What stands behind the hyphen.
    Pre(Vec<Identifier>),
    Released,
}

/// `rc.9` comes before `rc.10`, and a number before any text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Identifier {
    Number(u64),
    Text(String),
}

/// What is neither a version nor a requirement, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotUnderstood(pub String);

impl Version {
    pub(super) fn new(major: u64, minor: u64, patch: u64) -> Self {
        Self { major, minor, patch, stage: Stage::Released }
    }

    /// Whether `newer` may come in the place of `self` unasked: if both authors keep to the rules, dependents compile
    /// with it. A pre-release comes only to those who have one of the same three numbers.
    ///
    /// # Example: below 1.0, the number that may break moves to the right
    /// ```
    /// use phase7_modules::external_crates::Version;
    ///
    /// let version = |text: &str| text.parse::<Version>().expect("this is a version");
    /// assert!(version("1.2.0").allows(&version("1.9.0")));
    /// assert!(!version("0.2.0").allows(&version("0.9.0")));
    /// assert!(!version("0.0.2").allows(&version("0.0.9")));
    /// // Lower than 2.0.0, and breaking all the same.
    /// assert!(!version("1.2.0").allows(&version("2.0.0-rc.1")));
    /// ```
    pub fn allows(&self, newer: &Self) -> bool {
        let is_unasked =
            newer.stage == Stage::Released || (self.stage != Stage::Released && self.is_stage_of(newer));
        self <= newer && *newer < self.next_breaking() && is_unasked
    }

    /// The first version that has no promise to keep to those who use this one.
    pub(super) fn next_breaking(&self) -> Self {
        match (self.major, self.minor) {
            (0, 0) => Self::new(0, 0, self.patch + 1),
            (0, minor) => Self::new(0, minor + 1, 0),
            (major, _) => Self::new(major + 1, 0, 0),
        }
    }

    pub(super) fn is_stage_of(&self, other: &Self) -> bool {
        (self.major, self.minor, self.patch) == (other.major, other.minor, other.patch)
    }
}

impl FromStr for Version {
    type Err = NotUnderstood;

    fn from_str(text: &str) -> Result<Self, NotUnderstood> {
        match partial(text) {
            Some((version, 3)) => Ok(version),
            _ => Err(NotUnderstood(text.to_owned())),
        }
    }
}

impl fmt::Display for NotUnderstood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is neither a version nor a requirement", self.0)
    }
}

impl std::error::Error for NotUnderstood {}

/// A version of one to three numbers, and how many there were. What stands behind a `+` says nothing about precedence.
pub(super) fn partial(text: &str) -> Option<(Version, usize)> {
    let text = text.split_once('+').map_or(text, |(text, _build)| text);
    let (numbers, pre) = text.split_once('-').map_or((text, None), |(numbers, pre)| (numbers, Some(pre)));
    let numbers: Vec<u64> = numbers.split('.').map(number).collect::<Option<_>>()?;
    let (&[major, minor, patch], named) = match &numbers[..] {
        [major] => (&[*major, 0, 0], 1),
        [major, minor] => (&[*major, *minor, 0], 2),
        [major, minor, patch] => (&[*major, *minor, *patch], 3),
        _ => return None,
    };
    let stage = match pre {
        None => Stage::Released,
        Some(pre) if named == 3 => Stage::Pre(pre.split('.').map(identifier).collect::<Option<_>>()?),
        Some(_) => return None,
    };
    Some((Version { major, minor, patch, stage }, named))
}

fn number(text: &str) -> Option<u64> {
    let has_no_leading_zero = text == "0" || !text.starts_with('0');
    // Ranges end one above a number, so that has to be one, too.
    text.parse().ok().filter(|&number| has_no_leading_zero && number < u64::MAX)
}

fn identifier(text: &str) -> Option<Identifier> {
    let is_text = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return number(text).map(Identifier::Number);
    }
    is_text.then(|| Identifier::Text(text.to_owned()))
}
