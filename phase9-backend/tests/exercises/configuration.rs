//! # Settings of a mailer
//!
//! A mailer sends an issue of a newsletter to its readers, slowly enough not to be taken for spam. What it may do is
//! set in a file and by variables of the environment, which win. Whoever sets it up wants to see every mistake at once,
//! with the place that it was made in.
//!
//! Complete the five parts: a secret that shows itself to nobody, two layers, the values, and what holds them together.

use std::{collections::BTreeMap, fmt, time::Duration};

/// Every key that there is. Its variable is `MAILER_` and the key in upper case.
pub const KEYS: [&str; 5] = ["sender", "per_minute", "pause", "password", "batch"];

/// What holds where nobody says anything; the other keys must be set.
pub const DEFAULTS: [(&str, &str); 3] = [("per_minute", "60"), ("pause", "5s"), ("batch", "10")];

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    Default,
    Line(usize),
    Variable(String),
}

/// Ordered by key, then by what is wrong; the origin is `None` where nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub key: String,
    pub what: &'static str,
    pub origin: Option<Origin>,
}

impl Problem {
    fn new(key: &str, what: &'static str, origin: Option<Origin>) -> Self {
        Self { key: key.to_owned(), what, origin }
    }
}

pub const UNKNOWN: &str = "is not a setting";
pub const TWICE: &str = "is set twice";
pub const NO_VALUE: &str = "has no value";
pub const MISSING: &str = "must be set";
pub const WRONG: &str = "cannot be understood";
pub const TOO_MANY: &str = "is more than is sent in a minute";

/// Texts by key, each with its origin.
pub type Layer = BTreeMap<&'static str, (String, Origin)>;

#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // solution:begin
        // hint: Neither the text nor its length is anybody's business.
        f.write_str("Secret(…)")
        // solution:end
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Has a name, an `@` and a host.
    pub sender: String,
    /// 1 to 1000.
    pub per_minute: u32,
    /// Written as `90s` or `5m`; zero is allowed.
    pub pause: Duration,
    /// 12 bytes or more.
    pub password: Secret,
    /// 1 or more, and not more than are sent in a minute.
    pub batch: u32,
}

fn known(key: &str) -> Option<&'static str> {
    KEYS.into_iter().find(|known| *known == key)
}

/// Reads lines `key = value`, with white space anywhere around both. Empty lines and those that begin with `#` say
/// nothing. Lines count from 1. Of a key that is set twice the first one holds, and the second line is the problem. A
/// key that is not known is [`UNKNOWN`], whether it has a value or not.
pub fn from_file(text: &str, problems: &mut Vec<Problem>) -> Layer {
    // solution:begin
    // hint: One pass over `text.lines().enumerate()`; each line is nothing, a problem, or an entry.
    // hint: `split_once('=')` leaves a value with another `=` in it whole. Without any, or with nothing behind it, the
    // hint: key (the whole line, if there is no `=`) has no value.
    // hint: Ask `known` first: only for a known key does it matter what is behind it.
    let mut layer = Layer::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let origin = Origin::Line(index + 1);
        let (key, value) = line.split_once('=').unwrap_or((line, ""));
        let (key, value) = (key.trim(), value.trim());
        match known(key) {
            None => problems.push(Problem::new(key, UNKNOWN, Some(origin))),
            Some(key) if value.is_empty() => problems.push(Problem::new(key, NO_VALUE, Some(origin))),
            Some(key) if layer.contains_key(key) => problems.push(Problem::new(key, TWICE, Some(origin))),
            Some(key) => {
                layer.insert(key, (value.to_owned(), origin));
            }
        }
    }
    layer
    // solution:end
}

