//! `cargo xtask python`: an extension module that Python imports, and a program that Python runs inside of.
//!
//! Both are packages of a workspace of their own, nested in a phase: they need a Python, and its library, which nothing
//! else here does. The phase says in its manifest, as `[package.metadata.python]`, where that workspace is, and what is
//! in it.

use std::{
    env,
    ffi::{OsStr, OsString},
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use clap::Args;
use serde::Deserialize;

use crate::{
    board::{badge, counted},
    build,
    counts::{complaint, on_the_path},
    exit,
    judge::INTERRUPTED,
    outcome::Verdict,
    process::{Ending, Limits, Output, Supervisor},
    progress::jobs_or_default,
    roadmap::{Phase, Roadmap},
    screen::Screen,
    unit::OUTPUT_LIMIT,
};

const PYTHON: &str = "python3";

/// Set, it has PyO3 leave Python's library out.
const EXTENSION: &str = "PYO3_BUILD_EXTENSION_MODULE";

/// What Python says of itself, a line each: [`Python::parse`] reads them.
const QUESTION: &str = "\
import platform, sys, sysconfig
print(platform.python_version(), sys.executable, sep='\\n')
for name in 'PYTHONFRAMEWORK', 'Py_ENABLE_SHARED', 'LDLIBRARY', 'LIBDIR', 'MULTIARCH':
    print(sysconfig.get_config_var(name) or '')";

#[derive(Args)]
pub struct Options {
    /// Succeed although something was not run, because there is no Python, or no library of it
    #[arg(long)]
    allow_not_run: bool,
    /// Seconds that the tests and the program may run
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,
    /// Compilers to run at once [default: the number of processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

/// `[package.metadata.python]` of a phase.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    /// The directory of the other workspace, below that of the phase.
    workspace: PathBuf,
    /// The package that Python imports, by this name.
    extension: String,
    /// The directory of the unit tests, below the workspace.
    tests: PathBuf,
    /// The package that embeds Python.
    program: String,
}

/// A line of the table.
#[derive(Debug)]
struct Row {
    what: String,
    verdict: Verdict,
    /// What there is to say; several lines, where it failed.
    said: String,
}

/// The interpreter on the PATH.
#[derive(Debug, PartialEq)]
struct Python {
    version: String,
    executable: PathBuf,
    /// Where its shared library is, or why nothing can be linked with it.
    library: Result<PathBuf, String>,
}

/// Builds and runs what the phases have for Python.
///
/// # Errors
/// A sentence for the user, if the roadmap is wrong or has nothing for Python.
pub fn python(options: &Options, supervisor: &Supervisor) -> Result<u8, String> {
    let roadmap = Roadmap::load()?;
    let mut sections = Vec::new();
    for phase in &roadmap.phases {
        sections.extend(section(phase)?.map(|section| (phase, section)));
    }
    if sections.is_empty() {
        return Err("no phase has anything for Python".into());
    }
    let mut screen = Screen::new();
    let limits = Limits { time: Duration::from_secs(options.timeout), output: OUTPUT_LIMIT };
    let python = Python::ask(supervisor, limits);
    let mut rows = Vec::new();
    for (phase, section) in &sections {
        let jobs = jobs_or_default(options.jobs);
        let workshop =
            Workshop { roadmap: &roadmap, phase, section, supervisor, limits, jobs, screen: &screen };
        rows.extend(match &python {
            Ok(python) => workshop.run(python),
            Err((verdict, reason)) => workshop.all(*verdict, reason),
        });
    }
    let interrupted = supervisor.is_interrupted();
    screen.print(table(python.as_ref().ok(), &rows, interrupted));
    Ok(match rows.iter().map(|row| row.verdict).max() {
        _ if interrupted || screen.is_closed() => exit::INTERRUPTED,
        Some(Verdict::Pass) => exit::PASSED,
        Some(Verdict::NotRun) if options.allow_not_run => exit::PASSED,
        _ => exit::FAILED,
    })
}

fn section(phase: &Phase) -> Result<Option<Section>, String> {
    let Some(value) = phase.package.metadata.get("python") else { return Ok(None) };
    let section: Section = serde_path_to_error::deserialize(value)
        .map_err(|error| format!("{}/Cargo.toml: [package.metadata.python]: {error}", phase.name()))?;
    let manifest = phase.dir().join(&section.workspace).join("Cargo.toml");
    if !manifest.is_file() {
        return Err(format!(
            "{}/Cargo.toml: [package.metadata.python] workspace: there is no {}",
            phase.name(),
            manifest.display()
        ));
    }
    Ok(Some(section))
}

impl Python {
    /// Finds the interpreter, or says why there is none.
    fn ask(supervisor: &Supervisor, limits: Limits) -> Result<Self, (Verdict, String)> {
        if !on_the_path(PYTHON) {
            return Err((Verdict::NotRun, format!("there is no {PYTHON} on the PATH")));
        }
        let (ending, output) = supervisor.capture(Command::new(PYTHON).args(["-c", QUESTION]), limits);
        match ending {
            Ending::Exited(status) if status.success() => {
                let text = String::from_utf8_lossy(&output.stdout);
                Self::parse(&text)
                    .ok_or_else(|| (Verdict::Fail, format!("{PYTHON} does not say what it is: {text:?}")))
            }
            // Installed, but not usable: as on macOS, before its tools for the command line are there.
            Ending::Exited(_) => Err((Verdict::NotRun, complaint(&ending, &output, limits).1)),
            ending => Err(complaint(&ending, &output, limits)),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let lines: Vec<_> = text.lines().collect();
        let [version, executable, framework, shared, library, directory, architecture] = *lines else {
            return None;
        };
        let directory = Path::new(directory);
        let library = if !framework.is_empty() {
            Ok(directory.into())
        } else if shared != "1" {
            Err(format!(
                "Python {version} was built without a shared library, which the program is linked with"
            ))
        } else {
            let places = [directory.into(), directory.join(architecture)];
            places.into_iter().find(|place| place.join(library).is_file()).ok_or_else(|| {
                let where_ = directory.display();
                format!("there is no {library} in {where_}, which the program is linked with (Debian: libpython3-dev)")
            })
        };
        Some(Self { version: version.into(), executable: executable.into(), library })
    }
}

/// What is needed to run what one phase has for Python.
struct Workshop<'a> {
    roadmap: &'a Roadmap,
    phase: &'a Phase,
    section: &'a Section,
    supervisor: &'a Supervisor,
    limits: Limits,
    jobs: usize,
    screen: &'a Screen,
}

impl Workshop<'_> {
    fn run(&self, python: &Python) -> Vec<Row> {
        let mut rows = Vec::new();
        // It takes its symbols from the interpreter that loads it. Linked with the library, it would bring a second
        // one along.
        let extension = self.build(&self.section.extension, python, true);
        let tests = match &extension {
            Ok(_) => self.test(python).unwrap_or_else(|failed| failed),
            Err((Verdict::NotRun, reason)) => (Verdict::NotRun, reason.clone()),
            Err(_) => (Verdict::NotRun, "what they import does not build".into()),
        };
        rows.push(row(self.extension(), extension.err().unwrap_or((Verdict::Pass, "builds".into()))));
        rows.push(row(self.tests(), tests));
        let program = match &python.library {
            Ok(directory) => self.embed(python, directory).unwrap_or_else(|failed| failed),
            Err(reason) => (Verdict::NotRun, reason.clone()),
        };
        rows.push(row(self.program(), program));
        rows
    }

    /// The same verdict on everything.
    fn all(&self, verdict: Verdict, reason: &str) -> Vec<Row> {
        let parts = [self.extension(), self.tests(), self.program()];
        parts.into_iter().map(|what| row(what, (verdict, reason.into()))).collect()
    }

    fn extension(&self) -> String {
        format!("extension `{}`", self.section.extension)
    }

    fn tests(&self) -> String {
        format!("its tests, {}", self.section.tests.display())
    }

    fn program(&self) -> String {
        format!("program `{}`", self.section.program)
    }

    fn directory(&self) -> PathBuf {
        self.phase.dir().join(&self.section.workspace)
    }

    /// A directory of the phase's own, below that of cargo.
    fn target(&self, what: &str) -> PathBuf {
        self.roadmap.target.join("python").join(what)
    }

    /// Builds a package, which has a target directory of its own: [`EXTENSION`] changes how PyO3 itself is built.
    fn build(
        &self,
        name: &str,
        python: &Python,
        is_extension: bool,
    ) -> Result<build::Build, (Verdict, String)> {
        self.screen.now(format!("building {name}"));
        self.screen.plain_note(&format!("building {name}"));
        let environment = [
            ("PYO3_PYTHON", Some(python.executable.as_os_str())),
            // A variable of the user's, as the README has it for builds by hand, is not for the program.
            (EXTENSION, is_extension.then_some(OsStr::new("1"))),
        ];
        let on_step = |step: build::Step<'_>| match step {
            build::Step::Compiled(what) => self.screen.now(format!("building {name}: {what}")),
            build::Step::Waiting => {
                self.screen.plain_note_once("waiting for another cargo to release its lock")
            }
        };
        let (directory, target) = (self.directory(), self.target(name));
        let build =
            build::elsewhere(&directory, &target, name, &environment, self.jobs, self.supervisor, on_step);
        if build.interrupted {
            return Err((Verdict::NotRun, INTERRUPTED.into()));
        }
        if build.errors.is_empty() && build.failure.is_none() {
            return Ok(build);
        }
        let errors = build.errors.into_iter().map(|error| error.rendered).chain(build.failure);
        Err((Verdict::DoesNotBuild, errors.collect::<Vec<_>>().join("\n")))
    }

    /// Runs the unit tests, which import what was built.
    fn test(&self, python: &Python) -> Result<(Verdict, String), (Verdict, String)> {
        let name = &self.section.extension;
        self.screen.now(format!("testing {name}"));
        let built = format!("{}{name}{}", env::consts::DLL_PREFIX, env::consts::DLL_SUFFIX);
        let imported = self.target("import");
        // Python looks for a name without the prefix, and for `.so` on macOS, too.
        let copied = fs::create_dir_all(&imported).and_then(|()| {
            fs::copy(self.target(name).join("debug").join(built), imported.join(format!("{name}.so")))
        });
        copied.map_err(|error| (Verdict::Fail, format!("`{name}` cannot be copied: {error}")))?;
        let mut command = Command::new(&python.executable);
        // Nothing is written beside the sources.
        command.current_dir(self.directory()).arg("-B").env("PYTHONPATH", imported);
        command.args(["-m", "unittest", "discover", "--start-directory"]).arg(&self.section.tests);
        // Tells each test before it is run: the last line is of the one that does not end.
        let (ending, mut output) = self.supervisor.capture(command.arg("--verbose"), self.limits);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        match ending {
            Ending::Exited(status) if status.success() => Ok(judge_tests(&said)),
            Ending::TimedOut => {
                let (verdict, reason) = complaint(&ending, &output, self.limits);
                Err((verdict, format!("{reason}\n{}", said.lines().last().unwrap_or_default())))
            }
            _ => {
                let lines = said.lines().filter(|line| !line.ends_with(" ... ok"));
                output.stderr = lines.collect::<Vec<_>>().join("\n").into_bytes();
                Err(complaint(&ending, &output, self.limits))
            }
        }
    }

    /// Builds and runs the program that embeds Python, whose library is in `directory`.
    fn embed(&self, python: &Python, directory: &Path) -> Result<(Verdict, String), (Verdict, String)> {
        let name = &self.section.program;
        let build = self.build(name, python, false)?;
        let program = build.program(build::ProgramKind::Binary, name);
        let program = program.ok_or_else(|| (Verdict::Fail, format!("`{name}` is no program")))?;
        self.screen.now(format!("running {name}"));
        let variable = if cfg!(target_os = "macos") { "DYLD_LIBRARY_PATH" } else { "LD_LIBRARY_PATH" };
        let mut path = OsString::from(directory);
        if let Some(others) = env::var_os(variable) {
            path.push(":");
            path.push(others);
        }
        let mut command = Command::new(&program.path);
        command.current_dir(self.directory()).env(variable, path).env("PYTHONDONTWRITEBYTECODE", "1");
        let said = self.capture(&mut command)?.stdout;
        let lines = String::from_utf8_lossy(&said).lines().count();
        Ok((Verdict::Pass, format!("ended well, after {}", counted(lines, "line"))))
    }

    /// What a program writes that ends well.
    fn capture(&self, command: &mut Command) -> Result<Output, (Verdict, String)> {
        match self.supervisor.capture(command, self.limits) {
            (Ending::Exited(status), output) if status.success() => Ok(output),
            (ending, output) => Err(complaint(&ending, &output, self.limits)),
        }
    }
}

