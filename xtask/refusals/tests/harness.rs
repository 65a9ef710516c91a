//! The harness is strict: each way in which a refused program can be wrong makes it fail, and says where.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its world has failed")]

use std::{fs, path::Path, process::Command, time::Duration};

use refusals::{Compiler, check};

const REFUSED: &str = r#"
fn main() {
    let mut queue = vec![String::from("a4.pdf")];
    let next = &queue[0];
    #[cfg(not(fixed))]
    queue.clear(); //~ E0502
    println!("{next}");
    #[cfg(fixed)]
    queue.clear();
}
"#;

fn verdict(source: &str) -> Result<(), String> {
    let directory = tempfile::tempdir().unwrap();
    let program = directory.path().join("program.rs");
    fs::write(&program, source).unwrap();
    check(&Compiler::new().unwrap(), &program)
}

#[track_caller]
fn fails(source: &str, parts: &[&str]) {
    let report = verdict(source).expect_err("the harness accepted it");
    for part in parts {
        assert!(report.contains(part), "{part:?} is missing in:\n{report}");
    }
}

#[track_caller]
fn passes(source: &str) {
    verdict(source).unwrap_or_else(|report| panic!("{report}"));
}

#[test]
fn a_program_refused_as_announced_whose_twin_compiles_passes() {
    passes(REFUSED);
}

#[test]
fn a_program_that_compiles_fails() {
    fails(
        &REFUSED.replace("not(fixed)", "any()"),
        &["program.rs:6: expected E0502, but rustc accepted the program"],
    );
}

#[test]
fn another_code_fails_and_shows_what_rustc_said() {
    let parts = [
        "program.rs:6: rustc said E0502",
        "program.rs:6: expected E0499",
        "cannot borrow `queue` as mutable",
    ];
    fails(&REFUSED.replace("//~ E0502", "//~ E0499"), &parts);
}

#[test]
fn the_right_code_on_another_line_fails() {
    let moved =
        REFUSED.replace(" //~ E0502", "").replace("println!(\"{next}\");", "println!(\"{next}\"); //~ E0502");
    fails(&moved, &["program.rs:6: rustc said E0502", "program.rs:7: expected E0502"]);
}

#[test]
fn a_twin_that_does_not_compile_fails() {
    fails(
        &REFUSED.replace("#[cfg(not(fixed))]", ""),
        &["the repaired twin (--cfg fixed) does not compile", "E0502"],
    );
}

#[test]
fn a_typo_in_the_program_fails() {
    fails(
        &REFUSED.replace("println!", "prinltn!"),
        &["program.rs:7: rustc said an error without a code", "prinltn"],
    );
}

#[test]
fn a_typo_in_a_mark_fails() {
    fails(&REFUSED.replace("E0502", "E050Z"), &["line 6: `//~ E050Z`"]);
    fails(&REFUSED.replace("//~", "// ~"), &["no line says `//~ CODE`"]);
    fails(&REFUSED.replace("cfg(fixed)", "cfg(fixd)"), &["rustc said unexpected_cfgs"]);
}

#[test]
fn a_program_may_name_features_and_none_is_on() {
    passes(
        &REFUSED.replace(
            "fn main() {",
            "fn main() {\n    #[cfg(feature = \"text\")]\n    compile_error!(\"on\");",
        ),
    );
}

#[test]
fn a_second_error_that_no_mark_expects_fails() {
    fails(
        &REFUSED.replace("println!(\"{next}\")", "println!(\"{next}{}\", 1 + \"\")"),
        &["rustc said E0277"],
    );
}

#[test]
fn a_denied_lint_is_expected_by_name_and_needs_a_build() {
    let program = "//@ build\nfn main() {\n    #[cfg(not(fixed))]\n    let _ = [1, 2, 3][3]; //~ unconditional_panic\n}\n";
    passes(program);
    fails(
        &program.replace("//@ build\n", ""),
        &["program.rs:3: expected unconditional_panic, but rustc accepted"],
    );
}

#[test]
fn an_error_without_a_code_is_expected_by_a_part_of_its_message() {
    let program = r#"
fn longest<'a, 'b>(a: &'a str, b: &'b str) -> &'a str {
    #[cfg(not(fixed))]
    return if a.len() < b.len() { b } else { a }; //~ "lifetime may not live long enough"
    #[cfg(fixed)]
    return if b.is_empty() { a } else { &a[1..] };
}
fn main() {
    longest("", "");
}
"#;
    passes(program);
    fails(&program.replace("may not live", "lives"), &["program.rs:4: expected an error without a code"]);
}

#[test]
fn a_program_can_be_refused_in_one_edition_and_accepted_in_the_next() {
    let program = r#"//@ edition: 2021
//@ fixed-edition: 2024
fn length() -> usize {
    let cell = std::cell::RefCell::new(vec![1]);
    cell.borrow().len() //~ E0597
}
fn main() {
    length();
}
"#;
    passes(program);
    fails(
        &program.replace("//@ fixed-edition: 2024\n", ""),
        &["the repaired twin (--cfg fixed) does not compile"],
    );
}

#[test]
fn a_code_with_a_message_wants_both() {
    let program = "#[diagnostic::on_unimplemented(message = \"`{Self}` is no column\")]\ntrait Column {}\n#[cfg(fixed)]\n\
                   impl Column for u8 {}\nfn show(_: impl Column) {}\nfn main() {\n    \
                   show(1u8); //~ E0277 \"`u8` is no column\"\n}\n";
    passes(program);
    let parts =
        ["program.rs:7: rustc said E0277", "program.rs:7: expected E0277 that says \"`u8` is no row\""];
    fails(&program.replace("`u8` is no column", "`u8` is no row"), &parts);
    fails(&program.replace("//~ E0277", "//~ E0308"), &["program.rs:7: expected E0308 that says"]);
}

