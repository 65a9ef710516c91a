use std::fs;

use super::{TABLE, parsed};
use crate::{cargo::Package, source};

#[test]
fn a_build_with_a_wrong_table_fails_and_names_every_line_and_its_repair() {
    let package = Package::copy();
    package.write(
        "problems.txt",
        "# A table with two faults.\nname-taken | 409 | never | taken\nName | 409 | never | taken\n\
         gone | 41O | never | gone\n",
    );
    let output = package.check();
    assert!(!output.success);
    let faults: Vec<_> =
        output.stderr.lines().filter_map(|line| line.strip_prefix("error: problems@0.0.0: ")).collect();
    assert_eq!(
        faults,
        [
            "problems.txt:3: `Name` is no code; use lower-case letters, digits and single hyphens between them, \
             a letter first",
            "problems.txt:4: `41O` is no status of an error; write a number from 400 to 599",
        ]
    );
    // The library, which would complain that there is no `problems.rs`, was not even begun.
    assert!(!output.records.iter().any(|record| record["reason"] == "compiler-message"));

    package.write("problems.txt", TABLE);
    assert_eq!(fs::read_to_string(package.generated()).unwrap(), source::of(&parsed(TABLE)));
}

#[test]
fn a_build_without_the_table_says_which_file_is_missing() {
    let package = Package::copy();
    package.replace("build/main.rs", "\"problems.txt\"", "\"problem.txt\"");
    let output = package.check();
    assert!(!output.success);
    assert!(output.stderr.contains("error: problems@0.0.0: problem.txt: "), "{}", output.stderr);
}

#[test]
fn the_script_runs_again_for_what_it_reads_and_for_what_it_is_made_of() {
    let package = Package::copy();
    let last_run = || {
        let file = package.generated();
        file.metadata().and_then(|data| data.modified()).expect("the script wrote it")
    };
    let first = last_run();
    package.write("notes.txt", "Not in any list.");
    package.replace("src/lib.rs", "//! The problems", "//! All problems");
    assert_eq!(last_run(), first, "other files are none of the script's business");

    package.replace("problems.txt", "| 410 ", "| 404 ");
    let second = last_run();
    assert!(second > first, "the table has changed");

    package.replace("build/source.rs", "is lost.", "will be lost.");
    let third = last_run();
    assert!(third > second, "the script has changed, for which it has no line");

    // A path without a file is never up to date: such a mistake costs time and says nothing.
    package.replace("build/main.rs", "={TABLE}\"", "=tables/{TABLE}\"");
    let fourth = last_run();
    assert!(third < fourth && fourth < last_run());
}

#[test]
fn a_script_without_a_line_runs_again_for_every_file_and_one_with_a_variable_for_that() {
    let package = Package::copy();
    let last_run = |tongue| {
        let file = package.generated_with(&[("TONGUE", tongue)]);
        file.metadata().and_then(|data| data.modified()).expect("the script wrote it")
    };
    let first = last_run("de");
    assert_eq!(last_run("fr"), first, "nothing says that the script reads a variable");

    let line = "println!(\"cargo::rerun-if-changed={TABLE}\");";
    package.replace("build/main.rs", line, "");
    // Twice: cargo notices by a run that what the script is asked for has changed, and by the next that it has not.
    last_run("de");
    let second = last_run("de");
    assert_eq!(last_run("de"), second);
    package.write("notes.txt", "Not in any list.");
    let third = last_run("de");
    assert!(third > second, "any file");

    package.replace(
        "build/main.rs",
        "fn main() {",
        "fn main() { println!(\"cargo::rerun-if-env-changed=TONGUE\");",
    );
    last_run("de");
    let fourth = last_run("de");
    package.write("notes.txt", "Still in no list.");
    assert_eq!(last_run("de"), fourth, "only the variable counts now");
    assert!(last_run("fr") > fourth, "the variable has changed");
}

#[test]
fn two_builds_in_two_places_write_the_same_bytes() {
    let [one, two] = [Package::copy(), Package::copy()].map(|package| {
        let file = package.generated();
        (fs::read(&file).unwrap(), file)
    });
    assert_eq!(one.0, two.0);
    assert_ne!(one.1, two.1);
}

#[test]
fn an_error_in_generated_code_points_to_the_output_directory() {
    // What the script's check of names is for.
    let package = Package::copy();
    package.replace("build/table.rs", "matches!(&*variant, \"Self\" | \"ALL\")", "false");
    package.replace("problems.txt", "name-taken  ", "self        ");
    assert_eq!(first_error(&package), (None, "problems.rs".into()));

    // An included file is a sequence of items in the middle of another file: nothing in it may be "inner".
    for (inner, code) in [("//! Written", Some("E0753")), ("#![allow(dead_code)] // Written", None)] {
        let package = Package::copy();
        package.replace("build/source.rs", "\"// Written", &format!("\"{inner}"));
        assert_eq!(first_error(&package), (code.map(Into::into), "problems.rs".into()));
    }
}

