//! Names that people type: exact, the beginning of one name only, or a suggestion.

/// The candidate that `name` means.
///
/// # Errors
/// If it means none or several: a sentence that names those that come near.
pub fn resolve<'a>(
    what: &str,
    name: &str,
    candidates: impl Iterator<Item = &'a str> + Clone,
) -> Result<&'a str, String> {
    if let Some(exact) = candidates.clone().find(|candidate| *candidate == name) {
        return Ok(exact);
    }
    let matches: Vec<_> =
        candidates.clone().filter(|candidate| !name.is_empty() && candidate.starts_with(name)).collect();
    match matches[..] {
        [only] => Ok(only),
        [] => Err(match nearest(name, candidates.clone()) {
            Some(near) => format!("there is no {what} `{name}`; did you mean `{near}`?"),
            None => format!("there is no {what} `{name}`; there are {}", list(candidates)),
        }),
        _ => Err(format!("{what} `{name}` is not unique: {}", list(matches.into_iter()))),
    }
}

/// The candidate that a typo may have been meant for.
pub fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let likeness = |candidate: &str| strsim::jaro_winkler(name, candidate);
    candidates
        .map(|candidate| (likeness(candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    const PHASES: [&str; 3] = ["phase1-ownership", "phase3-errors", "deep-dives"];

    #[track_caller]
    fn check(name: &str, expected: Result<&str, &str>) {
        let found = super::resolve("phase", name, PHASES.into_iter());
        assert_eq!(found, expected.map_err(Into::into));
    }

    #[test]
    fn a_name_or_the_beginning_of_one_name_is_understood() {
        check("phase3-errors", Ok("phase3-errors"));
        check("phase3", Ok("phase3-errors"));
        check("d", Ok("deep-dives"));
    }

    #[test]
    fn the_beginning_of_several_names_lists_them() {
        check("phase", Err("phase `phase` is not unique: `phase1-ownership`, `phase3-errors`"));
    }

    #[test]
    fn a_typo_gets_a_suggestion_and_nonsense_the_whole_list() {
        check("phase3-erors", Err("there is no phase `phase3-erors`; did you mean `phase3-errors`?"));
        check(
            "zzz",
            Err("there is no phase `zzz`; there are `phase1-ownership`, `phase3-errors`, `deep-dives`"),
        );
        check("", Err("there is no phase ``; there are `phase1-ownership`, `phase3-errors`, `deep-dives`"));
    }
}
