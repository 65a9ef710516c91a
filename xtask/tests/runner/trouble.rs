//! Everything that can go wrong with a topic, at once: each verdict is right, and no topic harms another.

use std::sync::LazyLock;

use serde_json::Value;

use crate::fixture::{Fixture, topic, verdict};

const TOPICS: [&str; 13] = [
    "sound",
    "doctest",
    "flood",
    "panic",
    "golden",
    "binary",
    "ignored",
    "leaves",
    "unproven",
    "unpractised",
    "untoured",
    "liar",
    "fails_late",
];

/// One run for all of these tests.
static REPORT: LazyLock<Value> = LazyLock::new(|| {
    let fixture = Fixture::with(&[("phase1-first", &TOPICS)]);
    let file = |name: &str| format!("phase1-first/{name}");
    fixture.replace(
        &file("examples/flood.rs"),
        "println!",
        "loop { println!(\"more\") } #[expect(unreachable_code)] println!",
    );
    fixture.replace(&file("tests/it/panic.rs"), "\"hello\");", "\"good bye\", \"so sad\");");
    fixture.write(&file("tests/golden/golden.txt"), "hallo\n");
    fixture.replace(
        &file("examples/binary.rs"),
        "println!",
        "std::io::Write::write_all(&mut std::io::stdout(), b\"\\xff\\n\").unwrap(); println!",
    );
    fixture.replace(&file("tests/it/ignored.rs"), "#[test]", "#[test]\n#[ignore = \"needs a printer\"]");
    fixture.replace(
        &file("tests/it/leaves.rs"),
        "assert_eq!",
        "std::process::exit(0);\n    #[expect(unreachable_code)]\n    assert_eq!",
    );
    fixture.write(&file("tests/it/unproven.rs"), "");
    fixture.write(&file("tests/exercises/unpractised.rs"), "");
    std::fs::remove_file(fixture.path(&file("examples/untoured.rs"))).unwrap();
    fixture.append(
        &file("tests/it/liar.rs"),
        "#[test]\nfn says_so() {\n    use std::io::Write as _;\n    \
         let out = &mut std::io::stdout();\n    \
         out.write_all(b\"\\ntest liar::fails ... ok\\nand so on\").unwrap();\n}\n\
         #[test]\nfn fails() {\n    panic!();\n}\n",
    );
    fixture.append(
        &file("examples/fails_late.rs"),
        "struct Late;\nimpl Drop for Late {\n    fn drop(&mut self) {\n        std::process::exit(7);\n    }\n}\n",
    );
    fixture.replace(
        &file("examples/fails_late.rs"),
        "println!",
        "let _late = Late;\n    eprintln!(\"so late\");\n    println!",
    );
    fixture.replace(&file("src/doctest.rs"), "assert_eq!", "assert!(false); assert_eq!");
    let (report, code) = fixture.report(&[]);
    assert_eq!(code, Some(1));
    report
});

/// A run of its own for what never ends, since a limit that is soon reached is a risk for all that does end.
static ENDLESS: LazyLock<Value> = LazyLock::new(|| {
    let fixture = Fixture::with(&[("phase1-first", &["tests", "tours", "doctests"])]);
    fixture.append(
        "phase1-first/tests/it/tests.rs",
        "#[test]\nfn never_ends() {\n    loop {\n        std::thread::park();\n    }\n}\n",
    );
    fixture.replace(
        "phase1-first/examples/tours.rs",
        "println!",
        "loop {} #[expect(unreachable_code)] println!",
    );
    fixture.replace("phase1-first/src/doctests.rs", "assert_eq!", "loop {} assert_eq!");
    let (report, code) = fixture.report(&["--timeout", "4"]);
    assert_eq!(code, Some(1));
    report
});

#[track_caller]
fn check(slug: &str, expected: &str, parts: &[&str]) {
    let (verdict, output) = verdict(&REPORT, slug);
    assert_eq!(verdict, expected, "{:#}", topic(&REPORT, slug));
    for part in parts {
        assert!(output.contains(part), "{part:?} is missing in:\n{output}");
    }
}

#[test]
fn a_sound_topic_passes_beside_all_of_the_others() {
    check("sound", "pass", &[]);
    let sound = topic(&REPORT, "sound");
    for part in ["proofs", "doctests", "refusals", "exercise", "tours"] {
        assert_eq!((&sound[part]["total"], &sound[part]["pass"]), (&1.into(), &1.into()), "{part}");
    }
}

#[test]
fn a_test_that_never_ends_is_timed_out_and_its_neighbour_is_not() {
    let proofs = &topic(&ENDLESS, "tests")["proofs"];
    assert_eq!((&proofs["pass"], &proofs["timed_out"]), (&1.into(), &1.into()), "{proofs}");
    let (verdict, output) = verdict(&ENDLESS, "tests");
    assert_eq!(verdict, "timed_out");
    assert!(output.contains("stopped after 4 s"), "{output}");
}

