//! Packages that are nested in a phase: their tests are the phase's own.

use serde_json::Value;

use crate::fixture::{Fixture, topic, verdict};

/// The phase of [`Fixture::new`] with a crate of macros, a program and a library below it.
fn fixture() -> Fixture {
    let fixture = Fixture::new();
    fixture.replace(
        "Cargo.toml",
        "members = [\"phase1-first\"]",
        "members = [\"phase1-first\", \"phase1-first/macros\", \"phase1-first/program\", \"phase1-first/shelf\"]",
    );
    let manifest = |name: &str, more: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{more}")
    };
    fixture.write("phase1-first/macros/Cargo.toml", manifest("macros", "[lib]\nproc-macro = true\n"));
    fixture.write(
        "phase1-first/macros/src/lib.rs",
        "//! ```\n//! macros::nothing!();\n//! ```\n\
         extern crate proc_macro;\n\n/// Nothing.\n#[proc_macro]\n\
         pub fn nothing(_: proc_macro::TokenStream) -> proc_macro::TokenStream {\n    Default::default()\n}\n\n\
         mod greeting {\n    #[test]\n    fn macros_are_polite() {}\n}\n",
    );
    fixture.write("phase1-first/program/Cargo.toml", manifest("program", ""));
    fixture.write(
        "phase1-first/program/src/main.rs",
        "fn main() {}\n\nmod greeting {\n    #[test]\n    fn programs_are_polite() {}\n}\n",
    );
    fixture.write("phase1-first/shelf/Cargo.toml", manifest("shelf", ""));
    fixture.write("phase1-first/shelf/src/lib.rs", "");
    fixture.write(
        "phase1-first/shelf/tests/it.rs",
        "mod greeting {\n    #[test]\n    fn shelves_are_polite() {}\n}\n\n#[test]\nfn shelves_are_level() {}\n",
    );
    fixture
}

fn proofs(report: &Value) -> (u64, u64) {
    let tally = &topic(report, "greeting")["proofs"];
    (tally["total"].as_u64().unwrap(), tally["pass"].as_u64().unwrap())
}

#[test]
fn their_tests_count_for_the_topic_that_they_are_named_after_and_else_for_the_phase() {
    let fixture = fixture();
    let (report, code) = fixture.report(&[]);
    assert_eq!((verdict(&report, "greeting"), code), (("pass", String::new()), Some(0)), "{report:#}");
    assert_eq!(proofs(&report), (4, 4), "its own, and one of each part");
    let outside = &report["steps"][0]["phases"][0]["outside_topics"];
    assert_eq!(outside["total"], 2, "the shelf's second test, and the doctest of the macros: {report:#}");

    let (report, _) = fixture.report(&[]);
    let remembered = [&report["checks"]["remembered"], &report["checks"]["total"]];
    assert_eq!(remembered[0], remembered[1], "a pass of a part is remembered as well");
}

#[test]
fn a_failure_in_one_of_them_fails_the_topic_and_names_the_command_that_repeats_it() {
    for (file, test, command) in [
        ("macros/src/lib.rs", "macros_are_polite", "cargo test --package macros --lib -- --exact greeting::"),
        (
            "program/src/main.rs",
            "programs_are_polite",
            "cargo test --package program --bin program -- --exact greeting::",
        ),
        (
            "shelf/tests/it.rs",
            "shelves_are_polite",
            "cargo test --package shelf --test it -- --exact greeting::",
        ),
    ] {
        let fixture = fixture();
        fixture.replace(
            &format!("phase1-first/{file}"),
            &format!("{test}() {{}}"),
            &format!("{test}() {{ panic!() }}"),
        );
        let (report, code) = fixture.report(&["--topic", "greeting"]);
        assert_eq!(code, Some(1));
        assert_eq!(proofs(&report), (4, 3), "{report:#}");
        assert_eq!(topic(&report, "greeting")["failures"][0]["command"], format!("{command}{test}"));
    }
}

#[test]
fn a_failure_that_belongs_to_no_topic_fails_the_phase() {
    let fixture = fixture();
    fixture.replace("phase1-first/shelf/tests/it.rs", "level() {}", "level() { panic!() }");
    let (report, code) = fixture.report(&[]);
    assert_eq!((verdict(&report, "greeting").0, code), ("pass", Some(1)));
    assert_eq!(report["steps"][0]["phases"][0]["failures"][0]["name"], "shelves_are_level");
}

#[test]
fn one_that_does_not_build_is_no_pass() {
    let fixture = fixture();
    fixture.append("phase1-first/shelf/src/lib.rs", "fn broken( {}\n");
    let (report, code) = fixture.report(&[]);
    assert_eq!((verdict(&report, "greeting").0, code), ("does_not_build", Some(1)));
    let command = &report["steps"][0]["phases"][0]["failures"][0]["command"];
    assert!(command.as_str().unwrap().contains("--package shelf"), "{report:#}");
}
