//! Requirements: each comparator is a range of versions.

use std::{
    ops::{
        Bound::{self, Excluded, Included, Unbounded},
        RangeBounds,
    },
    str::FromStr,
};

use super::version::{NotUnderstood, Stage, Version, partial};

/// Which versions somebody is content with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    ranges: Vec<(Bound<Version>, Bound<Version>)>,
    /// The pre-release that is named, if one is.
    pre: Option<Version>,
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
