//! A broken roadmap is an error that names the file and the key, and nothing is run.

use crate::fixture::Fixture;

const ROOT: &str = "Cargo.toml";
const PHASE: &str = "phase1-first/Cargo.toml";

/// Replaces `from` by `to` in a manifest and expects a complaint.
#[track_caller]
fn refused(file: &str, from: &str, to: &str, complaint: &str) {
    let fixture = Fixture::new();
    fixture.replace(file, from, to);
    let run = fixture.run(&["progress"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{run:?}");
    assert!(run.stderr.contains(complaint), "{complaint:?} is missing in:\n{}", run.stderr);
}

#[test]
fn a_step_with_an_unknown_phase_gets_a_suggestion() {
    let complaint = "Cargo.toml: [workspace.metadata.roadmap] step 1 (\"All of it\"): phases: no member `phase1-frist` with a \
                     [package.metadata.roadmap]; did you mean `phase1-first`?";
    refused(ROOT, "phases = [\"phase1-first\"]", "phases = [\"phase1-frist\"]", complaint);
}

#[test]
fn a_phase_that_no_step_has_is_named() {
    let complaint = "Cargo.toml: [workspace.metadata.roadmap] step 1 (\"All of it\"): phases is empty";
    refused(ROOT, "phases = [\"phase1-first\"]", "phases = []", complaint);
    let fixture = Fixture::with(&[("phase1-first", &["greeting"]), ("phase2-second", &["counting"])]);
    fixture.replace(ROOT, "phases = [\"phase1-first\", \"phase2-second\"]", "phases = [\"phase2-second\"]");
    let run = fixture.run(&["check"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("no step has the phase `phase1-first`"), "{}", run.stderr);
}

#[test]
fn a_phase_that_stands_twice_is_named() {
    refused(
        ROOT,
        "phases = [\"phase1-first\"]",
        "phases = [\"phase1-first\", \"phase1-first\"]",
        "stands in the roadmap already",
    );
}

#[test]
fn a_wrong_key_or_value_is_named_with_its_place() {
    refused(
        ROOT,
        "priority = \"high\"",
        "urgency = \"high\"",
        "Cargo.toml: [workspace.metadata.roadmap] steps[0]",
    );
    refused(
        ROOT,
        "priority = \"high\"",
        "priority = \"urgent\"",
        "steps[0].priority: unknown variant `urgent`",
    );
    refused(
        PHASE,
        "title = \"The",
        "titel = \"The",
        "phase1-first/Cargo.toml: [package.metadata.roadmap] titel: unknown field",
    );
    refused(
        PHASE,
        "greeting = \"About greeting\"",
        "greeting = 1",
        "[package.metadata.roadmap.topics] greeting: its value is not",
    );
    refused(
        PHASE,
        "greeting =",
        "Greeting =",
        "[package.metadata.roadmap.topics] Greeting: is no module name",
    );
}

#[test]
fn a_phase_in_a_directory_of_another_name_is_named() {
    let complaint =
        "phase1-first/Cargo.toml: [package] name: the phase `phase1-fist` stands in another directory";
    refused(PHASE, "name = \"phase1-first\"", "name = \"phase1-fist\"", complaint);
}

#[test]
fn a_topic_without_a_lesson_is_named() {
    let complaint = "phase1-first/Cargo.toml: [package.metadata.roadmap.topics] greetings: there is no lesson at src/greetings.rs";
    refused(PHASE, "greeting =", "greetings =", complaint);
    refused(PHASE, "greeting = \"About greeting\"", "", "[package.metadata.roadmap.topics] is empty");
}

#[test]
fn a_roadmap_that_is_missing_is_named() {
    refused(
        ROOT,
        "metadata.roadmap",
        "metadata.road",
        "Cargo.toml: there is no [workspace.metadata.roadmap]",
    );
}

#[test]
fn a_slug_or_an_example_that_stands_twice_is_named_with_both_phases() {
    let fixture = Fixture::with(&[("phase1-first", &["greeting"]), ("phase2-second", &["greeting"])]);
    let run = fixture.run(&["progress"]);
    assert_eq!(run.code, Some(2));
    let complaint = "phase2-second/Cargo.toml: [package.metadata.roadmap.topics] greeting: is a topic of phase1-first, too";
    assert!(run.stderr.contains(complaint), "{}", run.stderr);

    let fixture = Fixture::with(&[("phase1-first", &["greeting"]), ("phase2-second", &["counting"])]);
    fixture.write("phase2-second/examples/greeting.rs", "fn main() {}\n");
    let run = fixture.run(&["progress"]);
    assert!(
        run.stderr.contains("example `greeting`: phase1-first has one of the same name"),
        "{}",
        run.stderr
    );
}
