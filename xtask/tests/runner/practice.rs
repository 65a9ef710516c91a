//! `cargo xtask practice`, command by command, without its loop.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader, Read as _},
    net::TcpListener,
    path::Path,
    process::Command,
    time::{Duration, SystemTime},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use serde_json::Value;

use crate::fixture::{Fixture, Run};

pub const EXERCISE: &str = "\
//! # Sums
//!
//! Add numbers up.

#[derive(Debug, PartialEq)]
pub struct Sum(u32);

fn sum(numbers: &[u32]) -> Sum {
    // solution:begin
    // hint: Add them up.
    // hint: Iterators can.
    // ban: .clone() because nothing has to be copied
    Sum(numbers.iter().sum())
    // solution:end
}

fn mean(numbers: &[u32]) -> Option<u32> {
    // solution:begin
    // hint: Nothing has no mean.
    // require: checked_div because a division may fail
    sum(numbers).0.checked_div(numbers.len() as u32)
    // solution:end
}

#[test]
fn numbers_are_added() {
    assert_eq!(sum(&[1, 2, 3]), Sum(6));
}

#[test]
fn nothing_has_no_mean() {
    assert_eq!(mean(&[]), None);
    assert_eq!(mean(&[2, 4]), Some(3));
}
";

pub const FILE: &str = "practice/phase2-second/tests/summing.rs";
const SUM: &str = "    Sum(numbers.iter().sum())\n";
const MEAN: &str = "    sum(numbers).0.checked_div(numbers.len() as u32)\n";

/// Two phases: `greeting` and `counting` of the usual sort, then `summing` with two parts.
pub fn course() -> Fixture {
    let fixture =
        Fixture::with(&[("phase1-first", &["greeting", "counting"]), ("phase2-second", &["summing"])]);
    fixture.write("phase2-second/tests/exercises/summing.rs", EXERCISE);
    fixture
}

impl Fixture {
    /// `practice` with these arguments.
    pub fn practice(&self, arguments: &[&str]) -> Run {
        self.run(&[&["practice"], arguments].concat())
    }

    /// Writes these answers into the two parts of `summing`.
    pub fn answer(&self, sum: &str, mean: &str) {
        if !self.path(FILE).exists() {
            self.practice(&["list"]);
        }
        let mut text = fs::read_to_string(self.path(FILE)).unwrap();
        for (part, answer) in [("sum", sum), ("mean", mean)] {
            let (before, rest) = text.split_once(&format!("// yours:begin {part}\n")).unwrap();
            let (_, after) = rest.split_once("    // yours:end").unwrap();
            text = format!("{before}// yours:begin {part}\n{answer}    // yours:end{after}");
        }
        self.write(FILE, text);
    }

    /// What `practice check summing` says in JSON, and its exit code.
    #[track_caller]
    fn judged(&self, arguments: &[&str]) -> (Value, Option<i32>) {
        let run = self.practice(&[&["check", "summing", "--json"], arguments].concat());
        let document: Value =
            serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"));
        (document["exercises"][0].clone(), run.code)
    }

    /// The state of an exercise, as `list` has it.
    #[track_caller]
    fn state(&self, topic: &str) -> String {
        let document: Value = serde_json::from_str(&self.practice(&["list", "--json"]).stdout).unwrap();
        let exercises = document["exercises"].as_array().unwrap();
        let exercise = exercises.iter().find(|exercise| exercise["topic"] == topic).unwrap();
        exercise["state"].as_str().unwrap().into()
    }
}

/// All that a judgement says besides its verdict.
fn said(judgement: &Value) -> String {
    ["objections", "errors", "advice"]
        .iter()
        .flat_map(|key| judgement[key].as_array().unwrap())
        .map(|line| line.as_str().unwrap())
        .collect::<Vec<_>>()
        .join("\n")
}

#[track_caller]
fn check(sum: &str, mean: &str, verdict: &str, parts: &[&str]) {
    let course = course();
    course.answer(sum, mean);
    let (judgement, code) = course.judged(&[]);
    assert_eq!(judgement["verdict"], verdict, "{judgement:#}");
    assert_eq!(code, Some(if verdict == "solved" { 0 } else { 1 }));
    for part in parts {
        assert!(said(&judgement).contains(part), "{part:?} is missing in {judgement:#}");
    }
    assert_eq!(course.state("summing"), if verdict == "solved" { "solved" } else { "begun" });
}

#[test]
fn the_folder_is_a_workspace_of_its_own_whose_stubs_compile_without_errors() {
    let course = course();
    let run = course.practice(&["list"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stderr.contains("made ") && run.stderr.contains("practice for you"), "{run:?}");
    let stub = fs::read_to_string(course.path(FILE)).unwrap();
    assert!(stub.contains("    // yours:begin sum\n    todo!()\n    // yours:end\n"), "{stub}");
    assert!(!stub.contains("hint:") && !stub.contains("iter()"), "{stub}");
    // By cargo alone, with nothing of the runner in its way.
    let cargo = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.args(arguments).current_dir(course.path("practice")).env_remove("CARGO_TARGET_DIR");
        command.output().unwrap()
    };
    assert!(cargo(&["check", "--tests", "--offline"]).status.success());
    let output = cargo(&["test", "--offline", "--test", "summing"]);
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert_eq!(stdout.matches("not yet implemented").count(), 2, "{stdout}");
}

