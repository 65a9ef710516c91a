//! What calls Python, and what Python calls. The interpreter here is a script in its place, and neither package knows
//! of Python: what counts is what is built, what is run, and what is said of it.

use std::{env, fs, os::unix::fs::PermissionsExt as _};

use crate::fixture::{Fixture, Run};

/// Says what it is, and then, given the tests, that it ran two of them. LIBRARY is there or not.
const PYTHON: &str = r#"#!/bin/sh
case "$1" in
    -c) printf '%s\n' 3.99.0 "$0" '' 1 libpython3.99.so "${0%/*}/LIBRARY" '' ;;
    -B) [ -f "$PYTHONPATH/stock.so" ] || exit 9
        [ "$6" = tests ] || exit 8
        printf 'Ran 2 tests in 0.0s\n\nOK\n' >&2 ;;
esac
"#;

fn fixture() -> Fixture {
    let fixture = Fixture::new();
    fixture.append(
        "phase1-first/Cargo.toml",
        "\n[package.metadata.python]\nworkspace = \"python\"\nextension = \"stock\"\ntests = \"tests\"\n\
         program = \"shop\"\n",
    );
    fixture.replace(
        "Cargo.toml",
        "resolver = \"3\"\n",
        "resolver = \"3\"\nexclude = [\"phase1-first/python\"]\n",
    );
    let package = |name: &str, library: &str| {
        let text =
            format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{library}");
        fixture.write(&format!("phase1-first/python/{name}/Cargo.toml"), text);
    };
    fixture.write(
        "phase1-first/python/Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"stock\", \"shop\"]\n",
    );
    fixture.write(
        "phase1-first/python/Cargo.lock",
        "version = 4\n\n[[package]]\nname = \"shop\"\nversion = \"0.1.0\"\n\n\
         [[package]]\nname = \"stock\"\nversion = \"0.1.0\"\n",
    );
    package("stock", "\n[lib]\ncrate-type = [\"cdylib\"]\n");
    fixture.write(
        "phase1-first/python/stock/src/lib.rs",
        "const _: &str = env!(\"PYO3_BUILD_EXTENSION_MODULE\");\nconst _: &str = env!(\"PYO3_PYTHON\");\n",
    );
    package("shop", "");
    fixture.write(
        "phase1-first/python/shop/src/main.rs",
        "const _: () = assert!(option_env!(\"PYO3_BUILD_EXTENSION_MODULE\").is_none());\n\
         fn main() {\n    assert!(std::env::var(\"LD_LIBRARY_PATH\").unwrap().contains(\"/there\"));\n    \
         println!(\"open\");\n}\n",
    );
    fixture.write("programs/there/libpython3.99.so", "");
    fixture
}

/// Runs `xtask python` with nothing on the PATH but what a build needs, and the script if it is wanted.
fn run(fixture: &Fixture, python: Option<&str>, arguments: &[&str]) -> Run {
    let programs = fixture.path("programs");
    for needed in ["rustc", "cc", "sh", "sleep"] {
        let path = env::var_os("PATH").unwrap();
        let found = env::split_paths(&path).map(|it| it.join(needed)).find(|it| it.is_file()).unwrap();
        let _ = std::os::unix::fs::symlink(found, programs.join(needed));
    }
    if let Some(script) = python {
        fixture.write("programs/python3", script);
        fs::set_permissions(programs.join("python3"), fs::Permissions::from_mode(0o755)).unwrap();
    }
    let mut command = fixture.command(&[&["python"], arguments].concat());
    // As if somebody had built by hand in the same shell.
    let output = command.env("PATH", programs).env("PYO3_BUILD_EXTENSION_MODULE", "1").output().unwrap();
    let [stdout, stderr] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    Run { code: output.status.code(), stdout, stderr }
}

/// The verdict on each of the three, as it is printed.
fn verdicts(run: &Run) -> Vec<&str> {
    let what = ["extension", "its tests", "program"];
    let of = |line: &&str| {
        !line.starts_with(' ')
            && what.iter().any(|it| line[10.min(line.len())..].starts_with(&format!(" {it}")))
    };
    let rows = run.stdout.lines().filter(of);
    rows.map(|line| line[..10].trim_end()).collect()
}

