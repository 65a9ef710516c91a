//! The maintainers' gate finds what is missing, left over, stale or wrong, and `bless` mends what is generated.

use std::fs;

use crate::fixture::{Fixture, Run};

/// A fixture with READMEs that `check` has nothing to say about.
fn sound() -> Fixture {
    let fixture = Fixture::new();
    let readme =
        "# Title\n\n<!-- roadmap:begin, written by `cargo xtask bless` -->\n<!-- roadmap:end -->\n\nMore.\n";
    fixture.write("README.md", readme);
    fixture.write("phase1-first/README.md", readme);
    let run = fixture.run(&["bless"]);
    assert_eq!((run.code, run.stdout.lines().last()), (Some(0), Some("2 written, 0 failed")), "{run:?}");
    fixture
}

#[track_caller]
fn finds(fixture: &Fixture, count: usize, parts: &[&str]) {
    let run = fixture.run(&["check"]);
    let plural = if count == 1 { "" } else { "s" };
    let last = format!("checked 1 topic in 1 phase: {count} finding{plural}");
    assert_eq!(
        (run.code, run.stdout.lines().last()),
        (Some(i32::from(count > 0)), Some(last.as_str())),
        "{}",
        run.stdout
    );
    for part in parts {
        assert!(run.stdout.contains(part), "{part:?} is missing in:\n{}", run.stdout);
    }
}

#[test]
fn a_sound_workspace_has_no_findings_and_nothing_to_bless() {
    let fixture = sound();
    finds(&fixture, 0, &[]);
    assert_eq!(fixture.run(&["bless"]).stdout, "0 written, 0 failed\n");
    let readme = fs::read_to_string(fixture.path("phase1-first/README.md")).unwrap();
    assert!(
        readme
            .contains("| About greeting | [`greeting`](src/greeting.rs) | `cargo run --example greeting` |"),
        "{readme}"
    );
    assert!(readme.starts_with("# Title\n") && readme.ends_with("\nMore.\n"), "{readme}");
    let map = fs::read_to_string(fixture.path("README.md")).unwrap();
    let row = "| 1 | All of it (high priority) | [`phase1-first`](phase1-first/README.md) The phase phase1-first | `greeting` |";
    assert!(map.contains(row), "{map}");
}

#[test]
fn every_missing_artifact_is_named() {
    let fixture = sound();
    for file in ["tests/golden/greeting.txt", "tests/rejected/greeting/first.rs"] {
        fs::remove_file(fixture.path("phase1-first").join(file)).unwrap();
    }
    finds(
        &fixture,
        2,
        &["tests/golden/greeting.txt", "phase1-first/tests/rejected/greeting: 1 refused programs"],
    );
}

#[test]
fn files_that_belong_to_nothing_are_named() {
    let fixture = sound();
    fixture.write("phase1-first/tests/it/forgotten.rs", "#[test]\nfn never_compiled() {}\n");
    fixture.write("phase1-first/tests/golden/parting.txt", "");
    fixture.write("phase1-first/tests/rejected/parting/fault.rs", "//! x\n");
    fixture.write("phase1-first/src/util.rs", "");
    finds(
        &fixture,
        4,
        &["tests/it/forgotten.rs: is an orphan", "golden/parting.txt", "rejected/parting", "src/util.rs"],
    );
}

