//! Memory checkers and model checkers. The checker here is a script in valgrind's place, so that the tests need none.

use std::{env, fs, os::unix::fs::PermissionsExt as _};

use crate::fixture::{Fixture, Run};

/// Runs the program, and complains of each that is told to be bad.
const VALGRIND: &str = r#"#!/bin/sh
for last; do :; done
while [ "${1#--}" != "$1" ]; do shift; done
"$@" || exit
if [ "$last" = bad ]; then echo 'Invalid read of size 4' >&2; exit 9; fi
"#;

/// Takes what is run for Miri as nightly cargo would, notes it, and complains of what is told to be bad.
const RUSTUP: &str = r#"#!/bin/sh
shift 3
for last; do :; done
echo "$MIRIFLAGS | $*" >>"${0%/*}/noted"
if [ "$last" = bad ]; then echo 'not in the borrow stack' >&2; exit 1; fi
"#;

/// A phase with proofs, a model, and a program that is bad if it is told to be.
fn fixture() -> Fixture {
    let fixture = Fixture::with(&[("phase1-first", &["greeting", "parting"])]);
    fixture.append(
        "phase1-first/Cargo.toml",
        r#"
[package.metadata.sanitize]
tests = { it = ["greeting"] }
miri = [{ test = "it", topics = ["parting"], flags = "-Zmiri-tree-borrows" }]
models = ["orders"]

[package.metadata.sanitize.cases]
dangling = { tool = "memcheck", says = "Invalid read" }
"#,
    );
    fixture.write("phase1-first/src/bin/dangling.rs", "fn main() {}\n");
    fixture.write("phase1-first/tests/orders.rs", "mod greeting {\n    #[test]\n    fn any() {}\n}\n");
    fixture
}

/// Runs `xtask sanitize` with nothing on the PATH but what a build needs, and the script if it is wanted.
fn run(fixture: &Fixture, valgrind: Option<&str>, arguments: &[&str]) -> Run {
    let programs = fixture.path("programs");
    fs::create_dir_all(&programs).unwrap();
    for needed in ["rustc", "cc", "sh"] {
        let path = env::var_os("PATH").unwrap();
        let found = env::split_paths(&path).map(|it| it.join(needed)).find(|it| it.is_file()).unwrap();
        let _ = std::os::unix::fs::symlink(found, programs.join(needed));
    }
    if let Some(script) = valgrind {
        program(fixture, "valgrind", script);
    }
    let output =
        fixture.command(&[&["sanitize"], arguments].concat()).env("PATH", programs).output().unwrap();
    let [stdout, stderr] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    Run { code: output.status.code(), stdout, stderr }
}

/// Puts a script on the PATH.
fn program(fixture: &Fixture, name: &str, script: &str) {
    let path = format!("programs/{name}");
    fixture.write(&path, script);
    fs::set_permissions(fixture.path(&path), fs::Permissions::from_mode(0o755)).unwrap();
}

fn lines(run: &Run) -> Vec<&str> {
    run.stdout.lines().map(str::trim_end).collect()
}

#[test]
fn what_is_bad_must_be_rejected_and_all_else_accepted() {
    let ran = run(&fixture(), Some(VALGRIND), &["--tool", "memcheck"]);
    let expected = [
        "pass       memcheck phase1-first it greeting",
        "pass       memcheck phase1-first dangling, bad and repaired",
        "",
        "2 runs: 2 passed, 0 failed, 0 not run",
    ];
    assert_eq!((lines(&ran), ran.code), (expected.to_vec(), Some(0)), "{ran:?}");
}

#[test]
fn a_mistake_must_be_seen_for_the_reason_that_is_stated() {
    let fixture = fixture();
    let blind = run(&fixture, Some("#!/bin/sh\n"), &["--tool", "memcheck"]);
    assert_eq!(blind.code, Some(1));
    assert!(lines(&blind).contains(&"           bad: memcheck has nothing against it"), "{blind:?}");
    let other = VALGRIND.replace("Invalid read of size 4", "Invalid free()");
    let other = run(&fixture, Some(&other), &["--tool", "memcheck"]);
    assert_eq!(other.code, Some(1));
    let reason = "           bad: ended with exit status: 9, but memcheck does not say \"Invalid read\"";
    assert!(lines(&other).contains(&reason), "{other:?}");
    assert!(lines(&other).contains(&"           Invalid free()"), "{other:?}");
}