#[cfg(target_os = "linux")]
#[test]
fn both_directions_are_built_and_run() {
    let fixture = fixture();
    let ran = run(&fixture, Some(&PYTHON.replace("LIBRARY", "there")), &[]);
    let expected = "Python 3.99.0\n\
                    pass       extension `stock`  builds\n\
                    pass       its tests, tests   2 tests\n\
                    pass       program `shop`     ended well, after 1 line\n\
                    \n\
                    3 checks: 3 pass\n";
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), expected), "{ran:?}");
    assert!(!fixture.path("phase1-first/python/target").exists(), "something was built among the sources");

    fixture.append("phase1-first/python/stock/src/lib.rs", "fn broken( {}\n");
    fixture.replace("phase1-first/python/shop/src/main.rs", "println!(\"open\")", "panic!(\"closed\")");
    let ran = run(&fixture, Some(&PYTHON.replace("LIBRARY", "there")), &[]);
    assert_eq!((ran.code, verdicts(&ran)), (Some(1), vec!["no build", "not run", "FAIL"]), "{ran:?}");
    assert!(ran.stdout.contains("closed") && ran.stdout.contains("stock/src/lib.rs:3"), "{ran:?}");
}

/// What the script does instead of saying that the tests were run.
fn tests_that(act: &str) -> String {
    PYTHON.replace("LIBRARY", "there").replace("exit 8\n", &format!("exit 8\n {act}\n"))
}

#[cfg(target_os = "linux")]
#[test]
fn tests_that_do_not_end_well_are_told_with_what_they_said() {
    let fixture = fixture();
    let check = |act: &str, options: &[&str], verdict: &str, says: &str| {
        let ran = run(&fixture, Some(&tests_that(act)), &[&["--allow-not-run"], options].concat());
        assert_eq!((ran.code, verdicts(&ran)), (Some(1), vec!["pass", verdict, "pass"]), "{ran:?}");
        assert!(ran.stdout.contains(says) && !ran.stdout.contains("test_one"), "{ran:?}");
    };
    check("printf 'test_one ... ok\ntest_two ... FAIL\n' >&2; exit 1", &[], "FAIL", "test_two ... FAIL");
    check("exit 0", &[], "FAIL", "does not say what was run");
    let hangs = "printf 'test_one ... ok\ntest_two ... ' >&2; exec sleep 1000";
    check(hangs, &["--timeout", "5"], "timed out", "test_two ...");
}

#[test]
fn ctrl_c_leaves_the_rest_out_whatever_is_allowed() {
    let script = tests_that("kill -INT $PPID; exec sleep 1000");
    let ran = run(&fixture(), Some(&script), &["--allow-not-run"]);
    assert_eq!((ran.code, verdicts(&ran)), (Some(3), vec!["pass", "not run", "not run"]), "{ran:?}");
    assert!(ran.stdout.ends_with("\ninterrupted · 3 checks: 1 pass\n"), "{ran:?}");
}

#[test]
fn what_is_missing_is_not_run_which_is_no_success_unless_it_is_allowed() {
    let fixture = fixture();
    for (options, code) in [(&[][..], 1), (&["--allow-not-run"], 0)] {
        let ran = run(&fixture, None, options);
        assert_eq!((ran.code, verdicts(&ran)), (Some(code), vec!["not run"; 3]), "{ran:?}");
        assert!(ran.stdout.contains("there is no python3 on the PATH"), "{ran:?}");
    }
    let broken = run(&fixture, Some("#!/bin/sh\necho 'no tools' >&2\nexit 1\n"), &["--allow-not-run"]);
    assert_eq!((broken.code, verdicts(&broken)), (Some(0), vec!["not run"; 3]), "{broken:?}");
    assert!(broken.stdout.contains("no tools"), "{broken:?}");
    assert!(!fixture.path("target/python").exists(), "it was built for nothing");
    for (options, code) in [(&[][..], 1), (&["--allow-not-run"], 0)] {
        let ran = run(&fixture, Some(&PYTHON.replace("LIBRARY", "nowhere")), options);
        assert_eq!((ran.code, verdicts(&ran)), (Some(code), vec!["pass", "pass", "not run"]), "{ran:?}");
        assert!(ran.stdout.contains("there is no libpython3.99.so in "), "{ran:?}");
    }
}

#[test]
fn a_manifest_that_promises_what_is_not_there_is_wrong_usage() {
    let fixture = fixture();
    fixture.replace("phase1-first/Cargo.toml", "workspace = \"python\"", "workspace = \"snake\"");
    let ran = run(&fixture, None, &[]);
    assert!(ran.code == Some(2) && ran.stderr.contains("workspace: there is no "), "{ran:?}");
    fixture.replace("phase1-first/Cargo.toml", "tests = \"tests\"\n", "");
    let ran = run(&fixture, None, &[]);
    assert!(ran.code == Some(2) && ran.stderr.contains("missing field `tests`"), "{ran:?}");
    let none = Fixture::new().run(&["python"]);
    assert_eq!((none.code, none.stderr.as_str()), (Some(2), "error: no phase has anything for Python\n"));
}