/// Reads the variables that begin with `MAILER_`. One that means nothing is a problem under its whole name. Others are
/// none of our business. The value is taken as it is.
pub fn from_environment<'a>(
    variables: impl IntoIterator<Item = (&'a str, &'a str)>,
    problems: &mut Vec<Problem>,
) -> Layer {
    // solution:begin
    // hint: `strip_prefix` says both whether it is ours and what is left.
    // hint: The variable `MAILER_sender` is not `MAILER_SENDER`: turn the keys into upper case, not the names into
    // hint: lower case.
    let mut layer = Layer::new();
    for (name, value) in variables {
        let Some(rest) = name.strip_prefix("MAILER_") else { continue };
        let origin = Origin::Variable(name.to_owned());
        match KEYS.into_iter().find(|key| key.to_uppercase() == rest) {
            Some(key) => {
                layer.insert(key, (value.to_owned(), origin));
            }
            None => problems.push(Problem::new(name, UNKNOWN, Some(origin))),
        }
    }
    layer
    // solution:end
}

/// The value of one key, as `parse` understands it. If there is none, a problem says why: [`MISSING`] or [`WRONG`].
pub fn value<T>(
    layers: &Layer,
    key: &str,
    problems: &mut Vec<Problem>,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    // solution:begin
    // hint: Two ways to have none, and each leaves a problem behind before it returns.
    // hint: `parse(text)` has no reason to give; what was written and where is all in `layers`.
    let Some((text, origin)) = layers.get(key) else {
        problems.push(Problem::new(key, MISSING, None));
        return None;
    };
    let parsed = parse(text);
    if parsed.is_none() {
        problems.push(Problem::new(key, WRONG, Some(origin.clone())));
    }
    parsed
    // solution:end
}

fn sender(text: &str) -> Option<String> {
    let (name, host) = text.split_once('@')?;
    (!name.is_empty() && !host.is_empty()).then(|| text.to_owned())
}

fn span(text: &str) -> Option<Duration> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let number: u32 = number.parse().ok()?;
    match unit {
        "s" => Some(Duration::from_secs(number.into())),
        "m" => Some(Duration::from_secs(u64::from(number) * 60)),
        _ => None,
    }
}

/// The settings, or everything that is wrong with them, ordered by key and then by what is wrong.
///
/// That the batch is too large is a problem of the key `batch`, at its origin, and only if both numbers are understood.
pub fn load<'a>(
    file: &str,
    environment: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Settings, Vec<Problem>> {
    // solution:begin
    // hint: `extend` lays one layer over another: start with the defaults, end with the environment.
    // hint: Ask for all five values before you look at any of them; `?` on the first would hide the others.
    // hint: If there are problems, sort and return them. Only then take the options apart: all of them are `Some`, and a
    // hint: `let … else` or `zip`s say so without a panic.
    let mut problems = Vec::new();
    let defaults = DEFAULTS.map(|(key, text)| (key, (text.to_owned(), Origin::Default)));
    let mut layers = Layer::from(defaults);
    layers.extend(from_file(file, &mut problems));
    layers.extend(from_environment(environment, &mut problems));

    let number = |text: &str| text.parse::<u32>().ok().filter(|number| *number > 0);
    let sender = value(&layers, "sender", &mut problems, sender);
    let per_minute =
        value(&layers, "per_minute", &mut problems, |text| number(text).filter(|it| *it <= 1000));
    let pause = value(&layers, "pause", &mut problems, span);
    let long_enough = |text: &str| (text.len() >= 12).then(|| Secret(text.to_owned()));
    let password = value(&layers, "password", &mut problems, long_enough);
    let batch = value(&layers, "batch", &mut problems, number);
    if batch.zip(per_minute).is_some_and(|(batch, per_minute)| batch > per_minute) {
        let origin = layers.get("batch").map(|(_, origin)| origin.clone());
        problems.push(Problem::new("batch", TOO_MANY, origin));
    }
    let whole = (|| {
        Some(Settings {
            sender: sender?,
            per_minute: per_minute?,
            pause: pause?,
            password: password?,
            batch: batch?,
        })
    })();
    match whole {
        Some(settings) if problems.is_empty() => Ok(settings),
        _ => {
            problems.sort_by(|a, b| (&a.key, a.what).cmp(&(&b.key, b.what)));
            Err(problems)
        }
    }
    // solution:end
}

