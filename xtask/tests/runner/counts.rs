//! Claims about costs. What counts here is a script in callgrind's place, so that the tests need no valgrind, and know
//! what comes out.

use std::{env, fs, os::unix::fs::PermissionsExt as _, path::Path};

use serde_json::Value;

use crate::fixture::{Fixture, Run};

/// Takes 1000 instructions, and for each round 30 of the claim 0 on the left, else 10.
const VALGRIND: &str = r#"#!/bin/sh
for argument; do
    case "$argument" in --callgrind-out-file=*) file="${argument#*=}" ;; esac
done
while [ "$1" != run ]; do shift; done
each=10
[ "$2 $3" = '0 left' ] && each=30
echo "totals: $((1000 + each * $4))" >"$file"
"#;

/// A phase with two claims: one that is to be at least twice its rival, one that is to be the same.
fn fixture() -> Fixture {
    fixture_with(&[("phase1-first", &["greeting", "parting"])])
}

fn fixture_with(phases: &[(&str, &[&str])]) -> Fixture {
    let fixture = Fixture::with(phases);
    fixture.replace(
        "Cargo.toml",
        "members = [\"phase1-first\"",
        "members = [\"phase1-first\", \"phase1-first/costs\"",
    );
    let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("counts");
    fixture.write(
        "phase1-first/costs/Cargo.toml",
        format!(
            "[package]\nname = \"costs\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [dependencies]\ncounts = {{ path = {library:?} }}\n"
        ),
    );
    fixture.write(
        "phase1-first/costs/src/main.rs",
        r#"use counts::{Case, Claim, Relation};

const CASE: Case = Case { name: "one", round: |n| n };

fn main() -> std::process::ExitCode {
    counts::main(&[
        Claim { topic: "greeting", says: "it is dear", left: CASE, relation: Relation::AtLeast(2.0), right: CASE },
        Claim { topic: "parting", says: "it is free", left: CASE, relation: Relation::Same, right: CASE },
    ])
}
"#,
    );
    fixture
}

/// Runs `xtask counts` with nothing on the PATH but what a build needs, and the script if it is wanted.
fn run(fixture: &Fixture, valgrind: Option<&str>, arguments: &[&str]) -> Run {
    let programs = fixture.path("programs");
    fs::create_dir_all(&programs).unwrap();
    for needed in ["rustc", "cc", "sh"] {
        let path = env::var_os("PATH").unwrap();
        let found = env::split_paths(&path).map(|it| it.join(needed)).find(|it| it.is_file()).unwrap();
        let _ = std::os::unix::fs::symlink(found, programs.join(needed));
    }
    if let Some(script) = valgrind {
        fixture.write("programs/valgrind", script);
        fs::set_permissions(programs.join("valgrind"), fs::Permissions::from_mode(0o755)).unwrap();
    }
    let mut command = fixture.command(&[&["counts"], arguments].concat());
    command.env("PATH", programs).env("VALGRIND_OPTS", "--leak-check=full");
    let output = command.output().unwrap();
    let [stdout, stderr] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    Run { code: output.status.code(), stdout, stderr }
}

