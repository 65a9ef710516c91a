//! Trials: programs of a phase that try the phase's own program.

use crate::fixture::Fixture;

/// A phase with a program, and trials that say what they are given, and end as they are told.
fn fixture() -> Fixture {
    let fixture = Fixture::new();
    fixture.replace(
        "Cargo.toml",
        "members = [\"phase1-first\"]",
        "members = [\"phase1-first\", \"phase1-first/trials\"]",
    );
    fixture.write("phase1-first/src/main.rs", "fn main() {}\n");
    fixture.write(
        "phase1-first/trials/Cargo.toml",
        "[package]\nname = \"trials\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [package.metadata.trials]\nservice = \"phase1-first\"\n",
    );
    fixture.write(
        "phase1-first/trials/src/main.rs",
        "use std::{env::args, path::Path, process::exit};\n\nfn main() {\n    \
         let given: Vec<String> = args().skip(1).collect();\n    \
         assert_eq!(given[0], \"--service\");\n    assert!(Path::new(&given[1]).is_file());\n    \
         println!(\"trying {}\", given[2..].join(\" \"));\n    \
         exit(given.last().and_then(|code| code.parse().ok()).unwrap_or(0));\n}\n",
    );
    fixture
}

#[test]
fn the_service_and_all_arguments_are_handed_on_and_so_is_the_verdict() {
    let fixture = fixture();
    let ran = fixture.run(&["faults", "disk", "full"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "trying faults disk full\n"), "{ran:?}");
    let ran = fixture.run(&["load", "--seconds", "1"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), "trying load --seconds 1\n"), "{ran:?}");
    let ran = fixture.run(&["faults", "2"]);
    assert_eq!(ran.code, Some(2), "the trials do not understand: {ran:?}");
}

#[test]
fn trials_that_do_not_build_or_do_not_exist_are_said_plainly() {
    let fixture = fixture();
    fixture.append("phase1-first/src/main.rs", "fn broken( {}\n");
    let ran = fixture.run(&["faults"]);
    assert!(ran.code == Some(1) && ran.stderr.contains("phase1-first/src/main.rs:2"), "{ran:?}");
    fixture.replace("phase1-first/trials/Cargo.toml", "service = \"phase1-first\"", "service = \"another\"");
    let ran = fixture.run(&["faults"]);
    assert!(ran.code == Some(2) && ran.stderr.contains("is not `phase1-first`"), "{ran:?}");
    let none = Fixture::new().run(&["faults"]);
    assert_eq!((none.code, none.stderr.as_str()), (Some(2), "error: no phase has trials\n"));
}