const FILE: &str =
    "# The mailer of the weekly\nsender = weekly@example.org\n\n  password=correct=horse=battery \n";

fn variable(name: &str) -> Option<Origin> {
    Some(Origin::Variable(name.to_owned()))
}

#[test]
fn what_nobody_sets_has_its_default() {
    let settings = load(FILE, []).expect("nothing is wrong");
    assert_eq!((settings.per_minute, settings.pause, settings.batch), (60, Duration::from_secs(5), 10));
    assert_eq!(
        (settings.sender.as_str(), settings.password.0.as_str()),
        ("weekly@example.org", "correct=horse=battery")
    );
}

#[test]
fn a_variable_wins_over_the_file_and_the_file_over_the_default() {
    let file = format!("{FILE}pause = 2m\nbatch = 3");
    let settings = load(&file, [("MAILER_BATCH", "4"), ("BATCH", "5"), ("MAILERS_BATCH", "6")])
        .expect("nothing is wrong");
    assert_eq!((settings.pause, settings.batch), (Duration::from_secs(120), 4));
}

#[test]
fn a_layer_remembers_its_lines() {
    let mut problems = Vec::new();
    let layer = from_file(FILE, &mut problems);
    assert_eq!(layer["sender"].1, Origin::Line(2));
    assert_eq!(layer["password"], ("correct=horse=battery".to_owned(), Origin::Line(4)));
    assert!(problems.is_empty());
}

#[test]
fn lines_that_mean_nothing_are_problems() {
    let mut problems = Vec::new();
    let layer = from_file(
        "pause = 1s\npause = 2s\nbatch\nsender =\n#\n = 3\nper-minute = 3\nsendre =\n",
        &mut problems,
    );
    assert_eq!(layer.into_iter().collect::<Vec<_>>(), [("pause", ("1s".to_owned(), Origin::Line(1)))]);
    let expected = [
        ("pause", TWICE, 2),
        ("batch", NO_VALUE, 3),
        ("sender", NO_VALUE, 4),
        ("", UNKNOWN, 6),
        ("per-minute", UNKNOWN, 7),
        ("sendre", UNKNOWN, 8),
    ];
    assert_eq!(problems, expected.map(|(key, what, line)| Problem::new(key, what, Some(Origin::Line(line)))));
}

#[test]
fn variables_that_mean_nothing_are_problems() {
    let mut problems = Vec::new();
    let names = ["MAILER_SENDR", "MAILER_sender", "MAILER_", "MAILER_PER_MINUTE", "mailer_batch"];
    let layer = from_environment(names.map(|name| (name, "1")), &mut problems);
    assert_eq!(layer.into_keys().collect::<Vec<_>>(), ["per_minute"]);
    let expected = ["MAILER_SENDR", "MAILER_sender", "MAILER_"];
    assert_eq!(problems, expected.map(|name| Problem::new(name, UNKNOWN, variable(name))));
}

#[test]
fn the_value_of_a_variable_is_taken_as_it_is() {
    let layer = from_environment([("MAILER_PASSWORD", " with = and a blank ")], &mut Vec::new());
    assert_eq!(layer["password"].0, " with = and a blank ");
}

#[test]
fn a_value_is_there_or_a_problem_says_why_not() {
    let mut problems = Vec::new();
    let layer = from_environment([("MAILER_BATCH", "7"), ("MAILER_PAUSE", "7")], &mut problems);
    assert_eq!(value(&layer, "batch", &mut problems, |text| text.parse::<u32>().ok()), Some(7));
    assert_eq!(problems, []);
    assert_eq!(value(&layer, "pause", &mut problems, |_| None::<u32>), None);
    assert_eq!(value(&layer, "sender", &mut problems, |text| Some(text.to_owned())), None);
    let expected =
        [Problem::new("pause", WRONG, variable("MAILER_PAUSE")), Problem::new("sender", MISSING, None)];
    assert_eq!(problems, expected);
}