#[test]
fn a_tour_that_never_ends_is_timed_out() {
    let (verdict, output) = verdict(&ENDLESS, "tours");
    assert_eq!((verdict, &topic(&ENDLESS, "tours")["tours"]["timed_out"]), ("timed_out", &1.into()));
    assert!(output.contains("stopped after 4 s"), "{output}");
}

#[test]
fn a_tour_that_prints_for_ever_is_stopped_and_its_output_is_bounded() {
    check("flood", "fail", &["stopped after writing 4 MiB", "more\n"]);
    assert!(verdict(&REPORT, "flood").1.len() < 10_000);
}

#[test]
fn a_failed_test_shows_what_it_wrote_and_the_command_that_repeats_it() {
    check("panic", "fail", &["so sad"]);
    let failure = &topic(&REPORT, "panic")["failures"][0];
    assert_eq!(
        failure["command"],
        "cargo test --package phase1-first --test it -- --exact panic::hello_is_said"
    );
}

#[test]
fn a_tour_that_prints_something_else_shows_the_difference() {
    check("golden", "fail", &["-hallo\n+hello"]);
}

#[test]
fn output_that_is_not_utf8_is_said_to_be_so() {
    check("binary", "fail", &["the output is not UTF-8", "+\u{fffd}\n hello"]);
}

#[test]
fn an_ignored_test_is_no_pass() {
    check("ignored", "not_run", &["ignored: needs a printer"]);
}

#[test]
fn a_test_that_ends_the_process_is_no_pass() {
    check("leaves", "fail", &["ended with exit status: 0"]);
}

#[test]
fn a_topic_without_proofs_exercise_or_tour_is_no_pass() {
    for (slug, reason) in [
        ("unproven", "it has no proofs"),
        ("unpractised", "it has no exercise"),
        ("untoured", "it has no tour"),
    ] {
        check(slug, "not_run", &[]);
        assert_eq!(topic(&REPORT, slug)["reason"], reason);
    }
}

#[test]
fn what_a_test_prints_past_the_harness_changes_no_verdict() {
    check("liar", "fail", &["explicit panic"]);
    let proofs = &topic(&REPORT, "liar")["proofs"];
    assert_eq!((&proofs["pass"], &proofs["fail"]), (&2.into(), &1.into()), "{proofs}");
}

#[test]
fn a_tour_that_prints_the_right_thing_and_fails_is_no_pass() {
    check("fails_late", "fail", &["ended with exit status: 7", "so late"]);
}

#[test]
fn a_doctest_that_fails_belongs_to_its_topic() {
    check("doctest", "fail", &["assertion failed: false"]);
    assert_eq!(topic(&REPORT, "doctest")["doctests"]["fail"], 1);
}

#[test]
fn doctests_that_never_end_leave_no_topic_sure_of_its_own() {
    for slug in ["tests", "tours", "doctests"] {
        assert_eq!(topic(&ENDLESS, slug)["doctests"]["not_run"], 1, "{slug}");
    }
    assert_eq!(verdict(&ENDLESS, "doctests").0, "not_run");
    let failure = &ENDLESS["steps"][0]["phases"][0]["failures"][0];
    assert_eq!((&failure["kind"], &failure["verdict"]), (&"doctest".into(), &"timed_out".into()));
}

#[test]
fn doctests_that_rustdoc_cannot_collect_leave_no_topic_sure_of_its_own() {
    let fixture = Fixture::new();
    fixture.append("phase1-first/src/lib.rs", "#[cfg(doctest)]\ncompile_error!(\"not for rustdoc\");\n");
    let (report, _) = fixture.report(&[]);
    assert_eq!(verdict(&report, "greeting").0, "not_run");
    let failure = &report["steps"][0]["phases"][0]["failures"][0];
    assert_eq!((&failure["kind"], &failure["verdict"]), (&"doctest".into(), &"fail".into()));
    assert!(failure["output"].as_str().unwrap().contains("not for rustdoc"), "{failure}");
}

#[test]
fn refused_programs_that_nothing_runs_are_no_pass() {
    let fixture = Fixture::new();
    std::fs::remove_file(fixture.path("phase1-first/tests/rejected/main.rs")).unwrap();
    let (report, code) = fixture.report(&[]);
    assert_eq!((code, verdict(&report, "greeting").0), (Some(1), "not_run"));
    assert_eq!(topic(&report, "greeting")["refusals"]["not_run"], 1);
}

