//! Cargo, driven by proofs: on a copy of this package, offline, and without what the cargo that runs the tests has set.

use std::{env, fs, path::Path, path::PathBuf, process::Command};

use serde_json::Value;
use tempfile::TempDir;

/// A copy of this package's build script, library and table, as a workspace of its own without dependencies; it and all
/// that is built there go when this is dropped.
pub struct Package(TempDir);

/// What a run of cargo left.
pub struct Output {
    pub success: bool,
    pub stderr: String,
    /// What cargo says in JSON.
    pub records: Vec<Value>,
}

impl Package {
    pub fn copy() -> Self {
        let package = Self(tempfile::tempdir().expect("a place for temporary files"));
        for file in ["build/main.rs", "build/source.rs", "build/table.rs", "src/lib.rs", "problems.txt"] {
            let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file));
            package.write(file, &text.expect("the file is in this package"));
        }
        package.write(
            "Cargo.toml",
            "[package]\nname = \"problems\"\nedition = \"2024\"\nbuild = \"build/main.rs\"\n[workspace]\n",
        );
        package
    }

    pub fn write(&self, file: &str, text: &str) {
        let path = self.0.path().join(file);
        fs::create_dir_all(path.parent().expect("a file is in a directory"))
            .expect("the copy can be changed");
        fs::write(path, text).expect("the copy can be changed");
    }

    /// Replaces the one place in a file that reads `old`.
    #[track_caller]
    pub fn replace(&self, file: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.0.path().join(file)).expect("the file is in the copy");
        assert_eq!(text.matches(old).count(), 1, "`{old}` in {file}");
        self.write(file, &text.replace(old, new));
    }

    pub fn check(&self) -> Output {
        self.check_with(&[])
    }

    fn check_with(&self, variables: &[(&str, &str)]) -> Output {
        self.cargo_with(&["check", "--message-format=json"], variables)
    }

    pub fn cargo(&self, arguments: &[&str]) -> Output {
        self.cargo_with(arguments, &[])
    }

    /// Runs cargo, with variables for build scripts, and waits for it.
    fn cargo_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        let mut cargo = Command::new(env!("CARGO"));
        for (name, _) in env::vars_os() {
            let of = name.to_string_lossy();
            let of_cargo = of.starts_with("CARGO") && of != "CARGO_HOME";
            if of_cargo || (of.starts_with("RUST") && !of.starts_with("RUSTUP_")) {
                cargo.env_remove(&name);
            }
        }
        let output = cargo
            .args(arguments)
            .arg("--offline")
            .current_dir(self.0.path())
            .env("CARGO_TARGET_DIR", self.0.path().join("target"))
            .envs([("CARGO_TERM_COLOR", "never"), ("CARGO_INCREMENTAL", "0")])
            .envs(variables.iter().copied())
            .output()
            .expect("cargo can be started");
        let stdout = String::from_utf8_lossy(&output.stdout);
        Output {
            success: output.status.success(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
            records: stdout.lines().filter_map(|line| serde_json::from_str(line).ok()).collect(),
        }
    }

    /// A check that succeeds, and the file that the build script wrote.
    #[track_caller]
    pub fn generated(&self) -> PathBuf {
        self.generated_with(&[])
    }

    /// The same, with variables for the script.
    #[track_caller]
    pub fn generated_with(&self, variables: &[(&str, &str)]) -> PathBuf {
        let output = self.check_with(variables);
        assert!(output.success, "{}", output.stderr);
        let directory = output.records.iter().find_map(|record| record["out_dir"].as_str());
        Path::new(directory.expect("there is a build script")).join("problems.rs")
    }
}