#[test]
fn what_both_sides_take_is_compared_and_nothing_is_left_behind() {
    let fixture = fixture();
    let ran = run(&fixture, Some(VALGRIND), &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let lines: Vec<_> = ran.stdout.lines().map(str::trim_end).collect();
    let expected = [
        "greeting",
        "pass       it is dear",
        "           one 30.0 · one 10.0 · 3.00× · claimed: at-least 2",
        "parting",
        "pass       it is free",
        "           one 10.0 · one 10.0 · 1.00× · claimed: same",
        "",
        "2 claims: 2 hold",
    ];
    assert_eq!(lines, expected);
    let left = fs::read_dir(fixture.path("target/xtask")).unwrap().count();
    assert_eq!(left, 0, "files of callgrind's are still there");
}

#[test]
fn a_refuted_claim_fails_and_the_document_says_by_how_much() {
    let fixture = fixture();
    let dearer = VALGRIND.replace("0 left", "1 left");
    let ran = run(&fixture, Some(&dearer), &["--json"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(
        (&report["document"], &report["version"], &report["verdict"]),
        (&"counts".into(), &1.into(), &"fail".into())
    );
    let verdicts =
        [0, 1].map(|claim| (&report["claims"][claim]["verdict"], report["claims"][claim]["ratio"].as_f64()));
    assert_eq!(verdicts, [(&"fail".into(), Some(1.0)), (&"fail".into(), Some(3.0))]);
    let one = run(&fixture, Some(VALGRIND), &["--topic", "part"]);
    assert!(one.code == Some(0) && one.stdout.ends_with("\n1 claim: 1 hold\n"), "{one:?}");
}

#[test]
fn without_valgrind_the_reason_is_given_once_and_nothing_is_built() {
    let fixture = fixture();
    let ran = run(&fixture, None, &[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""), "{ran:?}");
    assert!(ran.stderr.starts_with("not run: there is no valgrind on the PATH"), "{ran:?}");
    assert_eq!(ran.stderr.lines().count(), 1, "{ran:?}");
    assert!(!fixture.path("target/release").exists());
}

#[test]
fn a_claim_is_about_a_topic_of_its_phase() {
    let fixture = fixture();
    fixture.replace("phase1-first/costs/src/main.rs", "\"parting\"", "\"partying\"");
    let ran = run(&fixture, Some(VALGRIND), &[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""), "{ran:?}");
    assert!(ran.stderr.contains("`partying` is no topic of phase1-first: it is free"), "{ran:?}");
}

#[test]
fn programs_of_other_phases_are_not_built() {
    let fixture =
        fixture_with(&[("phase1-first", &["greeting", "parting"]), ("phase2-second", &["meeting"])]);
    let ran = run(&fixture, Some(VALGRIND), &["--topic", "meeting"]);
    let expected = (Some(2), "error: there are no claims to count for in `meeting`\n");
    assert_eq!((ran.code, ran.stderr.as_str()), expected);
}

#[test]
fn options_for_other_tools_do_not_reach_valgrind_and_rounds_that_take_nothing_are_no_count() {
    let fixture = fixture();
    let strict = VALGRIND.replace("each=10\n", "[ -z \"$VALGRIND_OPTS\" ] || exit 1\neach=10\n");
    let ran = run(&fixture, Some(&strict), &["--topic", "greeting"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let idle = VALGRIND.replace("each=10\n", "each=0\n");
    let ran = run(&fixture, Some(&idle), &["--topic", "parting"]);
    assert!(ran.code == Some(1) && ran.stdout.contains("take no more instructions"), "{ran:?}");
}

#[test]
fn trouble_is_said_plainly() {
    let fixture = fixture();
    let broken = run(&fixture, Some("#!/bin/sh\necho it is ill >&2\nexit 3\n"), &["--topic", "greeting"]);
    assert_eq!(broken.code, Some(1));
    assert!(
        broken.stdout.contains("FAIL       it is dear") && broken.stdout.contains("it is ill"),
        "{broken:?}"
    );

    let silent = run(&fixture, Some("#!/bin/sh\n"), &["--topic", "greeting"]);
    assert!(silent.code == Some(1) && silent.stdout.contains("FAIL       it is dear"), "{silent:?}");

    let endless =
        run(&fixture, Some("#!/bin/sh\nwhile :; do :; done\n"), &["--topic", "greeting", "--timeout", "1"]);
    assert!(endless.code == Some(1) && endless.stdout.contains("timed out  it is dear"), "{endless:?}");

    fixture.replace(
        "phase1-first/costs/src/main.rs",
        "says: \"it is free\", left: CASE",
        "says: \"it is free\", left: Case { name: \"two\", round: |n| n + 1 }",
    );
    let different = run(&fixture, Some(VALGRIND), &[]);
    assert_eq!(different.code, Some(1));
    assert!(
        different.stderr.contains("parting: it is free: `two` and `one` do not compute the same"),
        "{different:?}"
    );

    fixture.append("phase1-first/costs/src/main.rs", "fn broken( {}\n");
    let unbuilt = run(&fixture, Some(VALGRIND), &[]);
    assert_eq!(unbuilt.code, Some(1));
    assert!(unbuilt.stderr.contains("error: costs does not build: "), "{unbuilt:?}");

    let none = run(&Fixture::new(), Some(VALGRIND), &[]);
    assert_eq!((none.code, none.stderr.as_str()), (Some(2), "error: there are no claims to count for\n"));
}