#[test]
fn a_repaired_program_that_is_rejected_fails_and_so_does_a_test() {
    let fixture = fixture();
    fixture.write(
        "phase1-first/src/bin/dangling.rs",
        "fn main() { assert!(std::env::args().nth(1).unwrap() == \"bad\") }\n",
    );
    let ran = run(&fixture, Some(VALGRIND), &["--tool", "memcheck"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stdout.contains("FAIL       memcheck phase1-first dangling")
            && ran.stdout.contains("repaired: ended"),
        "{ran:?}"
    );
    let rejects_all = VALGRIND.replace("\"$last\" = bad", "true");
    let ran = run(&fixture, Some(&rejects_all), &["--tool", "memcheck"]);
    assert!(ran.stdout.contains("FAIL       memcheck phase1-first it greeting"), "{ran:?}");
}

#[test]
fn a_tool_that_is_missing_is_not_run_which_is_no_success_unless_that_is_allowed() {
    let fixture = fixture();
    let ran = run(&fixture, None, &["--tool", "memcheck"]);
    let expected = [
        "not run    memcheck phase1-first it greeting",
        "           there is no valgrind on the PATH",
        "not run    memcheck phase1-first dangling, bad and repaired",
        "           there is no valgrind on the PATH",
        "",
        "2 runs: 0 passed, 0 failed, 2 not run",
    ];
    assert_eq!((lines(&ran), ran.code), (expected.to_vec(), Some(1)), "{ran:?}");
    assert_eq!(run(&fixture, None, &["--tool", "memcheck", "--allow-not-run"]).code, Some(0));
    // There is no rustup on this PATH either.
    for tool in ["asan", "miri"] {
        let ran = run(&fixture, None, &["--tool", tool]);
        assert!(ran.code == Some(1) && ran.stdout.contains("not run"), "{ran:?}");
    }
}

#[test]
fn miri_runs_what_is_for_it_with_its_flags() {
    let fixture = fixture();
    fixture.append("phase1-first/Cargo.toml", "twice = { tool = \"miri\", says = \"borrow stack\" }\n");
    program(&fixture, "rustup", RUSTUP);
    let ran = run(&fixture, None, &["--tool", "miri"]);
    let expected = [
        "pass       Miri phase1-first it parting -Zmiri-tree-borrows",
        "pass       Miri phase1-first twice, bad and repaired",
        "",
        "2 runs: 2 passed, 0 failed, 0 not run",
    ];
    assert_eq!((lines(&ran), ran.code), (expected.to_vec(), Some(0)), "{ran:?}");
    let noted = fs::read_to_string(fixture.path("programs/noted")).unwrap();
    let expected = [
        " | miri --version",
        "-Zmiri-disable-isolation -Zmiri-tree-borrows | miri test --package phase1-first --test it -- parting",
        "-Zmiri-disable-isolation  | miri run --package phase1-first --bin twice -- bad",
        "-Zmiri-disable-isolation  | miri run --package phase1-first --bin twice -- repaired",
    ];
    assert_eq!(noted.lines().collect::<Vec<_>>(), expected);
    program(&fixture, "rustup", &RUSTUP.replace("borrow stack", "mood"));
    let ran = run(&fixture, None, &["--tool", "miri"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stdout.contains("Miri does not say \"borrow stack\""), "{ran:?}");
}

#[test]
fn models_are_run_as_they_are() {
    let fixture = fixture();
    let ran = run(&fixture, None, &["--tool", "models"]);
    assert_eq!((lines(&ran)[0], ran.code), ("pass       orders phase1-first", Some(0)), "{ran:?}");
    fixture.replace("phase1-first/tests/orders.rs", "fn any() {}", "fn any() { panic!(\"lost\") }");
    let ran = run(&fixture, None, &["--tool", "models"]);
    assert!(ran.code == Some(1) && ran.stdout.contains("lost"), "{ran:?}");
}

#[test]
fn a_manifest_that_says_something_else_is_named() {
    let fixture = fixture();
    fixture.replace("phase1-first/Cargo.toml", "tool = \"memcheck\"", "tool = \"memchek\"");
    let ran = run(&fixture, None, &[]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.starts_with("error: phase1-first: [package.metadata.sanitize]: unknown variant `memchek`"),
        "{ran:?}"
    );
    let ran = Fixture::new().run(&["sanitize"]);
    assert!(ran.code == Some(2) && ran.stderr.contains("no manifest has"), "{ran:?}");
}
