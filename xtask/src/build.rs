//! Has cargo build one phase, and follows what it reports.
//!
//! Phases are built one after the other, in the roadmap's order, each by its own cargo. A single cargo for all of them
//! would build what most crates wait for first, that is, the heaviest dependencies of the last phase; the tests of the
//! first phase, on which nothing depends, would come at the very end.

use std::{
    collections::BTreeSet,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use cargo_metadata::{
    Artifact, CrateType, Dependency, DependencyKind, Message, PackageId, Target, TargetKind,
    diagnostic::DiagnosticLevel,
};

use crate::{
    process::{Ending, Limits, Stream, Supervisor},
    roadmap::{Phase, Roadmap},
};

/// No phase builds for so long; a build script or a constant that never ends is stopped here.
const LIMITS: Limits = Limits { time: Duration::from_secs(45 * 60), output: 256 << 20 };

/// What a build left behind.
#[derive(Debug, Default)]
pub struct Build {
    pub seconds: f64,
    pub programs: Vec<Program>,
    /// Every library that took part, sorted by path.
    pub libraries: Vec<Library>,
    /// Where build scripts have put native libraries, as `-L` takes it.
    pub native_paths: Vec<String>,
    /// What the compiler refused.
    pub errors: Vec<Diagnostic>,
    /// What it only frowned at.
    pub warnings: Vec<Diagnostic>,
    /// Why cargo itself gave up, in its own words, where no compiler error explains it.
    pub failure: Option<String>,
    pub interrupted: bool,
}

/// Something that can be run.
#[derive(Clone, Debug)]
pub struct Program {
    /// The name of its target in the manifest.
    pub target: String,
    pub kind: ProgramKind,
    pub path: PathBuf,
    /// Cargo saw no reason to build it again.
    pub fresh: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgramKind {
    /// The library's own tests.
    UnitTests,
    /// A target under `tests/`.
    Tests,
    Example,
    Binary,
}

#[derive(Debug)]
pub struct Library {
    pub package: PackageId,
    /// As programs name it.
    pub crate_name: String,
    pub path: PathBuf,
    pub features: Vec<String>,
}

/// Something that the compiler says.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The target that it is about; of another package, if a dependency does not build.
    pub target: String,
    /// The file that it points to, relative to the workspace.
    pub file: Option<String>,
    /// The line there.
    pub line: Option<usize>,
    /// As the compiler shows it.
    pub rendered: String,
}

/// What to tell somebody who waits.
pub enum Step<'a> {
    /// This crate has been built.
    Compiled(&'a str),
    /// Another cargo holds a lock: on the target directory, or on the registry that all share.
    Waiting,
}

/// Which targets are wanted.
#[derive(Clone, Copy)]
pub enum Wanted<'a> {
    All,
    /// What one topic needs: all but the examples of the others.
    Topic(&'a str),
    /// What the tests need: no examples.
    Tests,
}

/// The cargo that has started this, or else any.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Builds `phase` of `roadmap`, with at most `jobs` compilers at once.
pub fn build(
    roadmap: &Roadmap,
    phase: &Phase,
    wanted: Wanted<'_>,
    jobs: usize,
    supervisor: &Supervisor,
    mut on_step: impl FnMut(Step<'_>),
) -> Build {
    let mut command = cargo();
    // Absolute, since a relative one would mean another place there than where this program was started.
    command.current_dir(&roadmap.root).env("CARGO_TARGET_DIR", &roadmap.target);
    command.args(["build", "--package", phase.name(), "--keep-going", "--jobs", &jobs.to_string()]);
    command.args(["--bins", "--tests"]);
    // Cargo refuses to build the libraries of packages that have none.
    if phase.package.targets.iter().any(is_library) {
        command.arg("--lib");
    }
    match wanted {
        Wanted::Tests => {}
        Wanted::All => {
            command.arg("--examples");
        }
        Wanted::Topic(slug) => {
            let is_own = |example: &&str| phase.topic_of(example).is_some_and(|topic| topic.slug == slug);
            let examples = phase.targets(TargetKind::Example).filter(is_own);
            // Cargo passes over examples whose features are off only where nobody asks for them by name.
            for example in examples.filter(|example| phase.missing_features(example).is_empty()) {
                command.args(["--example", example]);
            }
        }
    }
    run(command, |package| *package == phase.package.id, LIMITS, supervisor, &mut on_step)
}

/// Builds the programs of some packages with optimisation: together, so that what they depend on is built once.
pub fn optimised_programs(
    roadmap: &Roadmap,
    packages: &[&Phase],
    jobs: usize,
    supervisor: &Supervisor,
    mut on_step: impl FnMut(Step<'_>),
) -> Build {
    let mut command = cargo();
    command.current_dir(&roadmap.root).env("CARGO_TARGET_DIR", &roadmap.target);
    command.args(["build", "--release", "--bins", "--jobs", &jobs.to_string()]);
    for package in packages {
        command.args(["--package", package.name()]);
    }
    let is_wanted = |id: &PackageId| packages.iter().any(|package| *id == package.package.id);
    run(command, is_wanted, LIMITS, supervisor, &mut on_step)
}

/// Builds a package of the workspace at `directory`, which is another one, into `target`; each variable of
/// `environment` is set, or else unset.
pub fn elsewhere(
    directory: &Path,
    target: &Path,
    package: &str,
    environment: &[(&str, Option<&OsStr>)],
    jobs: usize,
    supervisor: &Supervisor,
    mut on_step: impl FnMut(Step<'_>),
) -> Build {
    let mut command = cargo();
    command.current_dir(directory).env("CARGO_TARGET_DIR", target);
    for (variable, value) in environment {
        match value {
            Some(value) => command.env(variable, value),
            None => command.env_remove(variable),
        };
    }
    command.args(["build", "--locked", "--package", package, "--jobs", &jobs.to_string()]);
    run(command, |id| name_and_version(id).0 == package, LIMITS, supervisor, &mut on_step)
}

/// Runs a `cargo build` and follows it. Programs are noted of the packages that are `wanted`.
pub fn run(
    mut command: Command,
    wanted: impl Fn(&PackageId) -> bool,
    limits: Limits,
    supervisor: &Supervisor,
    on_step: &mut impl FnMut(Step<'_>),
) -> Build {
    let start = Instant::now();
    let colours = if console::colors_enabled() { "json-diagnostic-rendered-ansi" } else { "json" };
    command.args(["--message-format", colours]);

    let mut build = Build::default();
    let (mut messages, mut complaints) = (Lines::default(), Lines::default());
    let mut said = String::new();
    let ending = supervisor.run(&mut command, limits, |stream, bytes| match stream {
        Stream::Stdout => messages.feed(bytes, |line| {
            if let Ok(message) = serde_json::from_slice(line) {
                build.note(message, &wanted, on_step);
            }
        }),
        Stream::Stderr => complaints.feed(bytes, |line| {
            let line = String::from_utf8_lossy(line);
            if line.contains("Blocking waiting for file lock") {
                on_step(Step::Waiting);
            }
            said.push_str(&line);
            said.push('\n');
        }),
    });
    build.seconds = start.elapsed().as_secs_f64();
    // Cargo reports in no particular order what it has found fresh.
    build.libraries.sort_by(|a, b| a.path.cmp(&b.path));
    build.native_paths.sort();
    build.interrupted = matches!(ending, Ending::Interrupted);
    build.failure = match ending {
        Ending::Exited(status) if status.success() || !build.errors.is_empty() => None,
        Ending::Interrupted => None,
        Ending::Exited(_) => Some(said),
        Ending::TimedOut => {
            Some(format!("the build was stopped after {} minutes", limits.time.as_secs() / 60))
        }
        Ending::Flooded => Some("the build was stopped because it wrote too much".into()),
        Ending::Failed(error) => Some(format!("cargo could not be run: {error}")),
    };
    build
}

/// What to type to see a phase's compiler errors again.
pub fn command_to_repeat(phase: &Phase) -> String {
    let library = if phase.package.targets.iter().any(is_library) { " --lib" } else { "" };
    format!("cargo build --package {}{library} --bins --tests --examples", phase.name())
}

impl Build {
    /// The program of one target, if it has been built.
    pub fn program(&self, kind: ProgramKind, target: &str) -> Option<&Program> {
        self.programs.iter().find(|program| program.kind == kind && program.target == target)
    }

    /// The phase's own library, if it has been built.
    pub fn own_library(&self, phase: &Phase) -> Option<&Library> {
        self.libraries.iter().find(|library| library.package == phase.package.id)
    }

    /// What rustc and rustdoc need to know so that programs can name the crates that the phase's tests can name.
    pub fn extern_arguments(&self, phase: &Phase) -> Vec<OsString> {
        // The libraries of members stand in another directory than those of dependencies.
        let directories: BTreeSet<_> =
            self.libraries.iter().filter_map(|library| library.path.parent()).collect();
        let mut arguments = Vec::new();
        for directory in directories {
            arguments.extend(["-L".into(), joined("dependency=", directory)]);
        }
        arguments.extend(self.native_paths.iter().flat_map(|path| ["-L".into(), path.into()]));
        let own = self.own_library(phase).map(|library| (library.crate_name.clone(), library));
        let dependencies = phase.package.dependencies.iter().filter(|it| it.kind != DependencyKind::Build);
        let named = dependencies.filter_map(|dependency| {
            let library = self.libraries.iter().find(|library| library.satisfies(dependency))?;
            let crate_name = dependency.rename.as_ref().map(|rename| rename.replace('-', "_"));
            Some((crate_name.unwrap_or_else(|| library.crate_name.clone()), library))
        });
        for (name, library) in own.into_iter().chain(named) {
            arguments.extend(["--extern".into(), joined(&format!("{name}="), &library.path)]);
        }
        arguments
    }

    fn note(
        &mut self,
        message: Message,
        wanted: impl Fn(&PackageId) -> bool,
        on_step: &mut impl FnMut(Step<'_>),
    ) {
        match message {
            Message::CompilerArtifact(artifact) => {
                if !artifact.fresh {
                    on_step(Step::Compiled(&artifact.target.name));
                }
                let wanted = wanted(&artifact.package_id);
                self.note_artifact(artifact, wanted);
            }
            Message::CompilerMessage(message) => {
                let list = match message.message.level {
                    DiagnosticLevel::Error | DiagnosticLevel::Ice => &mut self.errors,
                    DiagnosticLevel::Warning => &mut self.warnings,
                    _ => return,
                };
                let primary = message.message.spans.iter().find(|span| span.is_primary);
                list.push(Diagnostic {
                    target: message.target.name,
                    file: primary.map(|span| span.file_name.clone()),
                    line: primary.map(|span| span.line_start),
                    rendered: message.message.rendered.unwrap_or(message.message.message),
                });
            }
            Message::BuildScriptExecuted(script) => {
                self.native_paths.extend(script.linked_paths.into_iter().map(String::from));
            }
            _ => {}
        }
    }

    fn note_artifact(&mut self, artifact: Artifact, wanted: bool) {
        let Artifact { package_id, target, profile, features, filenames, executable, fresh, .. } = artifact;
        if let Some(path) = executable {
            if wanted && !target.is_custom_build() {
                let kind = program_kind(&target, profile.test);
                self.programs.push(Program { target: target.name, kind, path: path.into(), fresh });
            }
        } else if let Some(path) =
            filenames.into_iter().find(|file| is_library_file(file.as_std_path(), &target))
        {
            let crate_name = target.name.replace('-', "_");
            self.libraries.push(Library { package: package_id, crate_name, path: path.into(), features });
        }
    }
}

impl Library {
    fn satisfies(&self, dependency: &Dependency) -> bool {
        let (name, version) = name_and_version(&self.package);
        name == dependency.name && version.is_some_and(|version| dependency.req.matches(&version))
    }
}

fn program_kind(target: &Target, is_test: bool) -> ProgramKind {
    if target.is_example() {
        ProgramKind::Example
    } else if target.is_test() {
        ProgramKind::Tests
    } else if is_test {
        ProgramKind::UnitTests
    } else {
        ProgramKind::Binary
    }
}

/// Whether other crates can name it: a library, or a crate of macros.
pub fn is_library(target: &Target) -> bool {
    target.is_lib() || target.is_proc_macro()
}

fn is_library_file(file: &Path, target: &Target) -> bool {
    let is_macro = target.crate_types.contains(&CrateType::ProcMacro);
    file.extension().is_some_and(|extension| extension == "rlib" || (is_macro && extension != "rmeta"))
}

/// A package id ends in `#name@version`, or in `#version` where the name is the last part of its place.
fn name_and_version(id: &PackageId) -> (&str, Option<cargo_metadata::semver::Version>) {
    let (place, rest) = id.repr.rsplit_once('#').unwrap_or((&id.repr, ""));
    let (name, version) =
        rest.split_once('@').unwrap_or_else(|| (place.rsplit('/').next().unwrap_or(place), rest));
    (name, version.parse().ok())
}

fn joined(prefix: &str, path: &Path) -> OsString {
    let mut argument = OsString::from(prefix);
    argument.push(path);
    argument
}

/// Cuts a stream into lines.
#[derive(Default)]
struct Lines(Vec<u8>);

impl Lines {
    fn feed(&mut self, bytes: &[u8], mut on_line: impl FnMut(&[u8])) {
        self.0.extend_from_slice(bytes);
        let mut rest = self.0.as_slice();
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            on_line(&rest[..end]);
            rest = &rest[end + 1..];
        }
        self.0.drain(..self.0.len() - rest.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_id_has_its_name_in_one_of_two_places() {
        let check = |id: &str, name: &str, version: &str| {
            let id = PackageId { repr: id.into() };
            assert_eq!(name_and_version(&id), (name, version.parse().ok()));
        };
        check("registry+https://example.org/index#serde@1.0.2", "serde", "1.0.2");
        check("path+file:///house/xtask/refusals#0.1.0", "refusals", "0.1.0");
        check("path+file:///house/phase1#phase1-ownership@0.1.0", "phase1-ownership", "0.1.0");
    }

    #[test]
    fn lines_may_come_in_pieces() {
        let (mut lines, mut seen) = (Lines::default(), Vec::new());
        for piece in ["on", "e\ntwo\nth", "ree"] {
            lines.feed(piece.as_bytes(), |line| seen.push(String::from_utf8_lossy(line).into_owned()));
        }
        assert_eq!(seen, ["one", "two"]);
    }
}