#[test]
fn everything_is_said_at_once_in_the_order_of_the_keys() {
    let file = "sender = weekly\nper_minute = 1001\npause = 5h\npaws = 5s\n";
    let problems =
        load(file, [("MAILER_ZERO", ""), ("MAILER_BATCH", "0")]).expect_err("nothing of it is right");
    let expected = [
        ("MAILER_ZERO", UNKNOWN, variable("MAILER_ZERO")),
        ("batch", WRONG, variable("MAILER_BATCH")),
        ("password", MISSING, None),
        ("pause", WRONG, Some(Origin::Line(3))),
        ("paws", UNKNOWN, Some(Origin::Line(4))),
        ("per_minute", WRONG, Some(Origin::Line(2))),
        ("sender", WRONG, Some(Origin::Line(1))),
    ];
    assert_eq!(problems, expected.map(|(key, what, origin)| Problem::new(key, what, origin)));
}

#[test]
fn two_problems_of_one_key_are_ordered_by_what_is_wrong() {
    let file = format!("{FILE}pause\nbatch = 0\nbatch = 2\npause = 5h\npause = 5s\n");
    let problems = load(&file, []).expect_err("two keys are wrong twice or more");
    let expected = [
        ("batch", WRONG, 6),
        ("batch", TWICE, 7),
        ("pause", WRONG, 8),
        ("pause", NO_VALUE, 5),
        ("pause", TWICE, 9),
    ];
    assert_eq!(problems, expected.map(|(key, what, line)| Problem::new(key, what, Some(Origin::Line(line)))));
}

#[test]
fn an_unknown_key_is_refused_although_all_values_are_there() {
    let problems = load(FILE, [("MAILER_BATCHES", "5")]).expect_err("it was meant to be another one");
    assert_eq!(problems, [Problem::new("MAILER_BATCHES", UNKNOWN, variable("MAILER_BATCHES"))]);
}

#[test]
fn the_bounds_belong_to_what_is_allowed() {
    let with = |name, text| load(FILE, [("MAILER_PER_MINUTE", "1000"), (name, text)]);
    for (name, text) in [
        ("MAILER_BATCH", "1000"),
        ("MAILER_BATCH", "1"),
        ("MAILER_PAUSE", "0s"),
        ("MAILER_PASSWORD", "twelve bytes"),
        ("MAILER_PASSWORD", "zwölf Bytes"),
    ] {
        assert!(with(name, text).is_ok(), "{name}={text}");
    }
    for (name, text) in [
        ("MAILER_PER_MINUTE", "0"),
        ("MAILER_BATCH", "-1"),
        ("MAILER_PAUSE", ""),
        ("MAILER_PASSWORD", "eleven byte"),
    ] {
        let expected = [Problem::new(&name["MAILER_".len()..].to_lowercase(), WRONG, variable(name))];
        assert_eq!(with(name, text).expect_err("it is beyond its bound"), expected, "{name}={text}");
    }
}

#[test]
fn a_batch_is_compared_with_the_minute_only_if_both_are_numbers() {
    let file = format!("{FILE}batch = 61");
    let found = load(&file, []).expect_err("it is one too many");
    assert_eq!(found, [Problem::new("batch", TOO_MANY, Some(Origin::Line(5)))]);
    let found = load(&file, [("MAILER_PER_MINUTE", "few")]).expect_err("few is no number");
    assert_eq!(found, [Problem::new("per_minute", WRONG, variable("MAILER_PER_MINUTE"))]);
}

#[test]
fn a_secret_shows_neither_itself_nor_its_length() {
    let settings = load(FILE, []).expect("nothing is wrong");
    assert!(!format!("{settings:?}").contains("horse"));
    assert_eq!(format!("{:?}", Secret("a".into())), format!("{:?}", Secret("longer".into())));
}
