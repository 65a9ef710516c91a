//! What passed and has not changed is not run again, and nothing else is ever taken for a pass.

use std::{fs, process::Command};

use serde_json::Value;

use crate::fixture::{Fixture, topic, verdict};

fn remembered(report: &Value) -> &Value {
    &report["checks"]["remembered"]
}

#[test]
fn a_second_run_remembers_everything_and_says_so() {
    let fixture = Fixture::new();
    assert_eq!(*remembered(&fixture.report(&[]).0), 0);
    let run = fixture.run(&["progress"]);
    assert_eq!(run.code, Some(0));
    assert!(run.stdout.contains("\nremembered greeting"), "{}", run.stdout);
    assert!(run.stdout.contains("1 pass (1 remembered"), "{}", run.stdout);
    assert_eq!(*remembered(&fixture.report(&["--fresh"]).0), 0);
}

#[test]
fn a_changed_lesson_is_run_again_and_a_broken_one_fails() {
    let fixture = Fixture::with(&[("phase1-first", &["greeting"]), ("phase2-second", &["counting"])]);
    fixture.report(&[]);
    fixture.replace("phase1-first/src/greeting.rs", "    \"hello\"", "    \"HELLO\"");
    let (report, code) = fixture.report(&[]);
    assert_eq!(code, Some(1));
    for part in ["proofs", "doctests", "tours"] {
        assert_eq!(topic(&report, "greeting")[part]["fail"], 1, "{part}");
    }
    assert_eq!(topic(&report, "counting")["remembered"], true);
    // What failed is not remembered, as often as it is asked.
    assert_eq!(fixture.report(&[]).1, Some(1));
}

#[test]
fn a_changed_golden_output_or_data_file_is_noticed() {
    let fixture = Fixture::new();
    fixture.write("phase1-first/tests/data/.names", "Ada");
    fixture.append(
        "phase1-first/tests/it/greeting.rs",
        "#[test]\nfn a_name_is_read() {\n    assert_eq!(std::fs::read_to_string(\"tests/data/.names\").unwrap(), \"Ada\");\n}\n",
    );
    assert_eq!(fixture.report(&[]).1, Some(0));
    fixture.write("phase1-first/tests/golden/greeting.txt", "good bye\n");
    let (report, _) = fixture.report(&[]);
    assert_eq!(
        (&topic(&report, "greeting")["tours"]["fail"], &topic(&report, "greeting")["proofs"]["remembered"]),
        (&1.into(), &2.into())
    );
    fixture.write("phase1-first/tests/golden/greeting.txt", "hello\n");
    fixture.write("phase1-first/tests/data/.names", "Eve");
    assert_eq!(topic(&fixture.report(&[]).0, "greeting")["proofs"]["fail"], 1);
}

#[test]
fn a_changed_program_or_library_that_a_test_only_runs_or_names_is_noticed() {
    let fixture = Fixture::new();
    fixture.write("phase1-first/src/bin/tool.rs", "fn main() {\n    println!(\"one\");\n}\n");
    fixture.append(
        "phase1-first/tests/it/greeting.rs",
        "#[test]\nfn the_tool_says_one() {\n    let tool = std::process::Command::new(env!(\"CARGO_BIN_EXE_tool\"));\n    \
         assert_eq!({ tool }.output().unwrap().stdout, b\"one\\n\");\n}\n",
    );
    fixture.append("phase1-first/tests/rejected/main.rs", "pub const NAMED: &str = \"phase1_first\";\n");
    assert_eq!(fixture.report(&[]).1, Some(0));
    fixture.replace("phase1-first/src/bin/tool.rs", "one", "two");
    let report = fixture.report(&[]).0;
    assert_eq!(topic(&report, "greeting")["proofs"]["fail"], 1);
    assert_eq!(topic(&report, "greeting")["refusals"]["remembered"], 1);
    fixture.append("phase1-first/src/greeting.rs", "\npub fn other() {}\n");
    assert_eq!(topic(&fixture.report(&[]).0, "greeting")["refusals"]["remembered"], 0);
}