#[test]
fn a_stale_table_is_named_and_blessed() {
    let fixture = sound();
    fixture.replace("phase1-first/Cargo.toml", "About greeting", "All about greeting");
    finds(&fixture, 1, &["phase1-first/README.md: its table is stale", "fix: cargo xtask bless"]);
    fixture.run(&["bless"]);
    finds(&fixture, 0, &[]);
    fixture.write("README.md", "# Title\n");
    finds(&fixture, 1, &["README.md: has no place for its table"]);
    fs::remove_file(fixture.path("README.md")).unwrap();
    let run = fixture.run(&["bless"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stdout.starts_with("README.md: No such file"), "{}", run.stdout);
}

#[test]
fn a_golden_output_that_differs_is_shown_and_blessed() {
    let fixture = sound();
    fixture.replace("phase1-first/src/greeting.rs", "    \"hello\"", "    \"HELLO\"");
    finds(&fixture, 1, &["phase1-first/examples/greeting.rs", "-hello\n    +HELLO"]);
    let run = fixture.run(&["bless", "--topic", "greeting"]);
    assert_eq!(run.stdout, "written: phase1-first/tests/golden/greeting.txt\n1 written, 0 failed\n");
    assert_eq!(fs::read(fixture.path("phase1-first/tests/golden/greeting.txt")).unwrap(), b"HELLO\n");
}

#[test]
fn what_a_failing_tour_prints_is_not_blessed() {
    let fixture = sound();
    fixture.replace(
        "phase1-first/examples/greeting.rs",
        "println!",
        "println!(\"half\"); panic!(); println!",
    );
    let Run { code, stdout, .. } = fixture.run(&["bless"]);
    assert_eq!(code, Some(1));
    assert!(stdout.contains("phase1-first/tests/golden/greeting.txt stays as it is: ended with"), "{stdout}");
    assert_eq!(fs::read(fixture.path("phase1-first/tests/golden/greeting.txt")).unwrap(), b"hello\n");
}

const EXERCISE: &str = "phase1-first/tests/exercises/greeting.rs";

#[test]
fn a_test_that_the_stub_passes_is_named() {
    let fixture = sound();
    fixture.append(EXERCISE, "#[test]\nfn says_nothing() {}\n");
    finds(
        &fixture,
        1,
        &[EXERCISE, "greeting::says_nothing passes in the stub", "fails with `not yet implemented`"],
    );
}

#[test]
fn a_stub_that_fails_for_another_reason_or_does_not_compile_is_named() {
    let fixture = sound();
    fixture.append(
        EXERCISE,
        "#[test]\nfn divides() {\n    assert_eq!(1 / (next as fn(u32) -> u32 as usize as u32 & 0), 0);\n}\n",
    );
    let run = fixture.run(&["check"]);
    assert!(
        run.stdout.contains("greeting::divides does not fail with `not yet implemented`"),
        "{}",
        run.stdout
    );

    let fixture = sound();
    fixture.replace(EXERCISE, "n + 1", "n + 1\n}\nfn other() -> u32 {\n    1");
    fixture.append(EXERCISE, "#[test]\nfn uses_other() {\n    assert_eq!(other(), 1);\n}\n");
    let parts = [
        "the stubs do not compile",
        "cannot find function `other`",
        "your part `next` does not stand by itself",
    ];
    finds(&fixture, 2, &parts);
}

#[test]
fn a_stub_that_takes_the_other_tests_down_is_named() {
    let fixture = sound();
    fixture.append(
        EXERCISE,
        "#[test]\nfn wants_all() {\n    std::panic::catch_unwind(|| next(1)).unwrap_or_else(|_| std::process::abort());\n}\n",
    );
    let run = fixture.run(&["check"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stdout.contains("the stubs' tests did not end as they should"), "{}", run.stdout);
}

#[test]
fn a_solution_that_fails_is_named() {
    let fixture = sound();
    fixture.replace(EXERCISE, "n + 1", "n + 2");
    finds(&fixture, 1, &[EXERCISE, "two_follows_one: FAIL", "a reference solution passes the tests"]);
}

#[test]
fn markers_that_do_not_match_are_named() {
    let fixture = sound();
    fixture.replace(EXERCISE, "    // solution:end\n", "");
    finds(&fixture, 1, &["line 4: the part that begins here has no end"]);
}

#[test]
fn modules_out_of_reading_order_are_named() {
    let fixture = sound();
    fixture.write("phase1-first/tests/it/main.rs", "");
    let run = fixture.run(&["check"]);
    assert!(run.stdout.contains("its `mod` lines are not the topics of the manifest"), "{}", run.stdout);
    assert!(run.stdout.contains("tests/it/greeting.rs: is an orphan"), "{}", run.stdout);
}