#[test]
fn a_part_of_the_message_does_not_stand_for_an_error_that_has_a_code() {
    let parts = ["program.rs:6: rustc said E0502", "program.rs:6: expected an error without a code"];
    fails(&REFUSED.replace("E0502", "\"cannot borrow\""), &parts);
}

#[test]
fn an_error_inside_a_macro_belongs_to_the_line_that_calls_it() {
    passes(
        "macro_rules! add {\n    ($a:expr) => {\n        1u32 + $a\n    };\n}\nfn main() {\n    \
         #[cfg(not(fixed))]\n    add!(\"one\"); //~ E0277\n    #[cfg(fixed)]\n    add!(1);\n}\n",
    );
}

#[test]
fn an_error_that_a_derive_puts_at_a_field_belongs_to_the_field() {
    let program = "#[cfg_attr(fixed, derive(Clone))]\nstruct Page;\n#[derive(Clone)]\nstruct Issue {\n    \
                   number: u32,\n    front: Page, //~ E0277\n}\nfn main() {}\n";
    passes(program);
    let at_the_derive = program
        .replace(" //~ E0277", "")
        .replace("derive(Clone)]\nstruct I", "derive(Clone)] //~ E0277\nstruct I");
    fails(&at_the_derive, &["program.rs:6: rustc said E0277", "program.rs:3: expected E0277"]);
}

#[test]
fn a_struct_with_a_derive_inside_of_a_macro_belongs_to_the_line_that_calls_it() {
    passes(
        "#[cfg_attr(fixed, derive(Clone))]\nstruct Page;\nmacro_rules! issue {\n    () => {\n        #[derive(Clone)]\n        \
         struct Issue {\n            front: Page,\n        }\n    };\n}\nissue!(); //~ E0277\nfn main() {}\n",
    );
}

#[test]
fn an_error_in_another_file_is_not_the_program_s_own() {
    let directory = tempfile::tempdir().unwrap();
    let program = directory.path().join("program.rs");
    fs::write(directory.path().join("other.rs"), "\nfn wrong() -> u32 { \"one\" }\n").unwrap();
    fs::write(&program, "#[cfg(not(fixed))]\nmod other; //~ E0308\nfn main() {}\n").unwrap();
    let report = check(&Compiler::new().unwrap(), &program).unwrap_err();
    assert!(report.contains("rustc said E0308, which no mark expects there"), "{report}");
}

#[test]
fn a_crate_that_was_not_built_is_named() {
    let nowhere = tempfile::tempdir().unwrap();
    let error = Compiler::new().unwrap().extern_crate("tokio", nowhere.path()).unwrap_err();
    assert!(error.to_string().starts_with("no build of the crate `tokio`"), "{error}");
}

#[test]
fn a_dependency_can_be_named_by_programs() {
    let this = std::env::current_exe().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let program = directory.path().join("program.rs");
    fs::write(&program, "fn main() {\n    let _: serde_json::Value = 1; //~ E0308\n}\n").unwrap();
    let mut compiler = Compiler::new().unwrap();
    compiler.extern_crate("serde_json", this.parent().unwrap()).unwrap();
    let report = check(&compiler, &program).unwrap_err();
    assert!(report.contains("the repaired twin"), "{report}");
    assert!(!report.contains("no mark expects"), "{report}");
}

#[test]
fn a_crate_with_several_builds_is_taken_as_the_one_before_it_was_built_with() {
    let deps = tempfile::tempdir().unwrap();
    let (part, whole) = (deps.path().join("part.rs"), deps.path().join("whole.rs"));
    fs::write(&part, "pub struct Part;").unwrap();
    fs::write(&whole, "extern crate part;\npub fn whole(_: part::Part) {}").unwrap();
    let build = |source: &Path, hash: &str, linked: &[&str]| {
        let mut rustc = Command::new(env!("REFUSALS_RUSTC"));
        rustc.args([
            "--crate-type=lib",
            "-C",
            &format!("metadata={hash}"),
            "-C",
            &format!("extra-filename=-{hash}"),
        ]);
        rustc.arg("--out-dir").arg(deps.path()).args(linked).arg(source).current_dir(deps.path());
        assert!(rustc.status().unwrap().success());
    };
    build(&part, "old", &[]);
    build(&whole, "one", &["--extern", "part=libpart-old.rlib"]);
    build(&part, "new", &[]);
    let (old, new) = (deps.path().join("libpart-old.rlib"), deps.path().join("libpart-new.rlib"));
    let built = |library: &Path| fs::metadata(library).unwrap().modified().unwrap();
    let later = built(&old) + Duration::from_secs(1);
    fs::File::options().append(true).open(&new).unwrap().set_modified(later).unwrap();

    let program = deps.path().join("program.rs");
    let refused = "fn main() {\n    #[cfg(not(fixed))]\n    whole::whole(1); //~ E0308\n    #[cfg(fixed)]\n    \
                   whole::whole(part::Part);\n}\n";
    fs::write(&program, refused).unwrap();
    let mut compiler = Compiler::new().unwrap();
    compiler.extern_crate("whole", deps.path()).unwrap();
    compiler.extern_crate("part", deps.path()).unwrap();
    check(&compiler, &program).unwrap();

    // Named the other way round, the newest of each is taken, and their types are two.
    let mut compiler = Compiler::new().unwrap();
    compiler.extern_crate("part", deps.path()).unwrap();
    compiler.extern_crate("whole", deps.path()).unwrap();
    let report = check(&compiler, &program).unwrap_err();
    assert!(report.contains("the repaired twin (--cfg fixed) does not compile"), "{report}");
}