#[test]
fn a_right_answer_is_solved_and_known_from_then_on() {
    let course = course();
    course.answer(SUM, MEAN);
    let (judgement, code) = course.judged(&[]);
    assert_eq!((&judgement["verdict"], &judgement["remembered"]), (&"solved".into(), &false.into()));
    assert_eq!(code, Some(0));
    let (judgement, _) = course.judged(&[]);
    assert_eq!((&judgement["verdict"], &judgement["remembered"]), (&"solved".into(), &true.into()));
    let (judgement, _) = course.judged(&["--fresh"]);
    assert_eq!((&judgement["verdict"], &judgement["remembered"]), (&"solved".into(), &false.into()));
    // Another answer has to be seen to be right again; the one from before needs not.
    course.answer("    Sum(numbers.iter().copied().sum())\n", MEAN);
    assert_eq!(course.state("summing"), "begun");
    course.answer(SUM, MEAN);
    assert_eq!(course.state("summing"), "solved");
}

#[test]
fn what_was_solved_needs_no_cargo() {
    let course = course();
    course.answer(SUM, MEAN);
    assert_eq!(course.practice(&["check", "summing"]).code, Some(0));
    let manifest = "practice/phase2-second/Cargo.toml";
    course.append(manifest, "\nbroken");
    let run = course.practice(&["check", "summing"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let run = course.practice(&["check", "summing", "--fresh"]);
    assert!(run.code == Some(1) && run.stdout.contains("error: key with no value"), "{run:?}");
}

#[test]
fn nothing_written_is_open_and_costs_no_build() {
    let course = course();
    let run = course.practice(&["check"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stdout.starts_with("open        greeting · nothing is written yet\n"), "{}", run.stdout);
    assert!(!course.path("practice/target").exists());
}

#[test]
fn a_wrong_answer_shows_the_failed_tests_only_with_what_they_say() {
    let course = course();
    course.answer("    Sum(numbers.len() as u32)\n", "    todo!()\n");
    let run = course.practice(&["check", "summing"]);
    assert_eq!(run.code, Some(1), "{run:?}");
    let lines: Vec<_> = run.stdout.lines().map(str::trim).collect();
    assert!(lines[0].starts_with("FAIL        summing · 0 of 2 tests pass"), "{}", run.stdout);
    assert!(lines.contains(&"todo nothing_has_no_mean reaches a `todo!()`"), "{}", run.stdout);
    assert!(lines.contains(&"FAIL numbers_are_added") && lines.contains(&"left: Sum(3)"), "{}", run.stdout);
    assert!(lines.contains(&"again: cargo test --package phase2-second --test summing"), "{}", run.stdout);
}

#[test]
fn an_answer_that_does_not_compile_shows_what_the_compiler_says() {
    check("    numbers.iter().sum()\n", MEAN, "does_not_build", &["error[E0277]", "summing.rs:15"]);
}

#[test]
fn what_is_half_written_and_passes_so_far_is_unfinished() {
    check(SUM, "    todo!()\n", "unfinished", &[]);
}

#[test]
fn of_several_tests_the_one_that_does_not_end_is_found() {
    let course = course();
    // With as many threads as there are tests, none would wait for another.
    let endless =
        "    if numbers.is_empty() { loop {} }\n    sum(numbers).0.checked_div(numbers.len() as u32)\n";
    course.answer(SUM, endless);
    let (judgement, _) = course.judged(&["--timeout", "1"]);
    assert!(said(&judgement).contains("`nothing_has_no_mean` does not end"), "{judgement:#}");
    assert_eq!(judgement["tests"][0]["end"], "pass");
}

#[test]
fn what_a_test_writes_cannot_play_with_the_terminal() {
    let course = course();
    course.answer("    panic!(\"boom\\x1b[2J\\u{7}\")\n", MEAN);
    let run = course.practice(&["check", "summing"]);
    assert!(run.stdout.contains("boom\u{fffd}[2J\u{fffd}") && !run.stdout.contains('\u{1b}'), "{run:?}");
}

#[test]
fn an_empty_file_and_one_that_is_no_text_are_named_as_such() {
    let course = course();
    course.practice(&["list"]);
    course.write(FILE, "");
    assert!(said(&course.judged(&[]).0).contains("nothing is left of what was given"));
    course.write(FILE, [0xff, b'\n']);
    let (judgement, _) = course.judged(&[]);
    assert_eq!(judgement["verdict"], "does_not_build");
    assert!(said(&judgement).contains("summing.rs: is not valid UTF-8"), "{judgement:#}");
}

#[test]
fn helpers_and_imports_have_a_place() {
    let course = course();
    course.answer("    add(numbers)\n", MEAN);
    let helper = "// yours:begin helpers\nuse std::iter::Sum as _;\n\nfn add(numbers: &[u32]) -> Sum {\n    Sum(u32::sum(numbers.iter().copied()))\n}\n";
    course.replace(FILE, "// yours:begin helpers\n", helper);
    let (judgement, _) = course.judged(&[]);
    assert_eq!(judgement["verdict"], "solved", "{judgement:#}");
}

#[test]
fn comments_and_layout_are_the_learners_everywhere() {
    let course = course();
    course.answer(SUM, MEAN);
    course.replace(FILE, "//! Add numbers up.", "//! Add numbers up. I did!");
    course.replace(FILE, "fn numbers_are_added() {", "// So they are.\nfn numbers_are_added()\n{");
    course.replace(FILE, "sum(&[1, 2, 3])", "sum(\n        &[1, 2, 3],\n    )");
    let (judgement, _) = course.judged(&[]);
    assert_eq!(judgement["verdict"], "solved", "{judgement:#}");
}

#[test]
fn an_edited_test_is_named_and_not_counted() {
    let course = course();
    course.answer("    Sum(numbers.len() as u32 * 2)\n", MEAN);
    course.replace(FILE, "assert_eq!(mean(&[2, 4]), Some(3));", "");
    let (judgement, code) = course.judged(&[]);
    assert_eq!((&judgement["verdict"], code), (&"not_counted".into(), Some(1)), "{judgement:#}");
    assert!(
        said(&judgement).contains("the test `nothing_has_no_mean` is not as it was given"),
        "{judgement:#}"
    );
    assert_eq!(course.state("summing"), "begun");
}

#[test]
fn edited_given_code_is_named_and_not_counted() {
    let course = course();
    course.answer(SUM, MEAN);
    course.replace(FILE, "#[derive(Debug, PartialEq)]", "#[derive(Debug, PartialEq, Clone)]");
    let (judgement, _) = course.judged(&[]);
    assert_eq!(judgement["verdict"], "not_counted", "{judgement:#}");
    assert!(said(&judgement).contains("summing.rs:9: `struct Sum` is not as it was given"), "{judgement:#}");
    // And how to get out of it.
    let run = course.practice(&["update", "summing"]);
    let dropped = "what was changed outside of your parts is in that backup only: `struct Sum`";
    assert!(run.code == Some(0) && run.stdout.contains(dropped), "{run:?}");
    assert_eq!(course.judged(&[]).0["verdict"], "solved");
}

#[test]
fn a_test_that_is_switched_off_does_not_pass() {
    let course = course();
    course.answer(SUM, MEAN);
    course.replace(FILE, "#[test]\nfn nothing", "#[test]\n#[ignore]\nfn nothing");
    let (judgement, _) = course.judged(&[]);
    assert_eq!(judgement["verdict"], "fail", "{judgement:#}");
    // From the learner's own parts, the same.
    let hidden =
        "    Sum(numbers.iter().sum())\n}\n#[cfg(any())]\nmod hidden {\nfn unused() -> u32 {\n    1\n";
    course.answer(hidden, MEAN);
    assert_ne!(course.judged(&[]).0["verdict"], "solved");
}

#[test]
fn the_macros_of_the_tests_stay_what_they_are() {
    let course = course();
    course.answer("    Sum(0)\n", "    numbers.first().copied().and_then(|n| n.checked_div(1))\n");
    let nothing = "// yours:begin helpers\nmacro_rules! assert_eq { ($($t:tt)*) => {{ $($t)*; }}; }\n";
    course.replace(FILE, "// yours:begin helpers\n", nothing);
    let (judgement, _) = course.judged(&[]);
    assert_ne!(judgement["verdict"], "solved", "{judgement:#}");
    assert!(said(&judgement).contains("`assert_eq!` is used by what was given"), "{judgement:#}");
}

#[test]
fn a_banned_shortcut_is_found_in_code_and_not_in_comments() {
    let shortcut = "    let all = numbers.to_vec();\n    Sum(all.clone().iter().sum())\n";
    check(
        shortcut,
        MEAN,
        "not_counted",
        &["summing.rs:16: `.clone()` is not allowed here, because nothing has to be copied"],
    );
    check(&format!("    // no .clone() here\n{SUM}"), MEAN, "solved", &[]);
}

#[test]
fn a_required_construct_must_be_there() {
    let mean = "    // checked_div\n    if numbers.is_empty() { None } else { Some(sum(numbers).0 / numbers.len() as u32) }\n";
    check(
        SUM,
        mean,
        "not_counted",
        &["your part `mean` must use `checked_div`, because a division may fail"],
    );
}

#[test]
fn an_endless_loop_ends_and_the_advice_says_how_to_find_it() {
    let course = course();
    course.answer("    loop {}\n", MEAN);
    let (judgement, code) = course.judged(&["--timeout", "1"]);
    assert_eq!((&judgement["verdict"], code), (&"timed_out".into(), Some(1)), "{judgement:#}");
    let said = said(&judgement);
    assert!(said.contains("stopped after 1 s; `numbers_are_added` does not end"), "{said}");
    assert!(said.contains("-- --exact numbers_are_added --nocapture"), "{said}");
}

#[cfg(target_os = "linux")] // Elsewhere there is no such limit to set.
#[test]
fn a_loop_that_collects_for_ever_does_not_take_the_machine_down() {
    // Never written to, so it costs the machine nothing but addresses.
    let answer = "    loop {\n        std::mem::forget(Vec::<u64>::with_capacity(1 << 25));\n    }\n";
    let course = course();
    course.answer(answer, MEAN);
    let (judgement, _) = course.judged(&["--timeout", "60"]);
    assert!(said(&judgement).contains("more than 2 GiB of memory"), "{judgement:#}");
}

#[test]
fn a_flood_of_output_is_cut_off() {
    check(
        "    loop {\n        eprintln!(\"{numbers:?}\");\n        use std::io::Write as _;\n        let _ = std::io::stderr().write_all(&[b'x'; 4096]);\n    }\n",
        MEAN,
        "fail",
        &["wrote more than 4 MiB"],
    );
}

#[test]
fn a_test_program_that_dies_says_so() {
    check("    std::process::exit(0)\n", MEAN, "fail", &["without a word on"]);
    check("    sum(numbers)\n", MEAN, "fail", &["stack"]);
}

#[test]
fn lost_markers_are_named_and_nothing_is_merged() {
    let course = course();
    course.answer(SUM, MEAN);
    course.replace(FILE, "    // yours:begin sum\n", "");
    let (judgement, _) = course.judged(&[]);
    assert_eq!(judgement["verdict"], "not_counted");
    assert!(said(&judgement).contains("summing.rs:15: `// yours:end` ends a part"), "{judgement:#}");
    let before = fs::read(course.path(FILE)).unwrap();
    let run = course.practice(&["update"]);
    assert!(run.code == Some(1) && run.stderr.contains("put it back"), "{run:?}");
    assert_eq!(fs::read(course.path(FILE)).unwrap(), before);
}

#[test]
fn all_exercises_are_checked_phase_by_phase_and_the_open_ones_counted() {
    let course = course();
    course.answer(SUM, MEAN);
    course.replace("practice/phase1-first/tests/counting.rs", "todo!()", "n + 2");
    let run = course.practice(&["check", "--all"]);
    assert_eq!(run.code, Some(1));
    let heads: Vec<_> = run.stdout.lines().filter(|line| !line.starts_with(' ')).collect();
    assert!(heads[0].starts_with("FAIL        counting · 0 of 1 test pass"), "{heads:?}");
    assert!(heads[1].starts_with("solved      summing · 2 of 2 tests pass"), "{heads:?}");
    assert_eq!(heads[2..], ["1 of 3 exercises solved"]);
    course.replace("practice/phase1-first/tests/counting.rs", "n + 2", "n + 1");
    course.replace("practice/phase1-first/tests/greeting.rs", "todo!()", "n + 1");
    let run = course.practice(&["check", "--all"]);
    assert_eq!((run.code, run.stdout.lines().last()), (Some(0), Some("3 of 3 exercises solved")));
    // Then there is nothing left to do.
    assert_eq!(course.practice(&["check"]).stdout, "3 of 3 exercises solved\n");
    assert_eq!(course.practice(&["hint"]).stdout, "3 of 3 exercises solved\n");
}

#[test]
fn hints_come_one_by_one() {
    let course = course();
    let hint = |arguments: &[&str]| course.practice(&[&["hint", "summing"], arguments].concat()).stdout;
    assert_eq!(hint(&[]), "summing · 1 of 3 hints\n  sum\n    Add them up.\n");
    assert_eq!(hint(&[]), "summing · 2 of 3 hints\n  sum\n    Add them up.\n    Iterators can.\n");
    assert!(hint(&[]).contains("  mean\n    Nothing has no mean.\nthat is all"));
    let document: Value = serde_json::from_str(&hint(&["--json"])).unwrap();
    assert_eq!((&document["left"], &document["hints"][1]["part"]), (&0.into(), &"mean".into()));
    // A file that is begun anew is begun with no hint.
    course.answer(SUM, MEAN);
    course.practice(&["reset", "summing"]);
    assert_eq!(hint(&["me"]), "summing · 1 of 3 hints\n  mean\n    Nothing has no mean.\n");
}

#[test]
fn names_may_be_short_and_typos_get_a_suggestion() {
    let course = course();
    assert!(course.practice(&["hint", "su"]).stdout.starts_with("summing"));
    let run = course.practice(&["hint", "sumning"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (Some(2), "error: there is no exercise `sumning`; did you mean `summing`?\n")
    );
    let run = course.practice(&["chek"]);
    assert!(run.code == Some(2) && run.stderr.contains("did you mean `practice check`?"), "{run:?}");
    let run = course.practice(&["sumning"]);
    assert!(run.code == Some(2) && run.stderr.contains("did you mean `summing`?"), "{run:?}");
    let run = course.practice(&["hint", "summing", "maen"]);
    assert!(run.code == Some(2) && run.stderr.contains("did you mean `mean`?"), "{run:?}");
    let run = course.practice(&["summing", "check"]);
    assert!(run.code == Some(2) && run.stderr.contains("the topic stands after the command"), "{run:?}");
    assert_eq!(course.practice(&["check", "--all", "summing"]).code, Some(2));
}

#[test]
fn the_solution_is_shown_when_it_is_known_or_asked_for_in_so_many_words() {
    let course = course();
    let run = course.practice(&["solution", "summing"]);
    assert!(run.code == Some(1) && run.stdout.is_empty() && run.stderr.contains("--spoil"), "{run:?}");
    let run = course.practice(&["solution", "summing", "--spoil"]);
    let expected = "the reference solution, in phase2-second/tests/exercises/summing.rs:\n\n  sum\n      Sum(numbers.iter().sum())\n";
    assert!(run.code == Some(0) && run.stdout.starts_with(expected), "{run:?}");
    course.answer(SUM, MEAN);
    course.practice(&["check", "summing"]);
    assert_eq!(course.practice(&["solution", "summing"]).code, Some(0));
}

#[test]
fn a_reset_keeps_every_file_that_it_replaces() {
    let course = course();
    course.practice(&["list"]);
    let stub = fs::read_to_string(course.path(FILE)).unwrap();
    assert!(course.practice(&["reset", "summing"]).stdout.ends_with("is as it was given already\n"));
    for number in 1..=2 {
        course.write(FILE, format!("// attempt {number}\u{fffd}"));
        let run = course.practice(&["reset", "summing"]);
        let backup = format!("practice/.practice/backups/summing-{number}.rs");
        assert!(run.code == Some(0) && run.stdout.ends_with(&format!("yours is {backup}\n")), "{run:?}");
        assert_eq!(fs::read_to_string(course.path(&backup)).unwrap(), format!("// attempt {number}\u{fffd}"));
        assert_eq!(fs::read_to_string(course.path(FILE)).unwrap(), stub);
    }
    assert_eq!(course.practice(&["reset"]).code, Some(2), "what to reset must be said");
}

#[test]
fn nothing_of_the_learners_is_overwritten_unasked() {
    let course = course();
    course.answer(SUM, "    todo!()\n");
    course.append("practice/README.md", "\nMy notes.\n");
    course.append("practice/phase2-second/Cargo.toml", "\n[dev-dependencies]\n");
    let content = |file: &str| fs::read_to_string(course.path(file)).unwrap();
    let files = [FILE, "practice/README.md", "practice/phase2-second/Cargo.toml"];
    let before = files.map(content);
    // Whatever happens upstream.
    course.replace("phase2-second/tests/exercises/summing.rs", "Sum(6)", "Sum(1 + 2 + 3)");
    for command in [&["list"][..], &["check", "--all"], &["hint"], &["solution", "summing"]] {
        course.practice(command);
    }
    assert_eq!(files.map(content), before);
    // What is gone comes back.
    fs::remove_file(course.path("practice/phase1-first/tests/greeting.rs")).unwrap();
    assert_eq!(course.state("greeting"), "open");
    assert!(course.path("practice/phase1-first/tests/greeting.rs").exists());
}

#[test]
fn a_change_upstream_reaches_untouched_files_at_once_and_begun_ones_by_update() {
    let course = course();
    course.answer(SUM, MEAN);
    assert_eq!(course.practice(&["check", "summing"]).code, Some(0));
    let upstream = "phase2-second/tests/exercises/summing.rs";
    course.replace(upstream, "assert_eq!(mean(&[2, 4]), Some(3));", "assert_eq!(mean(&[2, 4, 6]), Some(4));");
    course.replace("phase1-first/tests/exercises/greeting.rs", "next(1), 2", "next(2), 3");
    let run = course.practice(&["list"]);
    assert!(run.stderr.contains("since you began it, this has changed: summing;"), "{run:?}");
    assert!(
        run.stdout.contains("summing  Summing (has changed: `update`)")
            || run.stdout.contains("(has changed: `update`)"),
        "{run:?}"
    );
    let greeting = fs::read_to_string(course.path("practice/phase1-first/tests/greeting.rs")).unwrap();
    assert!(greeting.contains("next(2), 3"), "{greeting}");
    let (judgement, _) = course.judged(&[]);
    assert_eq!(judgement["verdict"], "not_counted", "it passed other tests than today's");
    assert!(said(&judgement).contains("the exercise has changed since you began it"), "{judgement:#}");

    let run = course.practice(&["update"]);
    assert!(run.code == Some(0) && run.stdout.contains("kept your sum, mean"), "{run:?}");
    let merged = fs::read_to_string(course.path(FILE)).unwrap();
    assert!(merged.contains(SUM) && merged.contains(MEAN) && merged.contains("&[2, 4, 6]"), "{merged}");
    assert_eq!(course.judged(&[]).0["verdict"], "solved");
    assert!(course.practice(&["update"]).stdout.ends_with("exercises up to date\n"));
}

#[test]
fn an_update_keeps_what_has_lost_its_place_in_the_backup_and_says_so() {
    let course = course();
    course.answer(SUM, "    None // mine\n");
    let upstream = "phase2-second/tests/exercises/summing.rs";
    course.replace(upstream, "fn mean(", "fn average(");
    course.replace(upstream, "mean(&", "average(&");
    let run = course.practice(&["update"]);
    assert!(run.stdout.contains("kept your sum;"), "{run:?}");
    assert!(run.stdout.contains("your `mean` has no place in it any more"), "{run:?}");
    let merged = fs::read_to_string(course.path(FILE)).unwrap();
    assert!(merged.contains(SUM) && merged.contains("// yours:begin average\n    todo!()"), "{merged}");
    let backup = fs::read_to_string(course.path("practice/.practice/backups/summing-1.rs")).unwrap();
    assert!(backup.contains("None // mine"), "{backup}");
}

#[test]
fn a_phase_may_be_renamed_and_what_was_solved_stays_solved() {
    let course = course();
    course.answer(SUM, MEAN);
    assert_eq!(course.practice(&["check", "summing"]).code, Some(0));
    fs::rename(course.path("phase2-second"), course.path("phase2-sums")).unwrap();
    for file in ["Cargo.toml", "phase2-sums/Cargo.toml"] {
        course.replace(file, "phase2-second", "phase2-sums");
    }
    let run = course.practice(&["list"]);
    assert!(run.stderr.contains("moved your summing to phase2-sums/tests/summing.rs"), "{run:?}");
    assert_eq!(course.state("summing"), "solved");
    assert!(!course.path("practice/phase2-second").exists(), "nothing of the learner's was left in it");
    assert_eq!(course.judged(&["--fresh"]).0["verdict"], "solved");
}

#[test]
fn a_new_phase_joins_the_folder() {
    let course = course();
    course.practice(&["list"]);
    let manifest = "Cargo.toml";
    course.replace(manifest, "\"phase2-second\"]", "\"phase2-second\", \"phase3-third\"]");
    course.write(
        "phase3-third/Cargo.toml",
        "[package]\nname = \"phase3-third\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[package.metadata.roadmap]\ntitle = \"Third\"\n\n\
         [package.metadata.roadmap.topics]\nending = \"Ending\"\n",
    );
    course.write("phase3-third/src/lib.rs", "pub mod ending;\n");
    course.write("phase3-third/src/ending.rs", "");
    course.write("phase3-third/tests/exercises/main.rs", "mod ending;\n");
    course.write("phase3-third/tests/exercises/ending.rs", EXERCISE);
    assert_eq!(course.state("ending"), "open");
    course.replace("practice/phase3-third/tests/ending.rs", "todo!()", "unimplemented!()");
    let run = course.practice(&["check", "ending"]);
    assert!(run.stdout.starts_with("FAIL        ending"), "{run:?}");
}

#[test]
fn somebody_elses_folder_is_left_alone() {
    let course = course();
    course.write("mine/letter.txt", "Dear");
    let run = course.practice(&["list", "--dir", "mine"]);
    assert!(run.code == Some(2) && run.stderr.contains("is not empty, and was not made by"), "{run:?}");
    assert_eq!(fs::read_dir(course.path("mine")).unwrap().count(), 1);
    let run = course.practice(&["list", "--dir", "mine/letter.txt"]);
    assert_eq!(run.code, Some(2), "{run:?}");
}

#[test]
fn the_folder_may_be_anywhere() {
    let course = course();
    let elsewhere = tempfile::tempdir().unwrap();
    let dir = elsewhere.path().join("my practice");
    let run = course.practice(&["check", "summing", "--dir", dir.to_str().unwrap()]);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(dir.join("phase2-second/tests/summing.rs").exists() && !course.path("practice").exists());
    fs::write(
        dir.join("phase2-second/tests/summing.rs"),
        fs::read_to_string(dir.join("phase2-second/tests/summing.rs"))
            .unwrap()
            .replacen("todo!()", "Sum(1)", 1),
    )
    .unwrap();
    let run = course.practice(&["check", "summing", "--dir", dir.to_str().unwrap()]);
    assert!(run.stdout.starts_with("FAIL        summing · 0 of 2"), "{run:?}");
}

#[test]
fn without_a_terminal_the_loop_names_the_commands_to_use() {
    let run = course().practice(&[]);
    assert!(run.code == Some(2) && run.stderr.contains("`cargo xtask practice check`"), "{run:?}");
}

#[test]
fn a_process_that_is_killed_loses_nothing_that_it_had_found_solved() {
    let course = course();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    course.practice(&["list"]);
    course.replace("practice/phase1-first/tests/greeting.rs", "todo!()", "n + 1");
    course.replace("practice/phase1-first/tests/counting.rs", "todo!()", "1 + n");
    // Says hello and waits for ever: by then, the others have been judged.
    course.answer(
        &format!(
            "    let mut socket = std::net::TcpStream::connect((\"127.0.0.1\", {port})).unwrap();\n    \
             std::io::Read::read(&mut socket, &mut [0]).unwrap();\n    Sum(0)\n"
        ),
        MEAN,
    );
    let mut run = course.command(&["practice", "check", "--all", "--timeout", "600"]).spawn().unwrap();
    let (socket, _) = listener.accept().unwrap();
    kill(Pid::from_raw(run.id().cast_signed()), Signal::SIGKILL).unwrap();
    run.wait().unwrap();
    assert_eq!((course.state("greeting"), course.state("counting")), ("solved".into(), "solved".into()));
    // The test program has no parent any more; this ends it.
    drop(socket);
}

#[test]
fn a_damaged_journal_costs_the_damaged_lines_only() {
    let course = course();
    course.answer(SUM, MEAN);
    course.practice(&["check", "summing"]);
    course.append("practice/.practice/journal.jsonl", "{\"solved\":{\"top");
    let run = course.practice(&["list"]);
    assert!(run.stderr.contains("journal.jsonl: 1 line cannot be read"), "{run:?}");
    assert_eq!(course.state("summing"), "solved");
    course.write("practice/.practice/journal.jsonl", [0xff; 100]);
    assert_eq!(course.state("summing"), "begun");
    assert_eq!(course.practice(&["check", "summing"]).code, Some(0));
    assert_eq!(course.state("summing"), "solved");
}

#[test]
fn a_file_that_comes_back_with_an_old_date_is_judged_as_it_is() {
    let course = course();
    course.answer("    Sum(7)\n", MEAN);
    let old = course.path("practice/old.rs");
    fs::copy(course.path(FILE), &old).unwrap();
    File::options()
        .append(true)
        .open(&old)
        .unwrap()
        .set_modified(SystemTime::now() - Duration::from_secs(3600))
        .unwrap();
    course.answer(SUM, MEAN);
    assert_eq!(course.judged(&[]).0["verdict"], "solved");
    fs::rename(old, course.path(FILE)).unwrap();
    assert_eq!(course.judged(&[]).0["verdict"], "fail");
}

#[test]
fn a_program_of_another_answer_is_never_taken_for_this_one() {
    let course = course();
    let tests = |name: &str| course.path(&format!("practice/phase2-second/{name}"));
    course.answer("    Sum(7)\n", MEAN);
    // The wrong answer moves away with its directory, and comes back after the right one was built.
    fs::rename(tests("tests"), tests("wrong")).unwrap();
    course.answer(SUM, MEAN);
    assert_eq!(course.judged(&[]).0["verdict"], "solved");
    fs::rename(tests("tests"), tests("right")).unwrap();
    fs::rename(tests("wrong"), tests("tests")).unwrap();
    assert_eq!(course.judged(&[]).0["verdict"], "fail");
    // The file is a link, which points to the one and then to the other.
    let file = course.path(FILE);
    fs::rename(&file, tests("wrong.rs")).unwrap();
    std::os::unix::fs::symlink(tests("right/summing.rs"), &file).unwrap();
    assert_eq!(course.judged(&["--fresh"]).0["verdict"], "solved");
    fs::remove_file(&file).unwrap();
    std::os::unix::fs::symlink(tests("wrong.rs"), &file).unwrap();
    assert_eq!(course.judged(&[]).0["verdict"], "fail");
    // Cargo alone has built another answer.
    fs::remove_file(&file).unwrap();
    course.write(FILE, fs::read(tests("right/summing.rs")).unwrap());
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["test", "--offline", "--no-run"])
        .current_dir(course.path("practice"))
        .env_remove("CARGO_TARGET_DIR");
    assert!(cargo.output().unwrap().status.success());
    fs::remove_file(&file).unwrap();
    fs::rename(tests("wrong.rs"), &file).unwrap();
    assert_eq!(course.judged(&[]).0["verdict"], "fail");
}

#[test]
fn an_answer_is_one_file() {
    let course = course();
    course.answer("    util::add(numbers)\n", MEAN);
    course.replace(FILE, "// yours:begin helpers\n", "// yours:begin helpers\nmod util;\n");
    let util = "use super::Sum;\npub fn add(numbers: &[u32]) -> Sum {\n    Sum(numbers.to_vec().clone().iter().sum())\n}\n";
    course.write("practice/phase2-second/tests/util/mod.rs", util);
    let (judgement, _) = course.judged(&[]);
    assert_eq!(judgement["verdict"], "not_counted", "{judgement:#}");
    assert!(said(&judgement).contains("summing.rs:7: `mod util;` takes in another file"), "{judgement:#}");
}

#[test]
fn an_attribute_at_the_end_of_a_part_is_no_way_to_change_what_follows() {
    let course = course();
    course.answer(SUM, MEAN);
    course.replace(FILE, "// yours:begin helpers\n", "// yours:begin helpers\n#[derive(Clone, Copy)]\n");
    let (judgement, _) = course.judged(&[]);
    assert_eq!(judgement["verdict"], "not_counted", "{judgement:#}");
}

#[test]
fn tests_of_ones_own_are_shown_and_decide_nothing() {
    let course = course();
    course.answer(SUM, MEAN);
    let own = "// yours:begin helpers\n#[test]\nfn mine() {\n    assert_eq!(sum(&[1].clone()), Sum(2), \"mine\");\n}\n";
    course.replace(FILE, "// yours:begin helpers\n", own);
    let (judgement, _) = course.judged(&[]);
    assert_eq!(judgement["verdict"], "solved", "{judgement:#}");
    assert_eq!(
        (&judgement["tests"][2]["name"], &judgement["tests"][2]["end"]),
        (&"mine".into(), &"fail".into())
    );
    course.replace(FILE, "assert_eq!(sum(&[1].clone()), Sum(2), \"mine\");", "loop {}");
    let (judgement, _) = course.judged(&["--timeout", "1"]);
    assert_eq!(judgement["verdict"], "solved", "{judgement:#}");
    assert!(said(&judgement).contains("a test of your own did not end, and was stopped"), "{judgement:#}");
}

#[test]
fn what_an_answer_writes_past_the_harness_does_no_harm() {
    let noise = "    use std::io::Write as _;\n    let _ = write!(std::io::stdout(), \"test noise ... \");\n";
    let course = course();
    course.answer(&format!("{noise}{SUM}"), MEAN);
    let command = ["practice", "check", "summing", "--json"];
    let output = course
        .command(&command)
        .env("RUST_TEST_THREADS", "1")
        .env("RUST_TEST_NOCAPTURE", "1")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn one_file_that_cannot_be_used_leaves_the_others_alone() {
    let course = course();
    course.answer(SUM, MEAN);
    let greeting = "practice/phase1-first/tests/greeting.rs";
    fs::remove_file(course.path(greeting)).unwrap();
    fs::create_dir(course.path(greeting)).unwrap();
    let run = course.practice(&["check", "--all", "--json"]);
    assert!(run.code == Some(1) && run.stderr.contains("greeting.rs: "), "{run:?}");
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    let verdicts: Vec<_> =
        document["exercises"].as_array().unwrap().iter().map(|it| &it["verdict"]).collect();
    assert_eq!(verdicts, ["does_not_build", "open", "solved"]);
}

#[test]
fn a_manifest_that_was_changed_is_named_when_nothing_can_be_built() {
    let course = course();
    course.answer(SUM, MEAN);
    course.append("practice/phase1-first/Cargo.toml", "\nbroken");
    let (judgement, _) = course.judged(&[]);
    let expected = "phase1-first/Cargo.toml is not as it was given; remove it to get it back";
    assert!(said(&judgement).contains(expected), "{judgement:#}");
    fs::remove_file(course.path("practice/phase1-first/Cargo.toml")).unwrap();
    assert_eq!(course.judged(&[]).0["verdict"], "solved");
}

#[test]
fn a_copy_of_the_learners_own_is_left_alone() {
    let course = course();
    course.answer(SUM, MEAN);
    let copy = "practice/my-copy/tests/summing.rs";
    course.write(copy, fs::read(course.path(FILE)).unwrap());
    course.write("practice/my-copy/Cargo.toml", "[package]\nname = \"my-copy\"\n");
    fs::remove_file(course.path(FILE)).unwrap();
    assert_eq!(course.state("summing"), "open");
    assert!(course.path(copy).exists());
}

#[test]
fn the_lock_of_an_editor_is_waited_for_with_a_word() {
    let course = course();
    course.answer(SUM, MEAN);
    assert_eq!(course.practice(&["check", "summing"]).code, Some(0));
    let lock = File::open(course.path("practice/target/debug/.cargo-lock")).unwrap();
    lock.lock().unwrap();
    let mut run = course.command(&["practice", "check", "summing", "--fresh"]).spawn().unwrap();
    let mut stderr = BufReader::new(run.stderr.take().unwrap());
    let mut line = String::new();
    stderr.read_line(&mut line).unwrap();
    assert!(line.starts_with("waiting for another cargo, perhaps that of an editor"), "{line}");
    lock.unlock().unwrap();
    let mut stdout = String::new();
    run.stdout.take().unwrap().read_to_string(&mut stdout).unwrap();
    assert!(stdout.starts_with("solved"), "{stdout}");
    assert!(run.wait().unwrap().success());
}

#[test]
fn the_board_of_progress_shows_practice_beside_passing() {
    let course = course();
    let arguments = ["--phase", "phase2-second"];
    let (report, _) = course.report(&arguments);
    assert!(report["steps"][0]["phases"][0].get("practice").is_none());
    assert!(!course.path("practice").exists(), "looking makes nothing");
    course.answer(SUM, MEAN);
    course.practice(&["check", "summing"]);
    let (report, code) = course.report(&arguments);
    assert_eq!(code, Some(0), "what the learner has not solved is no failure");
    let expected: Value = serde_json::json!({"solved": 1, "total": 1});
    assert_eq!(report["steps"][0]["phases"][0]["practice"], expected);
    let board = course.run(&["progress"]).stdout;
    assert!(board.contains("phase1-first · ") && board.contains("topics · practice 0/2 ·"), "{board}");
}

#[test]
fn maintainers_are_told_of_exercises_that_could_not_be_solved() {
    let course = course();
    let upstream = "phase2-second/tests/exercises/summing.rs";
    course.replace(upstream, "// require: checked_div", "// require: rem_euclid");
    course.replace(
        "phase1-first/tests/exercises/greeting.rs",
        "// hint: Add.",
        "// hint: Add.\n    // ban: ( because why",
    );
    course.append(
        "phase1-first/tests/exercises/counting.rs",
        "\n#[test]\nfn hello() {\n    assert_eq!(next(0), phase1_first::greeting::hello().len() as u32 - 4);\n}\n",
    );
    let findings = course.run(&["check"]).stdout;
    for part in [
        "summing.rs: the reference solution does not count: phase2-second/tests/summing.rs: your part `mean` must use `rem_euclid`",
        "greeting.rs: the rule about `(` is not made of tokens",
        "counting.rs: names `phase1_first`, which a learner's folder does not have",
    ] {
        assert!(findings.contains(part), "{part:?} is missing in {findings}");
    }
    course.replace("phase1-first/tests/exercises/greeting.rs", "// solution:end", "");
    let run = course.practice(&["list"]);
    assert!(
        run.code == Some(2)
            && run.stderr.contains("greeting.rs: line 4: the part that begins here has no end"),
        "{run:?}"
    );
}

#[test]
fn a_folder_that_cannot_be_written_to_is_named() {
    let course = course();
    course.practice(&["list"]);
    // A file where a directory should be: not even root can write below it.
    fs::remove_dir_all(course.path("practice/phase2-second")).unwrap();
    course.write("practice/phase2-second", "");
    let run = course.practice(&["list"]);
    assert!(run.code == Some(2) && run.stderr.contains("practice/phase2-second"), "{run:?}");
    assert!(Path::new(&course.path("practice/phase2-second")).is_file());
}
