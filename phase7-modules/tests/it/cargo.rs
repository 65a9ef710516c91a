//! Drives cargo in a copy of a fixture: a small workspace of its own below `tests/fixtures`.
//!
//! Nothing is written into the source tree, nothing comes from the network, and nothing that the cargo which runs these
//! tests has set reaches the one that they start.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;
use tempfile::TempDir;

/// A copy of a fixture, with a target directory of its own. Both are removed with it.
pub struct Workspace {
    directory: TempDir,
}

/// What cargo left behind.
#[derive(Debug)]
pub struct Output {
    pub success: bool,
    pub stdout: String,
    pub stderr: String,
}

impl Workspace {
    /// A copy of `tests/fixtures/<fixture>`, without what cargo may have built there.
    pub fn copy_of(fixture: &str) -> Self {
        let workspace = Self::empty();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(fixture);
        copy(&source, workspace.path());
        workspace
    }

    /// A directory for what a test writes itself.
    pub fn empty() -> Self {
        Self { directory: tempfile::tempdir().expect("there is room for a temporary directory") }
    }

    /// Where the copy is.
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Writes `text` to `file`, and the directories above it.
    pub fn write(&self, file: &str, text: &str) {
        let file = self.path().join(file);
        fs::create_dir_all(file.parent().expect("a file is in a directory"))
            .expect("the copy can be written");
        fs::write(file, text).expect("the copy can be written");
    }

    /// Replaces the one place in `file` that reads `old`.
    #[track_caller]
    pub fn replace(&self, file: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.path().join(file)).expect("the file is in the copy");
        assert_eq!(text.matches(old).count(), 1, "`{old}` in {file}");
        self.write(file, &text.replace(old, new));
    }

    /// Runs cargo, offline, with these arguments.
    pub fn cargo(&self, arguments: &[&str]) -> Output {
        let mut cargo = Command::new(env!("CARGO"));
        for (name, _) in env::vars_os() {
            let name_of = name.to_string_lossy();
            let of_cargo = name_of.starts_with("CARGO") && name_of != "CARGO_HOME";
            let of_rustc = name_of.starts_with("RUST") && !name_of.starts_with("RUSTUP_");
            if of_cargo || of_rustc {
                cargo.env_remove(&name);
            }
        }
        cargo.env("CARGO_TARGET_DIR", self.target()).env("CARGO_TERM_COLOR", "never");
        // Nobody looks at these builds in a debugger, and few are repeated.
        cargo.env("CARGO_PROFILE_DEV_DEBUG", "false").env("CARGO_INCREMENTAL", "0");
        // Before an alias' or a program's own arguments, which stand behind `--`.
        let (command, rest) = arguments.split_first().expect("cargo is told what to do");
        let output = cargo.current_dir(self.path()).args([command, "--offline"]).args(rest).output();
        let output = output.expect("cargo can be started");
        Output {
            success: output.status.success(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The one JSON value that a command prints, such as `cargo metadata`.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> Value {
        let output = self.cargo(arguments);
        serde_json::from_str(&output.stdout)
            .unwrap_or_else(|error| panic!("{arguments:?}: {error}\n{}", output.stderr))
    }

    /// Everything that a build says in JSON: artifacts, messages, what build scripts set, and whether it succeeded.
    ///
    /// What stops cargo before it compiles anything must not pass for silence, so that panics.
    #[track_caller]
    pub fn records(&self, arguments: &[&str]) -> Vec<Value> {
        let arguments: Vec<_> = arguments.iter().copied().chain(["--message-format=json"]).collect();
        let output = self.cargo(&arguments);
        let lines = output.stdout.lines();
        let records: Vec<Value> = lines.filter_map(|line| serde_json::from_str(line).ok()).collect();
        let is_message = |record: &Value| record["reason"] == "compiler-message";
        assert!(output.success || records.iter().any(is_message), "{arguments:?}: {}", output.stderr);
        records
    }

    /// The compiler's messages of a build: each with its `code`, `level`, `message` and `spans`.
    #[track_caller]
    pub fn messages(&self, arguments: &[&str]) -> Vec<Value> {
        let records = self.records(arguments).into_iter();
        records
            .filter(|record| record["reason"] == "compiler-message")
            .map(|mut record| record["message"].take())
            .collect()
    }

    /// The codes of the errors of a build, sorted, each once; an error without a code is an empty text.
    #[track_caller]
    pub fn errors(&self, arguments: &[&str]) -> Vec<String> {
        let messages = self.messages(arguments).into_iter();
        let errors = messages.filter(|message| {
            message["level"] == "error"
                && !message["message"].as_str().unwrap_or_default().starts_with("aborting due to")
        });
        let mut codes: Vec<_> =
            errors.map(|error| error["code"]["code"].as_str().unwrap_or_default().to_owned()).collect();
        codes.sort();
        codes.dedup();
        codes
    }

    fn target(&self) -> PathBuf {
        self.path().join("target")
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the copy can be written");
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let entry = entry.expect("the fixture can be read");
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if entry.file_name() == "target" {
            continue;
        }
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("the copy can be written");
        }
    }
}
