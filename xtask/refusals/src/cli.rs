//! The part of the standard test harness's command line that people and tools use.

/// What `cargo test -- …` asked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    filters: Vec<String>,
    skips: Vec<String>,
    exact: bool,
    /// Name the tests instead of running them.
    pub(crate) list: bool,
    /// Only those tests are wanted that are ignored by default; here, none is.
    pub(crate) ignored_only: bool,
    pub(crate) threads: Option<usize>,
}

impl Options {
    /// Reads the arguments that follow the program's name.
    pub(crate) fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let mut options = Self::default();
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let (flag, attached) = match argument.split_once('=') {
                Some((flag, value)) if flag.starts_with('-') => (flag, Some(value.to_owned())),
                _ => (argument.as_str(), None),
            };
            let mut value =
                || attached.clone().or_else(|| arguments.next()).ok_or(format!("{flag} needs a value"));
            match flag {
                "--exact" => options.exact = true,
                "--list" => options.list = true,
                "--ignored" => options.ignored_only = true,
                "--skip" => options.skips.push(value()?),
                "--test-threads" => {
                    let threads = value()?.parse().ok().filter(|threads| *threads > 0);
                    options.threads = Some(threads.ok_or("--test-threads needs a number above 0")?);
                }
                // These change how the standard harness captures and prints; nothing is captured here.
                "--nocapture" | "--no-capture" | "--show-output" | "--include-ignored" | "--quiet" | "-q"
                | "--test" => {}
                "--format" | "--color" => drop(value()?),
                _ if flag.starts_with('-') => return Err(format!("{flag} is not known here")),
                _ => options.filters.push(argument),
            }
        }
        Ok(options)
    }

    /// Whether the test `name` is to be run.
    pub(crate) fn selects(&self, name: &str) -> bool {
        let hit =
            |pattern: &String| if self.exact { name == pattern } else { name.contains(pattern.as_str()) };
        (self.filters.is_empty() || self.filters.iter().any(hit))
            && !self.skips.iter().any(hit)
            && !self.ignored_only
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn selected(arguments: &[&str], name: &str) -> bool {
        Options::parse(arguments.iter().map(|argument| (*argument).to_owned())).unwrap().selects(name)
    }

    #[test]
    fn filters_are_parts_of_names_unless_exact() {
        assert!(selected(&[], "topic::fault"));
        assert!(selected(&["other", "topic"], "topic::fault"));
        assert!(!selected(&["--exact", "topic"], "topic::fault"));
        assert!(selected(&["topic::fault", "--exact"], "topic::fault"));
        assert!(!selected(&["--skip", "fault"], "topic::fault"));
        assert!(!selected(&["--ignored"], "topic::fault"));
    }

    #[test]
    fn values_may_be_attached_and_foreign_flags_are_named() {
        let parse = |argument: &str| Options::parse([argument.to_owned()]);
        assert_eq!(parse("--test-threads=2").unwrap().threads, Some(2));
        assert!(parse("--test-threads=0").is_err());
        assert_eq!(parse("--skip"), Err("--skip needs a value".into()));
        assert_eq!(parse("--shuffle"), Err("--shuffle is not known here".into()));
        for passed_over in ["--color=always", "--nocapture", "--no-capture", "--show-output", "-q", "--test"]
        {
            assert_eq!(parse(passed_over), Ok(Options::default()));
        }
        assert!(parse("--list").unwrap().list);
        assert!(parse("a=b").unwrap().selects("a=b"), "a filter is no flag");
    }
}
