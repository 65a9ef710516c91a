//! Proves that each exercise is one: its stub compiles, and all of its tests fail because nothing is implemented yet.
//!
//! The stubs of a phase are compiled as one test program, by rustc itself, against the libraries that cargo has built.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    build::Build,
    exercise::Exercise,
    libtest::{TestEnd, Transcript},
    process::{Ending, Output},
    roadmap::Phase,
    unit::Context,
};

/// What every test of a stub must say.
const NOT_YET: &str = "not yet implemented";

/// What is wrong with the exercises of a phase: file, relative to the phase, and complaint.
pub type Faults = Vec<(String, String)>;

/// Checks the stubs of all exercises of a phase that has been built.
///
/// # Errors
/// If the stubs cannot be written or the compiler cannot be run.
pub fn check(context: &Context<'_>, phase: &Phase, build: &Build) -> io::Result<Faults> {
    let exercises = phase.dir().join("tests/exercises");
    let mut faults = Faults::new();
    let mut sources = BTreeMap::new();
    for topic in &phase.topics {
        // That a file is missing is a finding of its own.
        let Ok(source) = fs::read_to_string(exercises.join(&topic.slug).with_extension("rs")) else {
            continue;
        };
        match Exercise::parse(&source) {
            Ok(exercise) => drop(sources.insert(topic.slug.as_str(), exercise.stub())),
            Err(complaint) => faults.push((file_of(&topic.slug), complaint)),
        }
    }
    let unit = format!("{}/stubs", phase.name());
    let texts: Vec<_> = sources.iter().flat_map(|(slug, stub)| [*slug, stub.as_str()]).collect();
    let libraries = build.libraries.iter().map(|library| library.path.as_path());
    let key = context.memory.key(libraries, &[&[context.compiler], texts.as_slice()].concat()).ok();
    let known = key.as_ref().is_some_and(|key| context.memory.recall(&unit, key).is_some());
    if known && !context.fresh || sources.is_empty() {
        return Ok(faults);
    }

    // A place of our own, so that two runs at once do not write into the same files.
    let directory =
        context.roadmap.target.join(format!("xtask/stubs.{}", std::process::id())).join(phase.name());
    let program = write(&directory, &sources)?;
    faults.extend(match compile(context, phase, build, &directory, &program) {
        (Ending::Exited(status), _) if status.success() => run(context, phase, &program, &sources),
        (ending, output) => vec![(
            "tests/exercises".into(),
            format!(
                "the stubs do not compile ({ending:?})\n{}",
                String::from_utf8_lossy(&output.stderr).trim_end()
            ),
        )],
    });
    // What is left harms nobody, and whoever removes the target directory removes it, too.
    let _ = directory.parent().map(fs::remove_dir_all);
    if let Some(key) = key.filter(|_| faults.is_empty()) {
        context.memory.remember(unit, key, Default::default());
    }
    Ok(faults)
}

/// Writes the stubs as the modules of one crate, and returns where its program shall be.
fn write(directory: &Path, sources: &BTreeMap<&str, String>) -> io::Result<PathBuf> {
    fs::create_dir_all(directory)?;
    let mut root = String::new();
    for (slug, stub) in sources {
        root.push_str(&format!("mod {slug};\n"));
        fs::write(directory.join(slug).with_extension("rs"), stub)?;
    }
    fs::write(directory.join("main.rs"), root)?;
    Ok(directory.join("stubs").with_extension(std::env::consts::EXE_EXTENSION))
}

fn compile(
    context: &Context<'_>,
    phase: &Phase,
    build: &Build,
    directory: &Path,
    program: &Path,
) -> (Ending, Output) {
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc.args(["--test", "--crate-name=stubs", "--edition", phase.package.edition.as_str(), "-Awarnings"]);
    rustc.args(build.extern_arguments(phase)).args(["-o".into(), OsString::from(program)]);
    context.supervisor.capture(rustc.arg(directory.join("main.rs")), context.limits())
}

fn run(context: &Context<'_>, phase: &Phase, program: &Path, sources: &BTreeMap<&str, String>) -> Faults {
    let (ending, output) =
        context.supervisor.capture(Command::new(program).current_dir(phase.dir()), context.limits());
    let transcript = Transcript::parse(&String::from_utf8_lossy(&output.stdout));
    let mut faults = Faults::new();
    // What the harness returns when it got to its end and tests have failed; a test may also take it down.
    if !matches!(ending, Ending::Exited(status) if status.code() == Some(101)) {
        faults.push((
            "tests/exercises".into(),
            format!("the stubs' tests did not end as they should: {ending:?}"),
        ));
    }
    for (name, end) in &transcript.ended {
        let said = transcript.outputs.get(name).map_or("", String::as_str);
        if *end != TestEnd::Failed || !said.contains(NOT_YET) {
            let slug = name.split("::").next().unwrap_or_default();
            let what =
                if *end == TestEnd::Ok { "passes" } else { "does not fail with `not yet implemented`" };
            faults.push((file_of(slug), format!("{name} {what} in the stub\n{said}")));
        }
    }
    for slug in sources.keys() {
        if !transcript.ended.iter().any(|(name, _)| name.starts_with(&format!("{slug}::"))) {
            faults.push((file_of(slug), "has no tests for the learner".into()));
        }
    }
    faults
}

fn file_of(slug: &str) -> String {
    format!("tests/exercises/{slug}.rs")
}
