//! Cargo, driven by proofs: on a copy of a fixture, offline, and without what the cargo that runs the tests has set.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;
use tempfile::TempDir;

/// What a run of cargo left.
#[derive(Debug)]
pub struct Output {
    pub success: bool,
    pub stdout: String,
    pub stderr: String,
}

/// A copy of a fixture; it and all that is built there go when this is dropped.
pub struct Workspace {
    root: PathBuf,
    /// Everything that is written is in it.
    directory: TempDir,
}

impl Workspace {
    /// Copies `tests/fixtures/<fixture>`, of which nothing is ever changed.
    pub fn copy_of(fixture: &str) -> Self {
        let workspace = Self::empty();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(fixture);
        copy(&source, &workspace.root).unwrap_or_else(|error| panic!("{}: {error}", source.display()));
        workspace
    }

    /// Nothing yet: what a test writes itself.
    pub fn empty() -> Self {
        let directory = tempfile::tempdir().expect("a place for temporary files");
        Self { root: directory.path().into(), directory }
    }

    /// The workspace that this test belongs to, in its place; only what is built goes elsewhere.
    pub fn of_this_test() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the phase is a member");
        Self { root: root.into(), directory: tempfile::tempdir().expect("a place for temporary files") }
    }

    /// The directory of the root manifest.
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// Replaces a file of the copy, or adds one.
    #[track_caller]
    pub fn write(&self, file: &str, text: &str) {
        assert!(self.root.starts_with(self.directory.path()), "{file} is not in a copy");
        let path = self.root.join(file);
        fs::create_dir_all(path.parent().expect("a file is in a directory"))
            .expect("the copy can be changed");
        fs::write(path, text).expect("the copy can be changed");
    }

    /// Replaces the one place in a file of the copy that reads `old`.
    #[track_caller]
    pub fn replace(&self, file: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.root.join(file)).expect("the file is in the copy");
        assert_eq!(text.matches(old).count(), 1, "`{old}` in {file}");
        self.write(file, &text.replace(old, new));
    }

    /// Runs cargo and waits for it. `arguments` begin with the subcommand.
    pub fn cargo(&self, arguments: &[&str]) -> Output {
        let mut cargo = Command::new(env!("CARGO"));
        for (name, _) in env::vars_os() {
            let name_of = name.to_string_lossy();
            let of_cargo = name_of.starts_with("CARGO") && name_of != "CARGO_HOME";
            let of_rustc = name_of.starts_with("RUST") && !name_of.starts_with("RUSTUP_");
            if of_cargo || of_rustc || name_of.starts_with("PRESS_") {
                cargo.env_remove(&name);
            }
        }
        cargo.env("CARGO_TARGET_DIR", self.directory.path().join("target")).env("CARGO_TERM_COLOR", "never");
        // Behind `--` stand a program's own arguments.
        let (command, rest) = arguments.split_first().expect("cargo is told what to do");
        let output = cargo
            .args([command, "--offline"])
            .args(rest)
            .current_dir(&self.root)
            // Nobody edits or debugs what is built here.
            .envs([("CARGO_INCREMENTAL", "0"), ("CARGO_PROFILE_DEV_DEBUG", "0")])
            .output()
            .expect("cargo can be started");
        Output {
            success: output.status.success(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// What a successful cargo prints, if all of it is one JSON value, as that of `metadata --format-version 1` is.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> Value {
        let output = self.cargo(arguments);
        assert!(output.success, "cargo {arguments:?}: {}", output.stderr);
        serde_json::from_str(&output.stdout).expect("cargo prints JSON")
    }

    /// Everything that a build says in JSON: artifacts, messages, what build scripts set, and whether it succeeded.
    ///
    /// What stops cargo before it compiles anything must not pass for silence, so that panics.
    #[track_caller]
    pub fn records(&self, arguments: &[&str]) -> Vec<Value> {
        let output = self.cargo(&[arguments, &["--message-format=json"]].concat());
        let lines = output.stdout.lines();
        let records: Vec<Value> = lines.filter_map(|line| serde_json::from_str(line).ok()).collect();
        let is_message = |record: &Value| record["reason"] == "compiler-message";
        assert!(output.success || records.iter().any(is_message), "{arguments:?}: {}", output.stderr);
        records
    }

    /// What the compiler says in a build, successful or not: each with its `code`, `level`, `message` and `spans`.
    #[track_caller]
    pub fn messages(&self, arguments: &[&str]) -> Vec<Value> {
        let records = self.records(arguments).into_iter();
        let messages = records.filter(|record| record["reason"] == "compiler-message");
        messages.map(|mut record| record["message"].take()).collect()
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
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if !entry.file_type()?.is_dir() {
            fs::copy(entry.path(), to)?;
        } else if entry.file_name() != "target" {
            copy(&entry.path(), &to)?;
        }
    }
    Ok(())
}