#[test]
fn another_compiler_is_asked_again() {
    let fixture = Fixture::new();
    let script = "#!/bin/sh\nrustc \"$@\" || exit\ntest \"$*\" != -vV || echo \"flavour: $FLAVOUR\"\n";
    fixture.write("draft", script);
    // What this process itself has written may still be open in a child that it just forks, and is not run then.
    let copy = ["-c", "cp draft rustc.sh && chmod +x rustc.sh"];
    assert!(Command::new("sh").args(copy).current_dir(fixture.path("")).status().unwrap().success());
    let again = |flavour: &str| {
        let mut command = fixture.command(&["progress", "--json"]);
        command.env("RUSTC", fixture.path("rustc.sh")).env("FLAVOUR", flavour);
        let report: Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
        (report["checks"]["pass"].clone(), report["checks"]["remembered"].clone())
    };
    assert_eq!(again("vanilla"), (5.into(), 0.into()));
    assert_eq!(again("vanilla"), (5.into(), 5.into()));
    assert_eq!(again("cocoa"), (5.into(), 0.into()));
}

#[test]
fn what_was_written_to_while_it_was_read_is_not_remembered() {
    let fixture = Fixture::new();
    fixture.write("phase1-first/names.txt", "Ada");
    fixture.append(
        "phase1-first/tests/it/greeting.rs",
        "#[test]\nfn a_name_changes() {\n    std::fs::write(\"names.txt\", \"Eve\").unwrap();\n}\n",
    );
    assert_eq!(fixture.report(&["--jobs", "1"]).1, Some(0));
    fixture.write("phase1-first/names.txt", "Ada");
    assert_eq!(topic(&fixture.report(&[]).0, "greeting")["proofs"]["remembered"], 0);
}

#[test]
fn pipes_and_endless_directories_cost_only_the_memory() {
    let fixture = Fixture::new();
    nix::unistd::mkfifo(&fixture.path("phase1-first/pipe"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    for link in ["one", "two"] {
        std::os::unix::fs::symlink(".", fixture.path("phase1-first").join(link)).unwrap();
    }
    assert_eq!(fixture.report(&[]).1, Some(0));
    assert_eq!(topic(&fixture.report(&[]).0, "greeting")["proofs"]["remembered"], 0);
}

#[test]
fn a_memory_that_cannot_be_read_is_ignored_with_a_word() {
    let fixture = Fixture::new();
    fixture.report(&[]);
    for content in [
        "",
        "{\"runner\":\"\",\"files\":{},\"passes\":",
        "\u{0}",
        "{\"runner\":\"another\",\"files\":{},\"passes\":{}}",
    ] {
        fixture.write("target/xtask/passes.json", content);
        let run = fixture.run(&["progress"]);
        assert_eq!(run.code, Some(0));
        assert!(run.stderr.contains("ignoring what is remembered in"), "{}", run.stderr);
        assert!(!run.stdout.contains("remembered"), "{}", run.stdout);
    }
}

#[test]
fn a_place_that_cannot_be_written_to_costs_only_the_memory() {
    let fixture = Fixture::new();
    fixture.report(&[]);
    fs::remove_dir_all(fixture.path("target/xtask")).unwrap();
    // Permissions would not stop a superuser; a file where the directory should be stops everybody.
    fixture.write("target/xtask", "in the way");
    let run = fixture.run(&["progress"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stderr.contains("the passes of this run are not remembered"), "{}", run.stderr);
}

#[test]
fn a_topic_that_was_remembered_alone_is_no_pass_for_another() {
    let fixture = Fixture::with(&[("phase1-first", &["greeting", "parting"])]);
    fixture.replace("phase1-first/tests/it/parting.rs", "\"hello\"", "\"good bye\"");
    assert_eq!(fixture.report(&["--topic", "greeting"]).1, Some(0));
    let (report, code) = fixture.report(&[]);
    assert_eq!(code, Some(1));
    assert_eq!((verdict(&report, "greeting").0, verdict(&report, "parting").0), ("pass", "fail"));
}
