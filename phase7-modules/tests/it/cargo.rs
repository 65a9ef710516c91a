//! Drives cargo on copies of the small workspaces in `tests/fixtures`.

use std::{env, fs, io, path::Path, process::Command};

use serde_json::Value;
use tempfile::TempDir;

/// A copy of a fixture, with a target directory of its own; it is removed when dropped.
pub struct Workspace {
    directory: TempDir,
}

/// What a cargo that has ended left behind.
#[derive(Debug)]
pub struct Output {
    pub success: bool,
    pub stdout: String,
    pub stderr: String,
}

impl Workspace {
    /// Copies the fixture at this path below `tests/fixtures`.
    pub fn copy_of(fixture: &str) -> Self {
        let directory = TempDir::new().expect("there is room for a copy");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(fixture);
        copy(&source, directory.path()).unwrap_or_else(|error| panic!("{}: {error}", source.display()));
        Self { directory }
    }

    /// The root of the copy.
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Writes a file of the copy, whether it exists or not.
    pub fn write(&self, file: &str, text: &str) {
        let file = self.path().join(file);
        let parent = file.parent().expect("the file is below the root");
        fs::create_dir_all(parent).and_then(|()| fs::write(&file, text)).expect("the copy can be written to");
    }

    /// Runs cargo there, without network, and without what the cargo that runs these tests has put into the
    /// environment.
    pub fn cargo(&self, arguments: &[&str]) -> Output {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| env!("CARGO").into());
        let mut command = Command::new(cargo);
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            let of_cargo = text.starts_with("CARGO") && text != "CARGO_HOME";
            let of_compilers = text.starts_with("RUST") && !text.starts_with("RUSTUP_");
            if of_cargo || of_compilers {
                command.env_remove(&name);
            }
        }
        command.env("CARGO_TARGET_DIR", self.path().join("target")).env("CARGO_TERM_COLOR", "never");
        // The arguments of a program that cargo runs come after `--`.
        let (arguments, programs) = match arguments.iter().position(|argument| *argument == "--") {
            Some(end) => arguments.split_at(end),
            None => (arguments, &[][..]),
        };
        command.args(arguments).arg("--offline").args(programs).current_dir(self.path());
        let output = command.output().expect("cargo runs");
        Output {
            success: output.status.success(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The compiler's messages of a command that builds, whether it succeeds or not. Each is the `message` of a line,
    /// as rustc wrote it.
    pub fn messages(&self, arguments: &[&str]) -> Vec<Value> {
        let output = self.cargo(&[arguments, &["--message-format=json"]].concat());
        let lines = output.stdout.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let messages: Vec<_> = lines
            .filter(|line| line["reason"] == "compiler-message")
            .map(|mut line| line["message"].take())
            .collect();
        // What stops cargo before it compiles anything must not pass for silence.
        assert!(output.success || !messages.is_empty(), "{}", output.stderr);
        messages
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if !entry.file_type()?.is_dir() {
            fs::copy(source, target)?;
        } else if entry.file_name() != "target" {
            copy(&source, &target)?;
        }
    }
    Ok(())
}
