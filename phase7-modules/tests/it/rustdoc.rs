use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    panic::{self, AssertUnwindSafe},
};

use phase7_modules::rustdoc::{Fence, Treatment, assert_checked, audit, fences, unchecked};
use serde_json::Value;

use crate::cargo::Workspace;

const LESSON: &str = include_str!("../../src/rustdoc.rs");
const README: &str = include_str!("../../src/rustdoc/README.md");

fn lesson(source: &str) -> Workspace {
    let workspace = Workspace::copy_of("rustdoc/lesson");
    workspace.write("src/rustdoc.rs", source);
    workspace.write("src/rustdoc/README.md", README);
    workspace
}

/// Codes and lines of what the compiler or rustdoc reports.
fn reported(workspace: &Workspace, arguments: &[&str]) -> Vec<(String, u64)> {
    let of = |message: &Value| {
        let code = message["code"]["code"].as_str()?.to_owned();
        let primary = message["spans"].as_array()?.iter().find(|span| span["is_primary"] == true)?;
        Some((code, primary["line_start"].as_u64()?))
    };
    let mut reported: Vec<_> = workspace.messages(arguments).iter().filter_map(of).collect();
    reported.sort();
    reported
}

/// Item, kind and outcome of each line `test src/lib.rs - item (line 7) - kind ... outcome`.
fn examples(stdout: &str) -> BTreeMap<&str, (&str, &str)> {
    let lines = stdout.lines().filter_map(|line| line.strip_prefix("test "));
    let examples = lines.filter_map(|line| {
        let (name, outcome) = line.split_once(" ... ")?;
        let (item, kind) = name.split_once(" - ")?.1.split_once(')')?;
        Some((item.split_once("(line ")?.0.trim(), (kind.trim_start_matches(" - "), outcome)))
    });
    examples.collect()
}

/// A library whose functions, in order, have these texts as documentation.
fn documented(texts: &[String]) -> Workspace {
    let mut source = String::new();
    for (number, text) in texts.iter().enumerate() {
        for line in text.lines() {
            writeln!(source, "/// {line}").expect("a text takes everything");
        }
        writeln!(source, "pub fn f{number}() {{}}").expect("a text takes everything");
    }
    let workspace = Workspace::copy_of("rustdoc/merging");
    workspace.write("src/lib.rs", &source);
    workspace
}

#[test]
fn rustdoc_treats_each_list_of_tags_as_treatment_says() {
    const TAGS: [&str; 6] = ["rust", "ignore", "no_run", "should_panic", "compile_fail", "text"];
    let mut lists = vec![String::new()];
    lists.extend(TAGS.map(str::to_owned));
    lists.extend(TAGS.iter().flat_map(|first| TAGS.iter().map(move |second| format!("{first}, {second}"))));
    for tag in ["edition2021", "standalone_crate", "test_harness", "ignore-some-system", "should_panik"] {
        lists.extend([format!("text,{tag}"), format!("{tag},text")]);
    }
    let longer = [
        "no_run,text,ignore",
        "no_run text compile_fail",
        "rust,text,no_run",
        "text,no_run,rust",
        "edition2021,no_run,text",
        "text\tignore,,rust",
    ];
    lists.extend(longer.map(str::to_owned));

    let blocks: Vec<_> = lists.iter().map(|tags| format!("```{tags}\n```")).collect();
    // The blocks are empty, so those that must panic or be rejected fail. What counts is as what they were run.
    let output = documented(&blocks).cargo(&["test", "--doc", "--no-fail-fast"]);
    let found = examples(&output.stdout);
    for (number, tags) in lists.iter().enumerate() {
        let found = match found.get(format!("f{number}").as_str()) {
            None => Treatment::Text,
            Some((_, "ignored")) => Treatment::Ignored,
            Some(("compile fail", _)) => Treatment::Rejected,
            Some(("compile", _)) => Treatment::Compiled,
            Some(("should panic", _)) => Treatment::Panics,
            Some(_) => Treatment::Run,
        };
        assert_eq!(Fence { line: 1, tags, code: "" }.treatment(), found, "{tags:?}");
    }
}

