//! Dependencies: which version is taken, what a new one may break, and why two of them can be one too many.
//!
//! A requirement in a manifest is a promise about versions that do not exist yet. After this lesson you can say which
//! releases a requirement will take, which changes of a library are breaking although they look harmless, and how to
//! get out of a tree that holds the same library twice.
//!
//! # What is taken
//!
//! | requirement | takes | |
//! |---|---|---|
//! | `1.2.3`, `^1.2.3` | `>=1.2.3, <2.0.0` | up to the next change of the leftmost number that is not 0 |
//! | `0.2.3` | `>=0.2.3, <0.3.0` | below 1.0, a minor release may break |
//! | `0.0.3` | `0.0.3` alone | and below 0.1, any release |
//! | `~1.2.3` | `>=1.2.3, <1.3.0` | patches only; but `~1` is `^1` |
//! | `=1.2` | any `1.2.x` | exact only as far as it is written |
//! | `>1.2` | from `1.3.0` | `1.2.9` counts as 1.2 |
//!
//! A pre-release is taken only by a requirement that names one of the same `1.2.3`; `*` and `>=1` never take one. Of
//! all that is allowed, cargo takes the newest that is not yanked, with two exceptions. What `Cargo.lock` says stays
//! for as long as it is allowed, yanked or not; `--locked` refuses to change it. And resolver 3 *prefers*
//! versions whose `rust-version` suits the workspace: as many as possible of the members that have one, whoever it is
//! that asks, so one cautious member holds back all. If no member has one, the installed compiler counts; if no version
//! suits anybody, the newest is taken all the same.
//!
//! In one tree, cargo takes at most one version of each *compatible* range: `1.2` and `1.4` must agree on one, and
//! `=1.2.0` beside `=1.4.0` is refused. `1` and `2` do not have to agree, and both are linked.
//!
//! The lower bound is what nobody tests, since cargo takes the newest: `ink = "1"` compiles with a function of 1.1
//! until somebody's lockfile says 1.0. `cargo update ink --precise 1.0.0` shows it. The lockfile of a dependency is
//! never read.
//!
//! # What may be released as what
//!
//! The contract is that whatever compiled goes on compiling, except for what a dependent could have defended itself
//! against. Where that line is drawn is a convention, the chapter *SemVer Compatibility* of cargo's book; what happens
//! is not:
//!
//! | change of a library | a dependent is refused with | the book calls it |
//! |---|---|---|
//! | a variant more | E0004 | major |
//! | the same, `#[non_exhaustive]` from the start | nothing | minor |
//! | a public field more in a struct without private ones | E0063 | major |
//! | a method more in a trait, without a body | E0046 | major |
//! | the same, with a body: another trait has its name | E0034 | possibly breaking |
//! | an inherent method, whose name a dependent's own trait has | nothing: another method is called | possibly breaking |
//! | a type parameter more for a function | E0107 | possibly breaking |
//! | `impl Into<String>` in the place of `String` as an argument | E0283 | minor |
//! | a public item more, where two globs meet | E0659, or a warning so far | minor |
//! | `#[deprecated]`, where warnings are denied | `deprecated` | minor |
//! | a private `Rc` in a type that was `Send` | E0277 | |
//! | `impl Drop`; no `Copy` any more | E0509; E0382 | |
//!
//! The last two rows are what authors overlook, because no signature has changed: auto traits, the right to move fields
//! out and the right to copy belong to a type nevertheless.
//!
//! # Two versions in one tree
//!
//! Types of ink 1 and ink 2 are as different as any two (E0308, E0277), statics exist twice, and `cargo tree -d` lists
//! both. Nothing is wrong with that until a value of one is to be a value of the other, or a static to be the only one.
//! Then the type in the signature of `paper` turns out to be part of its interface: its ink is a *public* dependency,
//! and raising it is a breaking change of `paper`.
//!
//! `cargo tree -i ink@1.0.0` says who has to be raised. The author of ink can help everybody at once: ink 1.1, which
//! depends on ink 2 and re-exports all that did not change, is an ordinary update for those who ask for `1`, and makes
//! both types one. `pub use ink;` in `paper` does not; it lets others name the right ink without a requirement of their
//! own.
//!
//! What a dependency weighs is what would leave the tree with it, not what stands below it in `cargo tree`: the
//! exercise computes that from a lockfile.
//!
//! `[patch]` in the root manifest puts a package in the place of another one for the whole tree, dependencies of
//! dependencies included, and only where its version satisfies who asks; otherwise it is not used, which is a warning.
//!
//! # The lesson's program
//!
//! It decides as cargo does, for one package that one other asks for. A real program takes the `semver` crate; here
//! each rule is a line.

use std::{
    ops::{
        Bound::{self, Excluded, Included, Unbounded},
        RangeBounds,
    },
    str::FromStr,
};

/// A version, in the order of precedence: the order of the fields, and of variants below, is the rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    major: u64,
    minor: u64,
    patch: u64,
    stage: Stage,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// What stands behind the hyphen.
    Pre(Vec<Identifier>),
    Released,
}

/// `rc.9` comes before `rc.10`, and a number before any text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Identifier {
    Number(u64),
    Text(String),
}

/// Which versions somebody is content with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    ranges: Vec<(Bound<Version>, Bound<Version>)>,
    /// The pre-release that is named, if one is.
    pre: Option<Version>,
}

/// A version that was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Its number.
    pub version: Version,
    /// `rust-version` in its manifest, such as `(1, 85)`.
    pub rust: Option<(u64, u64)>,
    /// Whether its author has withdrawn it.
    pub yanked: bool,
}