/// The code of the first error, and the name of the file that it is in.
#[track_caller]
fn first_error(package: &Package) -> (Option<String>, String) {
    let output = package.check();
    let messages = output.records.iter().map(|record| &record["message"]);
    let error = messages.into_iter().find(|message| message["level"] == "error").expect("an error");
    let path = error["spans"][0]["file_name"].as_str().expect("the error has a place");
    assert!(path.replace('\\', "/").contains("/out/"), "{path}");
    let file = path.rsplit(['/', '\\']).next().unwrap_or_default();
    (error["code"]["code"].as_str().map(Into::into), file.into())
}

#[test]
fn a_script_that_changes_the_source_cannot_be_packaged() {
    let package = Package::copy();
    package.replace("build/main.rs", "Path::new(&directory)", "Path::new(\"src\")");
    package.replace(
        "src/lib.rs",
        "include!(concat!(env!(\"OUT_DIR\"), \"/problems.rs\"));",
        "include!(\"problems.rs\");",
    );
    assert!(package.check().success, "nothing speaks against it at first");
    package.replace("build/source.rs", "is lost.", "will be lost.");
    let output = package.cargo(&["package", "--allow-dirty"]);
    assert!(!output.success);
    let changed = output.stderr.lines().find_map(|line| line.trim().strip_prefix("Changed: "));
    assert!(changed.is_some_and(|path| path.ends_with("problems.rs")), "{}", output.stderr);
}

#[test]
fn a_script_is_told_which_features_are_on() {
    let package = Package::copy();
    let manifest = "[package]\nname = \"problems\"\nedition = \"2024\"\nbuild = \"build/main.rs\"\n[workspace]\n\
                    [features]\ndefault = [\"clients\", \"audit\"]\naudit = []\nclients = []\noff = []\n";
    package.write("Cargo.toml", manifest);
    package.write(
        "build/main.rs",
        "fn main() { println!(\"cargo::error={}\", std::env::var(\"CARGO_CFG_FEATURE\").unwrap_or_default()); }",
    );
    let stderr = package.check().stderr;
    assert!(stderr.contains("error: problems@0.0.0: audit,clients,default\n"), "{stderr}");
}

#[test]
fn a_script_asks_its_variables_what_is_built_for_since_cfg_is_about_itself() {
    let package = Package::copy();
    package.write(
        "build/main.rs",
        "fn main() { println!(\"cargo::error=wasi? {}, {:?}\", cfg!(target_os = \"wasi\"), \
         std::env::var(\"CARGO_CFG_TARGET_OS\")); }",
    );
    // The script fails before anything is compiled for that target, so it need not be installed.
    let stderr = package.cargo(&["check", "--target=wasm32-wasip1"]).stderr;
    assert!(stderr.contains("error: problems@0.0.0: wasi? false, Ok(\"wasi\")\n"), "{stderr}");
}

#[test]
fn a_message_ends_with_its_line() {
    let package = Package::copy();
    let script = "fn main() { println!(\"cargo::error=one\\ntwo\\ncargo::error=three\"); }";
    package.write("build/main.rs", script);
    let stderr = package.check().stderr;
    let errors: Vec<_> =
        stderr.lines().filter_map(|line| line.strip_prefix("error: problems@0.0.0: ")).collect();
    assert_eq!(errors, ["one", "three"]);
    assert!(!stderr.contains("two"), "{stderr}");
}

#[test]
fn a_file_that_a_macro_opens_is_forgotten_unless_its_output_includes_it() {
    const OPENS: &str = r#"
        let path = std::env::var("CARGO_MANIFEST_DIR").unwrap() + "/problems.txt";
        let rows = std::fs::read_to_string(&path).unwrap().lines().count();"#;
    // One row is expected, so what knows of the second does not compile.
    for (output, compiles) in [
        (r#"format!("const ROWS: usize = {rows};")"#, true),
        (r#"format!("const _: &[u8] = include_bytes!({path:?}); const ROWS: usize = {rows};")"#, false),
        (r#"format!("const _: &str = include_str!({path:?}); const ROWS: usize = {rows};")"#, false),
    ] {
        let package = Package::copy();
        package.write(
            "Cargo.toml",
            "[package]\nname = \"problems\"\nedition = \"2024\"\n[workspace]\n\
             [dependencies]\ntables = { path = \"tables\" }\n",
        );
        package.write(
            "tables/Cargo.toml",
            "[package]\nname = \"tables\"\nedition = \"2024\"\n[lib]\nproc-macro = true\n",
        );
        package.write(
            "tables/src/lib.rs",
            &format!(
                "use proc_macro::TokenStream;\n#[proc_macro]\n\
                 pub fn rows(_: TokenStream) -> TokenStream {{ {OPENS} {output}.parse().unwrap() }}"
            ),
        );
        package.write("src/lib.rs", "tables::rows!();\nconst _: () = assert!(ROWS == 1);\n");
        package.write("problems.txt", "one\n");
        let first = package.check();
        assert!(first.success, "{}", first.stderr);
        package.write("problems.txt", "one\ntwo\n");
        let second = package.check();
        assert_eq!(second.success, compiles, "{output}: {}", second.stderr);
    }
}