#[test]
fn rustdoc_finds_the_blocks_that_fences_finds() {
    const LINES: [&str; 16] = [
        "```",
        "```",
        "~~~",
        "````",
        "~~~~",
        "```text",
        "```no_run",
        "   ```",
        "~~~ text `a`",
        "``` a ```",
        "``",
        " ```",
        "  ~~~",
        "sentence",
        "sentence ```",
        "",
    ];
    let mut state = 11_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let texts: Vec<_> = (0..150)
        .map(|_| {
            let lines: Vec<_> = (0..random(9)).map(|_| LINES[random(LINES.len())]).collect();
            ["begin", "", &lines.join("\n"), "end"].join("\n")
        })
        .collect();
    let output = documented(&texts).cargo(&["test", "--doc", "--", "--list"]);
    assert!(output.success, "{}", output.stderr);
    // `src/lib.rs - item (line 7): test`
    let lines =
        output.stdout.lines().filter_map(|line| line.split_once("(line ")?.1.split_once(')')?.0.parse().ok());
    let listed: BTreeSet<usize> = lines.collect();
    let mut expected = BTreeSet::new();
    let mut first = 1;
    for text in &texts {
        let examples = fences(text).filter(|fence| fence.treatment() != Treatment::Text);
        expected.extend(examples.map(|fence| first + fence.line - 1));
        first += text.lines().count() + 1;
    }
    assert_eq!(listed, expected);
    assert!(expected.len() > 100);
}

#[test]
fn a_block_is_what_stands_between_its_fences() {
    let text =
        "# Fees\n\n```rust\nlet a = 1;\n\n  let b = 2;\n```\nand\n~~~~text\n```\n~~~\n~~~~~\n```no_run";
    let blocks: Vec<_> = fences(text).map(|fence| (fence.line, fence.tags, fence.code)).collect();
    assert_eq!(
        blocks,
        [(3, "rust", "let a = 1;\n\n  let b = 2;\n"), (9, "text", "```\n~~~\n"), (13, "no_run", "")]
    );
    assert_eq!(fences("> ```\n> ```\n- article\n\n    ```\n    ```").count(), 0);
    assert_eq!(fences("<!--\n```\n```\n-->").count(), 1);
    let tags = fences(text).next().expect("there are three").tags;
    assert_eq!(tags.as_ptr(), text[11..].as_ptr());
}

#[test]
fn pages_show_what_shown_says() {
    let workspace = Workspace::copy_of("rustdoc/pages");
    assert!(workspace.cargo(&["doc"]).success);
    let page = |file: &str| fs::read_to_string(workspace.path().join("target/doc/pages").join(file));

    let source = fs::read_to_string(workspace.path().join("src/lib.rs")).expect("the fixture has it");
    let documentation: String =
        source.lines().filter_map(|line| line.strip_prefix("/// ")).map(|line| format!("{line}\n")).collect();
    let shown: Vec<_> = fences(&documentation).next().expect("there is one").shown().collect();
    let html = page("fn.lines.html").expect("a public function has a page");
    assert_eq!(shown.len(), 5);
    for (number, line) in [1, 4, 5, 6, 7].into_iter().zip(&shown) {
        let mark = format!("visible {number}");
        assert!(html.contains(&mark) && line.contains(&mark), "{line}");
    }
    assert!(!html.contains("hidden ") && html.contains("visible 6 ##"));
    assert_eq!(
        (shown[1].as_ref(), shown[3].as_ref()),
        ("# [derive(Debug)] // visible 4", "#// visible 6 ##")
    );

    let pages = [
        ("struct.Tariff.html", true),        // private module, `pub use`
        ("struct.Rounding.html", false),     // the same, `no_inline`
        ("tariffs/struct.Step.html", false), // no path leads there
        ("struct.Fee.html", true),           // `inline`
        ("fees/struct.Fee.html", true),
        ("struct.Surcharge.html", false), // public module, `pub use`
        ("fees/struct.Surcharge.html", true),
        ("struct.Duration.html", true), // another crate, `pub use`
        ("fn.hidden.html", false),
        ("fn.shown.html", true),     // `inline`, hidden where it was written
        ("fn.elsewhere.html", true), // `cfg(doc)`
    ];
    for (file, exists) in pages {
        assert_eq!(page(file).is_ok(), exists, "{file}");
    }
    // Its link begins with `super`, and the root has no module above it.
    assert!(page("struct.Fee.html").expect("it exists").contains("href=\"fees/index.html\""));
    assert!(!page("all.html").expect("a list of all items").contains("fn.hidden"));
    assert!(page("index.html").expect("the root has a page").contains("Rounding"));
    let mut index = vec![workspace.path().join("target/doc/search.index")];
    let mut found = false;
    while let Some(path) = index.pop() {
        match fs::read_dir(&path) {
            Ok(entries) => index.extend(entries.map(|entry| entry.expect("it can be read").path())),
            Err(_) => found |= fs::read_to_string(&path).is_ok_and(|text| text.contains("honorarium")),
        }
    }
    assert!(found, "the search does not know the alias");
}