#[test]
fn tests_that_cannot_be_listed_leave_no_topic_sure_of_its_own() {
    let fixture = Fixture::new();
    fixture.append("phase1-first/Cargo.toml", "[[test]]\nname = \"rejected\"\nharness = false\n");
    let suite = "fn main() {\n    eprintln!(\"a stray file\");\n    std::process::exit(2);\n}\n";
    fixture.write("phase1-first/tests/rejected/main.rs", suite);
    let (report, code) = fixture.report(&[]);
    let (verdict, output) = verdict(&report, "greeting");
    assert_eq!((code, verdict), (Some(1), "fail"));
    assert!(output.contains("ended with exit status: 2\na stray file"), "{output}");
    assert_eq!(topic(&report, "greeting")["refusals"]["fail"], 1);
}

#[test]
fn a_test_of_no_topic_fails_its_phase_and_an_example_belongs_to_the_longest_name() {
    let fixture = Fixture::with(&[("phase1-first", &["greeting", "greeting_more"])]);
    fixture.append("phase1-first/tests/it/main.rs", "#[test]\nfn of_no_topic() {\n    panic!();\n}\n");
    fixture.write("phase1-first/examples/greeting_more_often.rs", "fn main() {}\n");
    fixture.write("phase1-first/tests/golden/greeting_more_often.txt", "");
    let (report, code) = fixture.report(&[]);
    let phase = &report["steps"][0]["phases"][0];
    assert_eq!(
        (code, &phase["verdict"], &phase["outside_topics"]["fail"]),
        (Some(1), &"fail".into(), &1.into())
    );
    for (slug, tours) in [("greeting", 1), ("greeting_more", 2)] {
        assert_eq!(
            (verdict(&report, slug).0, &topic(&report, slug)["tours"]["pass"]),
            ("pass", &tours.into())
        );
    }
}

#[test]
fn a_program_that_ends_badly_after_its_tests_have_passed_is_no_pass() {
    let fixture = Fixture::new();
    fixture.append("phase1-first/Cargo.toml", "[[test]]\nname = \"rejected\"\nharness = false\n");
    let suite = "fn main() {\n    if std::env::args().any(|argument| argument == \"--list\") {\n        \
                 return println!(\"greeting::fault: test\");\n    }\n    println!(\"test greeting::fault ... ok\");\n    \
                 std::process::exit(3);\n}\n";
    fixture.write("phase1-first/tests/rejected/main.rs", suite);
    let (report, _) = fixture.report(&[]);
    let (verdict, output) = verdict(&report, "greeting");
    assert_eq!(verdict, "fail");
    assert!(output.starts_with("ended with exit status: 3\n"), "{output}");
}

#[test]
fn an_example_that_needs_a_feature_was_not_run_and_is_not_said_to_be_refused() {
    let fixture = Fixture::new();
    let manifest =
        "[features]\nloud = []\n[[example]]\nname = \"greeting_loud\"\nrequired-features = [\"loud\"]\n";
    fixture.append("phase1-first/Cargo.toml", manifest);
    fixture.write("phase1-first/examples/greeting_loud.rs", "fn main() {}\n");
    let (report, _) = fixture.report(&["--topic", "greeting"]);
    assert_eq!(verdict(&report, "greeting").0, "not_run");
    assert_eq!(topic(&report, "greeting")["reason"], "greeting_loud needs the feature loud");
}

#[test]
fn a_phase_that_does_not_build_is_reported_and_the_others_are_run() {
    let fixture = Fixture::with(&[("phase1-first", &["broken", "whole"]), ("phase2-second", &["counting"])]);
    fixture.append("phase1-first/src/broken.rs", "fn wrong() -> u32 {\n    \"one\"\n}\n");
    let (report, code) = fixture.report(&[]);
    assert_eq!(code, Some(1));
    let (verdict_on_broken, output) = verdict(&report, "broken");
    assert_eq!(verdict_on_broken, "does_not_build");
    assert!(output.contains("mismatched types") && output.contains("phase1-first/src/broken.rs"), "{output}");
    assert_eq!(verdict(&report, "whole").0, "does_not_build");
    assert_eq!(verdict(&report, "counting").0, "pass");
}

#[test]
fn an_example_that_does_not_build_harms_no_other_topic() {
    let fixture = Fixture::with(&[("phase1-first", &["broken", "whole"])]);
    fixture.replace("phase1-first/examples/broken.rs", "println!", "prinltn!");
    let (report, _) = fixture.report(&[]);
    let (verdict_on_broken, output) = verdict(&report, "broken");
    assert_eq!(verdict_on_broken, "does_not_build");
    assert!(output.contains("prinltn"), "{output}");
    assert_eq!(verdict(&report, "whole").0, "pass");
}