/// What neither is a version nor a requirement, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotUnderstood(pub String);

impl Version {
    fn new(major: u64, minor: u64, patch: u64) -> Self {
        Self { major, minor, patch, stage: Stage::Released }
    }

    /// Whether a dependent of `self` should compile with `newer`, if both authors keep to the rules.
    ///
    /// # Example: below 1.0, the number that may break moves to the right
    /// ```
    /// use phase7_modules::external_crates::Version;
    ///
    /// let version = |text: &str| text.parse::<Version>().expect("this is a version");
    /// assert!(version("1.2.0").allows(&version("1.9.0")));
    /// assert!(!version("0.2.0").allows(&version("0.9.0")));
    /// assert!(!version("0.0.2").allows(&version("0.0.9")));
    /// ```
    pub fn allows(&self, newer: &Self) -> bool {
        self <= newer && *newer < self.next_breaking()
    }

    fn next_breaking(&self) -> Self {
        match (self.major, self.minor) {
            (0, 0) => Self::new(0, 0, self.patch + 1),
            (0, minor) => Self::new(0, minor + 1, 0),
            (major, _) => Self::new(major + 1, 0, 0),
        }
    }

    fn is_stage_of(&self, other: &Self) -> bool {
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

impl Requirement {
    /// Whether `version` is one of those.
    pub fn takes(&self, version: &Version) -> bool {
        let may_be_pre = self.pre.as_ref().is_some_and(|pre| pre.is_stage_of(version));
        (version.stage == Stage::Released || may_be_pre)
            && self.ranges.iter().all(|range| range.contains(version))
    }
}

impl FromStr for Requirement {
    type Err = NotUnderstood;

    /// Reads comparators with commas between them. Beside another one, none may name a pre-release; cargo allows it.
    fn from_str(text: &str) -> Result<Self, NotUnderstood> {
        let refused = || NotUnderstood(text.to_owned());
        let comparators = text.split(',').map(|comparator| comparator_in(comparator.trim()));
        let comparators = comparators.collect::<Option<Vec<_>>>().ok_or_else(refused)?;
        let pre = comparators.iter().find_map(|(pre, _)| pre.clone());
        if pre.is_some() && comparators.len() > 1 {
            return Err(refused());
        }
        Ok(Self { ranges: comparators.into_iter().map(|(_, range)| range).collect(), pre })
    }
}

/// What cargo takes of the `releases` of a package, in a workspace that is to compile with `rust` (none: with any), and
/// whose lockfile says `locked`; `None` if the requirement takes none of them.
pub fn choose<'a>(
    requirement: &Requirement,
    releases: &'a [Release],
    rust: Option<(u64, u64)>,
    locked: Option<&Version>,
) -> Option<&'a Release> {
    let is_locked = |release: &Release| locked == Some(&release.version);
    let taken = releases.iter().filter(|release| requirement.takes(&release.version));
    // Yanked is what nobody is to begin with; whoever has it keeps it.
    let taken = taken.filter(|release| !release.yanked || is_locked(release));
    // `false` is less than `true`: what is locked, then what compiles, then what is newest.
    taken.max_by_key(|release| {
        let compiles = rust.is_none_or(|rust| release.rust.is_none_or(|needed| needed <= rust));
        (is_locked(release), compiles, &release.version)
    })
}

type Comparator = (Option<Version>, (Bound<Version>, Bound<Version>));

fn comparator_in(text: &str) -> Option<Comparator> {
    if text == "*" {
        return Some((None, (Unbounded, Unbounded)));
    }
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let (operator, number) = text.split_at(start);
    let (operator, number) = match (operator.trim_end(), number.strip_suffix(".*")) {
        ("", Some(number)) if number.matches('.').count() < 2 => ("=", number),
        ("", None) => ("^", number),
        (operator, None) => (operator, number),
        _ => return None,
    };
    let (least, named) = partial(number)?;
    // The first version that does not begin with the numbers that are named.
    let above = match named {
        1 => Version::new(least.major + 1, 0, 0),
        2 => Version::new(least.major, least.minor + 1, 0),
        _ => least.clone(),
    };
    let is_full = named == 3;
    let pre = Some(least.clone()).filter(|least| least.stage != Stage::Released);
    let range = match operator {
        "^" if is_full || (least.major, least.minor) != (0, 0) => {
            let end = least.next_breaking();
            (Included(least), Excluded(end))
        }
        "^" => (Included(least), Excluded(above)),
        "~" if is_full => {
            let end = Version::new(least.major, least.minor + 1, 0);
            (Included(least), Excluded(end))
        }
        "=" if is_full => (Included(least.clone()), Included(least)),
        "~" | "=" => (Included(least), Excluded(above)),
        ">=" => (Included(least), Unbounded),
        ">" if is_full => (Excluded(least), Unbounded),
        ">" => (Included(above), Unbounded),
        "<" => (Unbounded, Excluded(least)),
        "<=" if is_full => (Unbounded, Included(least)),
        "<=" => (Unbounded, Excluded(above)),
        _ => return None,
    };
    Some((pre, range))
}

/// A version of one to three numbers, and how many there were. What stands behind a `+` says nothing about precedence.
fn partial(text: &str) -> Option<(Version, usize)> {
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
    text.parse().ok().filter(|_| has_no_leading_zero)
}

fn identifier(text: &str) -> Option<Identifier> {
    let is_text = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return number(text).map(Identifier::Number);
    }
    is_text.then(|| Identifier::Text(text.to_owned()))
}