#[test]
fn the_lints_of_rustdoc_are_silent_until_rustdoc_runs() {
    let workspace = Workspace::copy_of("rustdoc/lints");
    assert_eq!(reported(&workspace, &["check"]), []);
    let expected = [
        ("rustdoc::bare_urls", 18),
        ("rustdoc::broken_intra_doc_links", 3),
        ("rustdoc::broken_intra_doc_links", 6),
        ("rustdoc::invalid_codeblock_attributes", 21),
        ("rustdoc::invalid_html_tags", 15),
        ("rustdoc::invalid_rust_codeblocks", 31),
        ("rustdoc::private_intra_doc_links", 9),
        ("rustdoc::redundant_explicit_links", 12),
    ];
    assert_eq!(reported(&workspace, &["doc"]), expected.map(|(lint, line)| (lint.to_owned(), line)));
}

#[test]
fn a_comment_that_nothing_follows_is_an_error() {
    let workspace = Workspace::copy_of("rustdoc/lesson");
    workspace.write(
        "src/rustdoc.rs",
        "//! Fees.\n\n/// A fee.\npub struct Fee {\n    cents: u64, /// in cents\n}\n",
    );
    assert_eq!(reported(&workspace, &["check"]), [("E0585".to_owned(), 5)]);
}

#[test]
fn an_example_is_what_its_tags_make_of_it_and_sees_what_callers_see() {
    let workspace = Workspace::copy_of("rustdoc/examples");
    // Only a nightly compares the codes of errors.
    let nightly = workspace.cargo(&["--version"]).stdout.contains("nightly");
    let output = workspace.cargo(&["test", "--doc", "--no-fail-fast"]);
    let found = examples(&output.stdout);
    let mut expected = BTreeMap::from([
        ("", ("", "ok")), // the README
        ("fee", ("", "FAILED")),
        ("rounded", ("", "ok")),
        ("private_item", ("", "FAILED")),
        ("question_mark", ("", "ok")),
        ("question_mark_on_an_error", ("", "FAILED")),
        ("question_mark_and_another_end", ("", "FAILED")),
        ("panics", ("should panic", "ok")),
        ("does_not_panic", ("should panic", "FAILED")),
        ("not_run", ("compile", "ok")),
        ("not_run_and_not_compiled", ("compile", "FAILED")),
        ("rejected", ("compile fail", "ok")),
        ("accepted", ("compile fail", "FAILED")),
        ("rejected_for_another_reason", ("compile fail", if nightly { "FAILED" } else { "ok" })),
        ("ignored", ("", "ignored")),
        ("indented", ("", "FAILED")),
        ("older_edition", ("", "ok")),
        ("this_edition", ("compile fail", "ok")),
        ("hidden", ("", "ok")),
        ("lenient", ("", "ok")),
        ("strict::unused", ("", "FAILED")),
        ("strict_by_itself", ("", "FAILED")),
        ("OnlyForItsExample", ("", "ok")),
        ("both_are_set", ("", "ok")),
    ]);
    if nightly {
        expected.insert("code_before_the_tag", ("compile fail", "FAILED"));
    }
    assert_eq!(found, expected, "{}", output.stderr);
}

/// The programs of these examples, in order, after a run that must succeed or fail as `passes` says.
fn programs<const N: usize>(workspace: &Workspace, passes: bool, names: [&str; N]) -> [(String, String); N] {
    let output = workspace.cargo(&["test", "--doc"]);
    assert_eq!(output.success, passes, "{}", output.stdout);
    names.map(|name| {
        let note =
            fs::read_to_string(workspace.path().join(format!("{name}.note"))).expect("the example ran");
        let (program, process) = note.split_once('\n').expect("it has two lines");
        (program.to_owned(), process.to_owned())
    })
}

#[test]
fn since_edition_2024_most_examples_are_one_program_in_many_processes() {
    let workspace = Workspace::copy_of("rustdoc/merging");
    let merged = ["first", "second", "panicking", "macro"];
    let single = ["alone", "older", "attribute", "harness", "allocator", "path"];
    let names: [&str; 10] = [&merged[..], &single].concat().try_into().expect("these are ten");
    let programs = programs(&workspace, true, names);
    let (merged, single) = programs.split_at(merged.len());
    let processes: BTreeSet<_> = merged.iter().map(|(_, process)| process).collect();
    assert!(merged.iter().all(|(program, _)| *program == merged[0].0) && processes.len() == merged.len());
    let distinct: BTreeSet<_> = single.iter().chain(&merged[..1]).map(|(program, _)| program).collect();
    assert_eq!(distinct.len(), single.len() + 1);
}

