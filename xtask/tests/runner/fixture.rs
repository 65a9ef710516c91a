//! Makes workspaces in temporary directories and runs `xtask` in them.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

/// A workspace of phases that pass, to be broken by a test.
pub struct Fixture {
    directory: TempDir,
    phases: Vec<(String, Vec<String>)>,
}

/// How a run ended and what it wrote.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Fixture {
    /// One phase with one topic, which pass.
    pub fn new() -> Self {
        Self::with(&[("phase1-first", &["greeting"])])
    }

    /// Phases with their topics, all of which pass.
    pub fn with(phases: &[(&str, &[&str])]) -> Self {
        let owned = |topics: &[&str]| topics.iter().map(|topic| (*topic).into()).collect();
        let phases = phases.iter().map(|(name, topics)| ((*name).into(), owned(topics))).collect();
        let fixture = Self { directory: tempfile::tempdir().unwrap(), phases };
        fixture.write_root();
        for (phase, topics) in &fixture.phases {
            fixture.write_phase(phase, topics);
            topics.iter().for_each(|topic| fixture.write_topic(phase, topic));
        }
        fixture
    }

    pub fn path(&self, below: &str) -> PathBuf {
        self.directory.path().join(below)
    }

    pub fn write(&self, file: &str, text: impl AsRef<[u8]>) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn append(&self, file: &str, text: &str) {
        self.write(file, fs::read_to_string(self.path(file)).unwrap() + text);
    }

    /// Replaces what must be there.
    #[track_caller]
    pub fn replace(&self, file: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(file)).unwrap();
        assert!(text.contains(from), "{from:?} is missing in {file}:\n{text}");
        self.write(file, text.replace(from, to));
    }

    /// `xtask` with these arguments, not started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(arguments).current_dir(self.directory.path());
        // The fixture has a target directory of its own, whatever this test was started with.
        command.env_remove("CARGO_TARGET_DIR").env_remove("CARGO_BUILD_TARGET_DIR").env("NO_COLOR", "1");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        let output = self.command(arguments).output().unwrap();
        let [stdout, stderr] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        Run { code: output.status.code(), stdout, stderr }
    }

    /// `progress --json` with these arguments, as the document and the exit code.
    pub fn report(&self, arguments: &[&str]) -> (Value, Option<i32>) {
        let run = self.run(&[&["progress", "--json"], arguments].concat());
        let report = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"));
        (report, run.code)
    }

    fn write_root(&self) {
        let names: Vec<_> = self.phases.iter().map(|(name, _)| format!("{name:?}")).collect();
        let names = names.join(", ");
        self.write(
            "Cargo.toml",
            format!(
                r#"[workspace]
resolver = "3"
members = [{names}]

[[workspace.metadata.roadmap.steps]]
title = "All of it"
priority = "high"
phases = [{names}]

[profile.dev]
debug = false
incremental = false
"#
            ),
        );
    }

    fn write_phase(&self, phase: &str, topics: &[String]) {
        let lines = |line: fn(&str) -> String| topics.iter().map(|topic| line(topic)).collect::<String>();
        let titles = lines(|topic| format!("{topic} = \"About {topic}\"\n"));
        let modules = lines(|topic| format!("mod {topic};\n"));
        self.write(
            &format!("{phase}/Cargo.toml"),
            format!(
                r#"[package]
name = "{phase}"
version = "0.1.0"
edition = "2024"

[package.metadata.roadmap]
title = "The phase {phase}"

[package.metadata.roadmap.topics]
{titles}"#
            ),
        );
        self.write(&format!("{phase}/src/lib.rs"), lines(|topic| format!("pub mod {topic};\n")));
        self.write(&format!("{phase}/tests/it/main.rs"), &modules);
        self.write(&format!("{phase}/tests/exercises/main.rs"), &modules);
        // Refused programs need a harness of their own; to the runner this one looks the same.
        let refused = lines(|topic| format!("mod {topic} {{\n    #[test]\n    fn is_refused() {{}}\n}}\n"));
        self.write(&format!("{phase}/tests/rejected/main.rs"), refused);
    }

    fn write_topic(&self, phase: &str, topic: &str) {
        let library = phase.replace('-', "_");
        let write = |file: &str, text: &str| {
            let text = text.replace("TOPIC", topic).replace("LIBRARY", &library);
            self.write(&format!("{phase}/{}", file.replace("TOPIC", topic)), text);
        };
        write(
            "src/TOPIC.rs",
            "//! A lesson.\n\n/// Says hello.\n///\n/// ```\n/// assert_eq!(LIBRARY::TOPIC::hello(), \"hello\");\n/// ```\n\
             pub fn hello() -> &'static str {\n    \"hello\"\n}\n",
        );
        write(
            "examples/TOPIC.rs",
            "//! A tour.\n\nfn main() {\n    println!(\"{}\", LIBRARY::TOPIC::hello());\n}\n",
        );
        write("tests/golden/TOPIC.txt", "hello\n");
        write(
            "tests/it/TOPIC.rs",
            "#[test]\nfn hello_is_said() {\n    assert_eq!(LIBRARY::TOPIC::hello(), \"hello\");\n}\n",
        );
        write(
            "tests/exercises/TOPIC.rs",
            "//! # Count\n\nfn next(n: u32) -> u32 {\n    // solution:begin\n    // hint: Add.\n    n + 1\n    // solution:end\n}\n\n\
             #[test]\nfn two_follows_one() {\n    assert_eq!(next(1), 2);\n}\n",
        );
        for fault in ["first", "second"] {
            write(&format!("tests/rejected/TOPIC/{fault}.rs"), "//! Refused.\n");
        }
    }
}

/// The report on a topic, wherever it stands.
#[track_caller]
pub fn topic<'a>(report: &'a Value, slug: &str) -> &'a Value {
    let phases =
        report["steps"].as_array().unwrap().iter().flat_map(|step| step["phases"].as_array().unwrap());
    let mut topics = phases.flat_map(|phase| phase["topics"].as_array().unwrap());
    topics.find(|topic| topic["slug"] == slug).unwrap_or_else(|| panic!("no topic {slug} in {report:#}"))
}

/// The verdict on a topic and everything that its failures wrote.
#[track_caller]
pub fn verdict<'a>(report: &'a Value, slug: &str) -> (&'a str, String) {
    let topic = topic(report, slug);
    let failures = topic["failures"].as_array().unwrap().iter();
    let outputs = failures.map(|failure| failure["output"].as_str().unwrap()).collect::<Vec<_>>().join("\n");
    (topic["verdict"].as_str().unwrap(), outputs)
}