fn row(what: String, (verdict, said): (Verdict, String)) -> Row {
    Row { what, verdict, said }
}

/// What `unittest` says at the end, if it ended well: `Ran 14 tests in 0.4s`, and `OK (skipped=1)`.
///
/// To run none is no success, and to skip some is not to run them. Only the second can be for want of a Python.
fn judge_tests(said: &str) -> (Verdict, String) {
    let mut lines = said.lines().rev();
    let last = lines.next().unwrap_or_default();
    let ran = lines.find_map(|line| line.strip_prefix("Ran ")?.split(' ').next()?.parse().ok());
    match ran {
        None => (Verdict::Fail, "ended well, but does not say what was run".into()),
        // Newer versions of `unittest` do not call that a good end themselves.
        Some(0) => (Verdict::Fail, "there are none".into()),
        Some(ran) if last == "OK" => (Verdict::Pass, counted(ran, "test")),
        Some(ran) => (Verdict::NotRun, format!("not all of {}: {last}", counted(ran, "test"))),
    }
}

fn table(python: Option<&Python>, rows: &[Row], interrupted: bool) -> Vec<String> {
    let mut lines: Vec<_> = python.map(|python| format!("Python {}", python.version)).into_iter().collect();
    let width = rows.iter().map(|row| row.what.chars().count()).max().unwrap_or(0);
    for Row { what, verdict, said } in rows {
        let mut said = said.trim_end().lines();
        let first = said.next().unwrap_or_default();
        lines.push(format!("{} {what:width$}  {first}", badge(*verdict, false)).trim_end().into());
        lines.extend(said.map(|line| format!("{:11}{line}", "")));
    }
    let pass = rows.iter().filter(|row| row.verdict == Verdict::Pass).count();
    let interrupted = if interrupted { "interrupted · " } else { "" };
    lines.push(String::new());
    lines.push(format!("{interrupted}{}: {pass} pass", counted(rows.len(), "check")));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_pass_if_some_were_run_and_none_was_skipped() {
        let check = |said: &str, verdict, says: &str| {
            assert_eq!(judge_tests(said), (verdict, says.into()), "{said:?}");
        };
        check("..\n---\nRan 2 tests in 0.1s\n\nOK\n", Verdict::Pass, "2 tests");
        check("Ran 1 test in 0.1s\n\nOK\n", Verdict::Pass, "1 test");
        check(
            "Ran 2 tests in 0.1s\n\nOK (skipped=1)\n",
            Verdict::NotRun,
            "not all of 2 tests: OK (skipped=1)",
        );
        check("Ran 9 tests in a test\nOK\nRan 2 tests in 0.1s\n\nOK\n", Verdict::Pass, "2 tests");
        check("Ran 0 tests in 0.0s\n\nOK\n", Verdict::Fail, "there are none");
        check("", Verdict::Fail, "ended well, but does not say what was run");
    }

    #[test]
    fn a_python_is_told_by_what_it_says() {
        let said = |framework: &str, shared: &str| {
            let text =
                format!("3.11.7\n/usr/bin/python3\n{framework}\n{shared}\nlibpython3.11.so\n/nowhere\n\n");
            Python::parse(&text).unwrap()
        };
        assert_eq!(said("", "1").executable, Path::new("/usr/bin/python3"));
        assert!(said("", "1").library.unwrap_err().starts_with("there is no libpython3.11.so in /nowhere"));
        assert!(said("", "0").library.unwrap_err().contains("without a shared library"));
        assert_eq!(said("Python", "0").library.unwrap(), Path::new("/nowhere"));
        assert_eq!(Python::parse("3.11.7\n"), None);
    }
}