#[test]
fn examples_are_programs_of_their_own_in_edition_2021_or_when_one_does_not_compile() {
    let workspace = Workspace::copy_of("rustdoc/merging");
    let library = fs::read_to_string(workspace.path().join("src/lib.rs")).expect("the fixture has it");
    let (_, note) = library.split_once("/// Writes the file.").expect("the last function");
    let two = "/// ```\n/// merging::note(\"first\");\n/// ```\npub mod first {}\n\
               /// ```\n/// merging::note(\"second\");\n/// ```\npub mod second {}\n";
    workspace.write("src/lib.rs", &format!("{two}\n/// ```\n/// let gen = 7;\n/// ```\n{note}"));
    let [first, second] = programs(&workspace, false, ["first", "second"]);
    assert_ne!(first.0, second.0);

    let manifest = fs::read_to_string(workspace.path().join("Cargo.toml")).expect("the fixture has it");
    workspace.write("Cargo.toml", &manifest.replace("edition = \"2024\"", "edition = \"2021\""));
    let [first, second] = programs(&workspace, true, ["first", "second"]);
    assert_ne!(first.0, second.0);
}

#[test]
fn the_documentation_of_the_lesson_is_checked_as_it_says() {
    let workspace = lesson(LESSON);
    assert_eq!(reported(&workspace, &["doc"]), []);

    // Renamed in the program, and not in the text: the link and the examples notice.
    let renamed = LESSON
        .replace("pub fn treatment(", "pub fn handling(")
        .replace("fence.treatment()", "fence.handling()");
    workspace.write("src/rustdoc.rs", &renamed);
    let reports = reported(&workspace, &["doc"]);
    assert!(
        !reports.is_empty() && reports.iter().all(|(lint, _)| lint == "rustdoc::broken_intra_doc_links"),
        "{reports:?}"
    );
    let output = workspace.cargo(&["test", "--doc"]);
    let failed = |name: &str, (_, outcome): (&str, &str)| (outcome == "FAILED").then(|| name.to_owned());
    let failed: Vec<_> =
        examples(&output.stdout).into_iter().filter_map(|(name, test)| failed(name, test)).collect();
    assert_eq!(failed, ["rustdoc", "rustdoc::Fence<'t>::handling"]);

    workspace.write("src/rustdoc.rs", LESSON);
    workspace.write("src/rustdoc/README.md", &README.replace("[`assert_checked`]", "[`assert_chekced`]"));
    let found = reported(&workspace, &["doc"]);
    assert!(matches!(&found[..], [(lint, _)] if lint == "rustdoc::broken_intra_doc_links"), "{found:?}");
    workspace.write("src/rustdoc/README.md", README);

    let (before, after) = LESSON.split_once("    /// Where it begins, counted from 1.\n").expect("the field");
    workspace.write("src/rustdoc.rs", &format!("{before}{after}"));
    let line = before.lines().count() as u64 + 1;
    assert_eq!(reported(&workspace, &["check"]), [("missing_docs".to_owned(), line)]);
}

#[test]
fn unchecked_are_ignored_blocks_and_those_that_only_look_like_rust() {
    let lines = |tags: &str| {
        unchecked(&format!("text\n```{tags}\n```\n")).map(|fence| fence.line).collect::<Vec<_>>()
    };
    for tags in [
        "ignore",
        "no_run,ignore",
        "E0505,compile_fail",
        "text,no_run",
        "console should_panic",
        "a,standalone_crate",
    ] {
        assert_eq!(lines(tags), [2], "{tags}");
    }
    for tags in [
        "",
        "rust",
        "text",
        "no_run",
        "compile_fail,E0505",
        "ignore-x86_64",
        "should_panic",
        "toml",
        "text,rust,ignored",
    ] {
        assert!(lines(tags).is_empty(), "{tags}");
    }
}

#[test]
fn an_audit_names_the_lines_of_a_file() {
    let workspace = Workspace::copy_of("rustdoc/merging");
    workspace.write("moving.md", "```ignore\n```\n\n```\n```\n```text,no_run\n```\n");
    assert_eq!(audit(workspace.path().join("moving.md")).expect("it was just written"), [1, 6]);
    assert!(audit(workspace.path().join("missing.md")).is_err());
}

#[test]
fn a_failed_assertion_says_where() {
    assert_checked("```\nlet due = 1200;\n```\n");
    let assert = AssertUnwindSafe(|| assert_checked("\n```a,ignore\n```\n```ignore\n```\n"));
    let message = panic::catch_unwind(assert).expect_err("the first block is not checked");
    let message = message.downcast::<String>().expect("it is formatted");
    assert_eq!(*message, "line 2: nothing checks a block with the tags `a,ignore`");
}
