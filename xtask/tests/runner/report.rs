//! What a run shows: the order, the selection, the document, the board.

use crate::fixture::Fixture;

#[test]
fn phases_stand_in_the_order_of_the_steps_and_not_of_their_names() {
    let fixture = Fixture::with(&[("phase3-third", &["last"]), ("phase1-first", &["greeting"])]);
    fixture.replace(
        "Cargo.toml",
        "phases = [\"phase3-third\", \"phase1-first\"]",
        "phases = [\"phase3-third\"]\n\n[[workspace.metadata.roadmap.steps]]\ntitle = \"The rest\"\npriority = \"optional\"\n\
         phases = [\"phase1-first\"]",
    );
    let run = fixture.run(&["progress"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let position =
        |part: &str| run.stdout.find(part).unwrap_or_else(|| panic!("no {part:?} in\n{}", run.stdout));
    let parts = [
        "Step 1 · All of it · high priority\n",
        "pass       phase3-third · The phase phase3-third · 1/1 topics",
        "pass       last",
        "Step 2 · The rest · optional\n",
        "pass       phase1-first",
        "pass       greeting",
        "2 topics: 2 pass · 10 of 10 checks pass",
    ];
    assert!(parts.map(position).is_sorted(), "{}", run.stdout);
}

#[test]
fn a_phase_or_a_topic_can_be_selected_by_the_beginning_of_its_name() {
    let fixture =
        Fixture::with(&[("phase1-first", &["greeting", "parting"]), ("phase2-second", &["counting"])]);
    let total = |arguments: &[&str]| fixture.report(arguments).0["topics"]["total"].clone();
    assert_eq!(total(&["--phase", "phase2"]), 1);
    assert_eq!(total(&["--phase", "phase1-first", "--phase", "phase2-second"]), 3);
    assert_eq!(total(&["--topic", "part"]), 1);
}

#[test]
fn a_name_that_does_not_exist_gets_a_suggestion_and_exit_code_two() {
    let fixture = Fixture::new();
    for (arguments, complaint) in [
        (
            ["progress", "--topic", "greetin_g"],
            "error: there is no topic `greetin_g`; did you mean `greeting`?\n",
        ),
        (
            ["progress", "--phase", "phase1-frist"],
            "error: there is no phase `phase1-frist`; did you mean `phase1-first`?\n",
        ),
        (["bless", "--topic", "zzz"], "error: there is no topic `zzz`; there are `greeting`\n"),
    ] {
        let run = fixture.run(&arguments);
        assert_eq!((run.code, run.stderr.as_str()), (Some(2), complaint));
    }
    for arguments in
        [["progress", "--timeout", "0"], ["progress", "--jobs", "none"], ["progress", "--colour", "x"]]
    {
        assert_eq!(fixture.run(&arguments).code, Some(2), "{arguments:?}");
    }
}

#[test]
fn the_document_stands_alone_on_standard_output() {
    let fixture = Fixture::new();
    let (report, code) = fixture.report(&[]);
    assert_eq!(code, Some(0));
    assert_eq!((&report["document"], &report["version"]), (&"progress".into(), &1.into()));
    let topic = &report["steps"][0]["phases"][0]["topics"][0];
    assert_eq!((&topic["slug"], &topic["title"]), (&"greeting".into(), &"About greeting".into()));
    assert_eq!(
        report["checks"]["pass"], 5,
        "a proof, a doctest, a refusal, an exercise and a tour: {report:#}"
    );
}

#[test]
fn results_and_complaints_that_cannot_be_written_change_no_exit_code() {
    let fixture = Fixture::new();
    let mut run = fixture.command(&["progress", "--topic", "zzz"]).spawn().unwrap();
    drop(run.stderr.take());
    assert_eq!(run.wait().unwrap().code(), Some(2));

    // Only Linux has such a device.
    let Ok(full) = std::fs::File::options().write(true).open("/dev/full") else { return };
    let output = fixture.command(&["check"]).stdout(full).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{stderr}");
    assert!(stderr.contains("error: the results cannot be written: "), "{stderr}");
}

#[test]
fn what_tests_print_past_the_harness_when_they_are_told_to_is_not_asked_for() {
    let fixture = Fixture::new();
    fixture
        .append("phase1-first/tests/it/greeting.rs", "#[test]\nfn is_noisy() {\n    print!(\"noise\");\n}\n");
    let mut command = fixture.command(&["progress"]);
    let output = command.env("RUST_TEST_NOCAPTURE", "1").env("RUST_TEST_THREADS", "1").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn doctests_see_the_features_and_the_dependencies_of_their_package() {
    let fixture = Fixture::new();
    fixture.append(
        "phase1-first/Cargo.toml",
        "[features]\ndefault = [\"loud\"]\nloud = []\n[dependencies]\nrenamed = { path = \"../helper\", package = \"helper\" }\n",
    );
    fixture.write("helper/Cargo.toml", "[package]\nname = \"helper\"\nedition = \"2024\"\n");
    fixture.write("helper/src/lib.rs", "pub const ONE: u32 = 1;\n");
    let doctest = "assert!(cfg!(feature = \"loud\")); assert_eq!(renamed::ONE, 1); assert_eq!";
    fixture.replace("phase1-first/src/greeting.rs", "assert_eq!", doctest);
    let run = fixture.run(&["progress"]);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
}

#[test]
fn a_relative_target_directory_is_meant_from_where_the_runner_was_started() {
    let fixture = Fixture::new();
    let mut command = fixture.command(&["progress"]);
    command.current_dir(fixture.path("phase1-first")).env("CARGO_TARGET_DIR", "build");
    assert_eq!(command.output().unwrap().status.code(), Some(0));
    let build = fixture.path("phase1-first/build");
    assert!(build.join("xtask/passes.json").is_file() && build.join("debug").is_dir());
    // Though it stands in a phase, it is nothing that the phase's programs read.
    let again = String::from_utf8(command.output().unwrap().stdout).unwrap();
    assert!(again.contains("1 pass (1 remembered"), "{again}");
}

#[test]
fn outside_of_a_workspace_cargo_says_what_is_missing() {
    let empty = tempfile::tempdir().unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = command.arg("progress").current_dir(empty.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("could not find `Cargo.toml`"));
}
