use std::{
    ffi::{OsStr, OsString},
    fs,
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use phase9_backend::{
    config::{Config, ConfigError, Layers, LogFormat, Request, SETTINGS},
    configuration::Current,
};
use proptest::prelude::*;
use secrecy::ExposeSecret as _;

use crate::program::Program;

fn load(arguments: &[&str], variables: &[(&str, &str)]) -> Result<Request, ConfigError> {
    let arguments = std::iter::once(&"conduit").chain(arguments).map(OsString::from);
    Config::load(arguments, variables.iter().map(|(name, value)| (name.into(), value.into())))
}

#[track_caller]
fn served(arguments: &[&str], variables: &[(&str, &str)]) -> Config {
    match load(arguments, variables) {
        Ok(Request::Serve(config)) => *config,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn printed(arguments: &[&str], variables: &[(&str, &str)]) -> String {
    match load(&[arguments, &["--print-config"]].concat(), variables) {
        Ok(Request::Print(settings)) => settings,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn problems(arguments: &[&str], variables: &[(&str, &str)]) -> Vec<String> {
    match load(arguments, variables) {
        Err(error @ ConfigError::Invalid(_)) => error.to_string().lines().map(str::to_owned).collect(),
        other => panic!("{other:?}"),
    }
}

fn file(text: impl AsRef<[u8]>) -> (tempfile::TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("conduit.toml");
    fs::write(&path, text).unwrap();
    (directory, path)
}

/// What is wrong with a file of this text.
#[track_caller]
fn problems_of_file(text: &str) -> Vec<String> {
    let (_directory, path) = file(text);
    problems(&["--config", path.to_str().unwrap()], &[])
}

#[test]
fn flags_win_over_variables_and_those_over_the_file_and_that_over_defaults() {
    let (_directory, path) = file("[limits]\nrequests = 2\nconnections = 2\nbody-bytes = 2\n");
    let variables = [
        ("CONDUIT_CONFIG", path.to_str().unwrap()),
        ("CONDUIT_LIMITS_REQUESTS", "3"),
        ("CONDUIT_LIMITS_CONNECTIONS", "3"),
    ];
    let limits = served(&["--limits-requests", "4"], &variables).limits;
    let found = [limits.requests, limits.connections, limits.body_bytes, limits.password_hashes];
    assert_eq!(found, [4, 3, 2, 2], "flag, variable, file, default");
}

#[test]
fn a_flag_decides_which_file_is_read() {
    let (_one, named) = file("listen = '127.0.0.1:1'");
    let (_other, ignored) = file("listen = '127.0.0.1:2'");
    let variables = [("CONDUIT_CONFIG", ignored.to_str().unwrap())];
    assert_eq!(served(&["--config", named.to_str().unwrap()], &variables).listen.port(), 1);
    assert_eq!(served(&[], &variables).listen.port(), 2);
}

#[test]
fn defaults_are_valid_and_every_setting_has_a_variable_of_its_own() {
    let config = served(&[], &[]);
    assert_eq!(config.database_url.expose_secret(), "sqlite:conduit.db");
    assert_eq!((config.log.format, config.log.filter.as_str()), (LogFormat::Human, "info"));
    assert_eq!(config.token_lifetime, Duration::from_secs(168 * 3600));
    assert!(config.token_key.is_none() && config.webhook.is_none());
    let variables: std::collections::BTreeSet<_> = SETTINGS.iter().map(|it| it.variable()).collect();
    assert_eq!(variables.len(), SETTINGS.len());
}

#[test]
fn problems_come_in_the_order_of_the_table_whatever_the_order_of_the_environment() {
    let mut variables = [
        ("CONDUIT_ZEBRA", ""),
        ("CONDUIT_WEBHOOK_TIMEOUT", "soon"),
        ("CONDUIT_LIMITS_BODY_BYTES", "much"),
        ("CONDUIT_ABACUS", ""),
        ("CONDUIT_LISTEN", "here"),
    ];
    let expected = problems(&[], &variables);
    let keys: Vec<_> = expected.iter().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(keys, ["listen", "limits.body-bytes", "webhook.timeout", "CONDUIT_ABACUS", "CONDUIT_ZEBRA"]);
    for _ in 0..variables.len() {
        variables.rotate_left(1);
        assert_eq!(problems(&[], &variables), expected);
    }
    variables.reverse();
    assert_eq!(problems(&[], &variables), expected);
}

#[test]
fn a_problem_says_what_was_found_and_where() {
    let (_directory, path) = file("listen = 'here'");
    let path = path.to_str().unwrap();
    let found = problems(&["--log-format=yaml", "--config", path], &[("CONDUIT_LIMITS_REQUESTS", "0")]);
    let expected = [
        format!("listen must be an address with a port, like 127.0.0.1:3000, not \"here\" (from file {path:?})"),
        "log.format must be `human` or `json`, not \"yaml\" (from flag --log-format)".to_owned(),
        "limits.requests must be a whole number from 1 to 1000000, not \"0\" (from environment CONDUIT_LIMITS_REQUESTS)"
            .to_owned(),
    ];
    assert_eq!(found, expected);
}

#[test]
fn an_unknown_name_is_refused_in_every_layer_with_the_one_that_was_meant() {
    let problem = |name, hint| vec![format!("{name} is not a setting{hint}")];
    assert_eq!(
        problems(&[], &[("CONDUIT_DATABSE_URL", "sqlite:x.db")]),
        problem("CONDUIT_DATABSE_URL", "; did you mean `CONDUIT_DATABASE_URL`?")
    );
    for nothing_like_it in ["CONDUIT_PORT_80_TCP", "CONDUIT_"] {
        assert_eq!(problems(&[], &[(nothing_like_it, "tcp://")]), problem(nothing_like_it, ""));
    }
    let of_file = problems_of_file("[limits]\nreqests = 5\n[shelves]\nx = 1");
    assert!(
        of_file[0].starts_with("limits.reqests is not a setting; did you mean `limits.requests`? (from file")
    );
    assert!(of_file[1].starts_with("shelves.x is not a setting (from file"), "{of_file:?}");
    assert!(matches!(load(&["--limits-reqests=5"], &[]), Err(ConfigError::Usage(_))));
    served(&[], &[("CONDUITS", "other programs' variables are theirs"), ("PATH", "/bin")]);
}

#[test]
fn what_is_not_text_is_refused_by_its_name() {
    let broken = OsStr::from_bytes(b"\xff\xfe");
    let load = |name: &OsStr, value: &OsStr| Config::load(["c".into()], [(name.into(), value.into())]);
    let said = |name: &OsStr, value: &OsStr| match load(name, value) {
        Err(error @ ConfigError::Invalid(_)) => error.to_string(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        said("CONDUIT_TOKEN_KEY".as_ref(), broken),
        "token.key is not valid UTF-8 (from environment CONDUIT_TOKEN_KEY)"
    );
    assert!(said(OsStr::from_bytes(b"CONDUIT_LIST\xc9N"), "x".as_ref()).contains("is not a setting"));
    assert!(load("HOME".as_ref(), broken).is_ok(), "other programs' variables may hold anything");
    let flag = Config::load(["c".into(), "--listen".into(), broken.into()], []);
    assert!(matches!(flag, Err(ConfigError::Usage(_))));
}

#[test]
fn a_file_that_cannot_be_read_is_a_problem_among_others() {
    let directory = tempfile::tempdir().unwrap();
    let missing = directory.path().join("missing.toml");
    let (_other, not_text) = file(b"\xff");
    for path in [missing.as_path(), directory.path(), &not_text] {
        let found = problems(&["--config", path.to_str().unwrap(), "--listen=here"], &[]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("config cannot be read: "), "{found:?}");
        assert!(found[0].ends_with(&format!("(from file {path:?})")), "{found:?}");
    }
}

#[test]
fn a_file_is_checked_for_types_duplicates_and_a_file_within() {
    for wrong in ["true", "[3]", "1.5", "2026-01-01", "{ a = 1 }"] {
        let found = problems_of_file(&format!("token.key = {wrong}"));
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("token.key must be a string or a whole number, not "), "{found:?}");
    }
    let twice = problems_of_file("\"limits.requests\" = 5\n[limits]\nrequests = 6");
    assert!(twice[0].starts_with("limits.requests is set twice"), "{twice:?}");
    let within = problems_of_file("config = 'other.toml'");
    assert!(within[0].starts_with("config cannot be set in a file"), "{within:?}");
    let again = problems_of_file("listen = '[::1]:1'\nlisten = '[::1]:2'");
    assert!(again[0].starts_with("config is not TOML: line 2"), "{again:?}");
    let table_missing = problems_of_file("database = 'x'");
    assert!(table_missing[0].contains("did you mean `database.url`?"), "{table_missing:?}");
}

#[test]
fn values_that_would_panic_later_are_refused_here() {
    let huge = usize::MAX.to_string();
    for key in ["connections", "requests", "password-hashes", "body-bytes"] {
        assert_eq!(problems(&[&format!("--limits-{key}={huge}")], &[]).len(), 1);
    }
    for span in ["9999999999999h", "-5s", "0s", "10", "", "soon"] {
        for flag in ["limits-header-timeout", "limits-drain-timeout", "token-lifetime", "webhook-timeout"] {
            assert_eq!(problems(&[&format!("--{flag}={span}")], &[]).len(), 1, "{flag}={span}");
        }
    }
    assert_eq!(problems(&["--log-filter=phase9_backend=loud"], &[]).len(), 1);
    assert_eq!(served(&["--limits-header-timeout=1h30m"], &[]).limits.header_timeout.as_secs(), 5400);
}

#[test]
fn an_address_of_a_database_can_be_opened_as_it_is_meant() {
    let check = |url: &str| load(&["--database-url", url], &[]);
    for good in [
        "memory:",
        "sqlite:conduit.db",
        "sqlite:/var/lib/conduit.db",
        "postgres://conduit:pw@db:5432/conduit?sslmode=require",
        "postgresql://db/conduit?options[statement_timeout]=5s",
    ] {
        assert!(check(good).is_ok(), "{good}");
    }
    for wrong in [
        "",
        "conduit.db",
        "sqlite:",
        "sqlite://conduit.db",
        "sqlite::memory:",
        "sqlite:conduit.db?mode=ro",
        "mysql://conduit:hunter2@db/conduit",
        "postgres://conduit:hunter2@db:five/conduit",
        "postgres://conduit:hunter2@db/conduit?sslmode=maybe",
        "postgres://conduit@db/conduit?pasword=hunter2",
    ] {
        let Err(error) = check(wrong) else { panic!("{wrong}") };
        assert!(error.to_string().starts_with("database.url must be"), "{error}");
        assert!(!format!("{error}{error:?}").contains("hunter2"), "{error:?}");
    }
}

#[test]
fn a_key_has_32_bytes_and_not_31() {
    // 32 bytes, of which two are one character.
    for (key, good) in
        [("x".repeat(32), true), ("x".repeat(31), false), (format!("é{}", "x".repeat(30)), true)]
    {
        assert_eq!(load(&["--token-key", &key], &[]).is_ok(), good, "{key}");
    }
}

#[test]
fn bounds_are_those_of_what_one_process_can_have() {
    for (key, most) in [
        ("connections", 1_000_000),
        ("requests", 1_000_000),
        ("password-hashes", 1_000_000),
        ("body-bytes", 1 << 30),
    ] {
        assert!(load(&[&format!("--limits-{key}={most}")], &[]).is_ok(), "{key}");
        assert!(load(&[&format!("--limits-{key}={}", most + 1)], &[]).is_err(), "{key}");
    }
}

#[test]
fn what_cannot_be_used_is_not_printed_either() {
    assert_eq!(problems(&["--print-config", "--listen=here"], &[]).len(), 1);
}

#[test]
fn webhooks_need_an_address_of_the_web_and_a_key() {
    let webhook = |url, key| load(&["--webhook-url", url, "--webhook-key", key], &[]);
    let key = "a key of thirty-two bytes or more";
    assert!(webhook("https://example.org/hook", key).is_ok());
    assert!(webhook("ftp://example.org/hook", key).is_err());
    assert!(webhook("https://example.org/hook", "short").is_err());
    assert!(webhook("https://example.org/hook", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").is_ok());
    for no_key in ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLQ=="] {
        let error = webhook("https://example.org/hook", no_key).unwrap_err().to_string();
        assert!(error.contains("webhook.key must be base64 of at least 24 bytes after `whsec_`"), "{error}");
        assert!(!error.contains("MfKQ"), "{error}");
    }
    assert_eq!(
        problems(&["--webhook-url=https://example.org"], &[]),
        ["webhook.key is needed to sign what is sent to `webhook.url`"]
    );
    assert_eq!(
        problems(&["--webhook-url=example.org"], &[]).len(),
        2,
        "the address is wrong, and the key is missing"
    );
}

#[test]
fn no_secret_is_in_anything_that_can_be_printed() {
    let secrets = [
        ("CONDUIT_TOKEN_KEY", "hunter2 is a key of 32 bytes or more"),
        ("CONDUIT_DATABASE_URL", "postgres://conduit:hunter2@db/conduit"),
        ("CONDUIT_WEBHOOK_URL", "https://user:hunter2@example.org/hunter2"),
        ("CONDUIT_WEBHOOK_KEY", "hunter2 is a key of 32 bytes or more"),
    ];
    assert_eq!(SETTINGS.iter().filter(|it| it.secret).count(), secrets.len(), "one for each of the secrets");
    let config = served(&[], &secrets);
    let printed = printed(&[], &secrets);
    assert!(printed.contains("# token.key is set, and not shown # environment CONDUIT_TOKEN_KEY"));
    assert!(
        self::printed(&[], &[]).contains("database.url = \"sqlite:conduit.db\" # default"),
        "it is no secret"
    );
    for text in [format!("{config:?} {config:#?}"), printed] {
        assert!(!text.contains("hunter2"), "{text}");
    }
    // Each of them wrong in turn, in each layer.
    for (name, _) in secrets {
        for wrong in ["hunter2", "hunter2\"", "ftp://hunter2"] {
            let setting = SETTINGS.iter().find(|it| it.variable() == name).unwrap();
            let flag = format!("--{}={wrong}", setting.flag());
            let of_file = problems_of_file(&format!("{} = '{wrong}'", setting.key));
            for said in [problems(&[], &[(name, wrong)]), problems(&[&flag], &[]), of_file] {
                assert!(!said.concat().contains("hunter2"), "{said:?}");
            }
        }
    }
    // The parser of TOML would quote the line that it cannot read.
    for broken in ["token.key = 'hunter2", "token.key = hunter2", "token.key = 'x'\ntoken.key = 'hunter2'"] {
        let said = problems_of_file(broken).concat();
        assert!(said.contains("is not TOML: line") && !said.contains("hunter2"), "{said}");
    }
}

proptest! {
    #[test]
    fn whatever_a_file_says_there_is_an_answer(text in any::<String>(), line in "[a-z=.'\"\\[\\]{}#ä東 \n]{0,40}") {
        for text in [text, line] {
            let (_directory, path) = file(&text);
            let _ = load(&["--config", path.to_str().unwrap()], &[]);
        }
    }

    #[test]
    fn no_part_of_a_secret_is_quoted_however_it_is_broken(
        parts in prop::collection::vec(prop::sample::select(vec![
            "hunter2", "'", "\"", "\"\"\"", "[", "]", "{", "}", ",", "=", " ", "\\", "\\u", "0x", "1979-05-", "+", "_", "#", "\0",
        ]), 0..8),
    ) {
        let (_directory, path) = file(format!("token.key = {}", parts.concat()));
        if let Err(error) = load(&["--config", path.to_str().unwrap()], &[]) {
            prop_assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
        }
    }
}

#[test]
fn layers_show_origins_and_not_what_they_hold() {
    let mut none = Vec::new();
    let variable = ("CONDUIT_TOKEN_KEY".into(), "hunter2".into());
    let layers = Layers::from_environment([variable], &mut none);
    let value = layers.get("token.key").unwrap();
    assert_eq!(value.text, "hunter2");
    assert!(!format!("{layers:?} {value:?} {layers}").contains("hunter2"));
    assert!(format!("{value:?}").contains("CONDUIT_TOKEN_KEY"));
}

#[test]
fn what_is_printed_is_toml_and_says_the_same_when_it_is_read() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("two\nlines # and \"quotes\".toml");
    fs::write(&path, "[limits]\nrequests = 7").unwrap();
    // In Rust's own notation, the accent and the zero-width space would be escapes that TOML does not have.
    let odd = "phase9_backend[request{id=\"e\u{301}\u{200b}\"}]=trace";
    let arguments = ["--config", path.to_str().unwrap(), "--limits-connections=9"];
    let variables = [("CONDUIT_LOG_FILTER", odd), ("CONDUIT_LISTEN", "[::1]:1")];
    let first = printed(&arguments, &variables);
    let table: toml::Table = first.parse().unwrap();
    assert_eq!(table["log"]["filter"].as_str(), Some(odd));

    let (_other, copy) = file(&first);
    let copied = printed(&["--config", copy.to_str().unwrap()], &[]);
    assert_eq!(copied.parse::<toml::Table>().unwrap(), table);
    assert!(copied.contains(&format!("limits.requests = \"7\" # file {copy:?}")));
    for setting in SETTINGS {
        assert!(first.contains(setting.key), "{} is printed, set or not", setting.key);
    }
}

#[test]
fn of_our_own_code_only_main_reads_the_environment() {
    fn sources(directory: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if fs::read_to_string(&path).is_ok_and(|text| text.contains("env::var")) {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    assert_eq!(found, [root.join("main.rs")]);
}

#[test]
fn the_driver_of_postgresql_reads_variables_of_its_own() {
    let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = server.local_addr().unwrap().port().to_string();
    let program = Program::new()
        .variable("CONDUIT_DATABASE_URL", "postgres:///conduit")
        .variable("PGHOST", "127.0.0.1")
        .variable("PGPORT", &port);
    let (sender, called) = std::sync::mpsc::channel();
    // It takes the call, and hangs up.
    std::thread::spawn(move || sender.send(server.accept().is_ok()));
    assert_eq!(program.output().status.code(), Some(1), "that is no database");
    assert_eq!(called.try_recv(), Ok(true));
}

#[test]
fn the_program_ends_with_0_if_it_did_what_was_asked() {
    for asked in ["--help", "--version", "--print-config"] {
        let output = Program::new().arguments(&[asked]).output();
        assert_eq!(output.status.code(), Some(0), "{asked:?}");
        assert!(!output.stdout.is_empty() && output.stderr.is_empty(), "{output:?}");
    }
    let mut program = Program::new().start();
    program.address();
    assert_eq!(program.terminate().0.code(), Some(0), "asked to end, and ended");
}

#[test]
fn the_program_ends_with_1_if_it_failed() {
    let output = Program::new().arguments(&["--database-url=sqlite:/no/such/directory/conduit.db"]).output();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
}

#[test]
fn the_program_ends_with_2_if_it_was_asked_for_nonsense() {
    for asked in [&["--no-such-flag"][..], &["--listen", "here"], &["--listen"], &["article"]] {
        let output = Program::new().arguments(asked).output();
        assert_eq!(output.status.code(), Some(2), "{asked:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{output:?}");
    }
    let output = Program::new().variable("CONDUIT_TOKEN_KEY", "hunter2").output();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("token.key must be at least 32 bytes") && !said.contains("hunter2"), "{said}");
}

#[test]
fn a_snapshot_is_shared_and_stays_as_it_is() {
    let current = Current::new(1);
    let (one, same) = (current.get(), current.get());
    assert!(Arc::ptr_eq(&one, &same));
    assert_eq!(current.reload(|| Ok::<_, ()>(2)), Ok(()));
    assert_eq!((*one, *current.get()), (1, 2));
}

/// A value that has something to ask when it goes.
struct Last(std::sync::mpsc::Sender<bool>, std::sync::Weak<Current<Option<Last>>>);

impl Drop for Last {
    fn drop(&mut self) {
        let _ = self.0.send(self.1.upgrade().is_some_and(|current| current.get().is_none()));
    }
}

#[test]
fn an_old_value_goes_when_the_new_one_can_be_seen() {
    let (sender, seen) = std::sync::mpsc::channel();
    let current = Arc::new(Current::new(None));
    let last = Last(sender, Arc::downgrade(&current));
    assert!(current.reload(|| Ok::<_, ()>(Some(last))).is_ok());
    // In a thread, because with the lock held this would wait for itself for ever.
    std::thread::spawn(move || current.reload(|| Ok::<_, ()>(None)));
    assert_eq!(seen.recv_timeout(Duration::from_secs(60)), Ok(true));
}

#[test]
fn what_cannot_be_loaded_changes_nothing() {
    let current = Current::new(1);
    assert_eq!(current.reload(|| Err("no")), Err("no"));
    assert_eq!(*current.get(), 1);
}

#[test]
fn loading_holds_nobody_up() {
    let current = Arc::new(Current::new(1));
    let (sender, seen) = std::sync::mpsc::channel();
    // In a thread, because with the lock held this would wait for itself for ever.
    std::thread::spawn(move || current.reload(|| sender.send(*current.get()).map(|()| 2)));
    assert_eq!(seen.recv_timeout(Duration::from_secs(60)), Ok(1));
}

#[test]
fn who_panicked_while_loading_has_broken_nothing() {
    let current = Current::new(1);
    let load = || current.reload(|| -> Result<i32, ()> { panic!("the file is odd") });
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(load)).is_err());
    assert_eq!(*current.get(), 1);
    assert_eq!(current.reload(|| Ok::<_, ()>(2)), Ok(()));
}
