//! `cargo xtask sanitize`: unsafe and concurrent code under the tools that see what tests do not.
//!
//! Each package of the roadmap says in its manifest, as `[package.metadata.sanitize]`, what is to be looked at:
//!
//! ```toml
//! [package.metadata.sanitize]
//! # Test programs, with the topics whose tests of them are run under each of the memory checkers; all, if none is named.
//! tests = { it = ["unsafe_rust"], pool = [] }
//! # The same for Miri, which is slow, knows nothing of foreign code, and has more than one model of aliasing.
//! miri = [{ test = "it", topics = ["unsafe_rust"], flags = "-Zmiri-tree-borrows" }]
//! # Test programs that are called as the model checker that they use.
//! models = ["loom"]
//!
//! # Programs that take `bad` or `repaired`: what a tool must say of the one, and that it must say nothing of the other.
//! [package.metadata.sanitize.cases]
//! use_after_growth = { tool = "memcheck", says = "Invalid read of size 4" }
//! ```

use std::{
    collections::BTreeMap,
    env,
    ffi::OsString,
    fmt,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use clap::Args;
use serde::Deserialize;

use crate::{
    board::{badge, counted},
    build::{self, Build, ProgramKind},
    exit,
    judge::INTERRUPTED,
    outcome::Verdict,
    process::{Ending, Limits, Output, Supervisor},
    progress::jobs_or_default,
    roadmap::{Phase, Roadmap},
    screen::Screen,
    unit::OUTPUT_LIMIT,
};

/// What the checkers are told to end a program with in which they have found something.
const FOUND: &str = "9";

/// No build under a checker takes so long.
const BUILD_LIMITS: Limits = Limits { time: Duration::from_secs(45 * 60), output: 256 << 20 };

#[derive(Args)]
pub struct Options {
    /// Only with this tool
    #[arg(long, value_enum)]
    tool: Option<Tool>,
    /// A tool that this machine does not have is no failure
    #[arg(long)]
    allow_not_run: bool,
    /// Seconds that each program may run
    #[arg(long, value_name = "SECONDS", default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,
}

/// What looks at programs while they run.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
enum Tool {
    /// valgrind's: reads and writes outside of what is allocated, decisions on what was never written, leaks
    Memcheck,
    /// LeakSanitizer, with stable Rust: leaks
    Lsan,
    /// AddressSanitizer, with nightly Rust: reads and writes outside of what is alive, on the stack as well
    Asan,
    /// Miri, with nightly Rust: undefined behaviour, as far as it is defined
    Miri,
    /// Model checkers: what other orders of steps would do
    Models,
}

/// Of these each test program gets a run.
const CHECKERS: [Tool; 4] = [Tool::Memcheck, Tool::Lsan, Tool::Asan, Tool::Miri];

impl fmt::Display for Tool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Memcheck => "memcheck",
            Self::Lsan => "LSan",
            Self::Asan => "ASan",
            Self::Miri => "Miri",
            Self::Models => "models",
        })
    }
}

/// What a manifest says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Subjects {
    #[serde(default)]
    tests: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    miri: Vec<MiriRun>,
    #[serde(default)]
    models: Vec<String>,
    #[serde(default)]
    cases: BTreeMap<String, Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MiriRun {
    test: String,
    #[serde(default)]
    topics: Vec<String>,
    #[serde(default)]
    flags: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    tool: Tool,
    says: String,
}

/// A line of the table.
struct Row {
    tool: String,
    subject: String,
    verdict: Verdict,
    /// Empty if it passed.
    reason: String,
}

/// Runs everything under everything that this machine has, and prints what came of it.
///
/// # Errors
/// A sentence for the user, if the roadmap or what a manifest says is wrong, or if there is nothing to look at.
pub fn sanitize(options: &Options, supervisor: &Supervisor) -> Result<u8, String> {
    let roadmap = Roadmap::load()?;
    let mut screen = Screen::new();
    let packages = roadmap.phases.iter().flat_map(|phase| std::iter::once(phase).chain(&phase.parts));
    let mut subjects = Vec::new();
    for package in packages {
        let value = &package.package.metadata["sanitize"];
        if !value.is_null() {
            let read = Subjects::deserialize(value)
                .map_err(|error| format!("{}: [package.metadata.sanitize]: {error}", package.name()))?;
            subjects.push((package, read));
        }
    }
    let run = Run {
        roadmap: &roadmap,
        supervisor,
        limits: Limits { time: Duration::from_secs(options.timeout), output: OUTPUT_LIMIT },
        screen: &screen,
    };
    let mut rows = Vec::new();
    for (package, subjects) in &subjects {
        for tool in CHECKERS.into_iter().chain([Tool::Models]) {
            if options.tool.is_none_or(|it| it == tool) {
                rows.extend(run.tool(tool, package, subjects));
            }
        }
    }
    if rows.is_empty() {
        return Err("no manifest has [package.metadata.sanitize] with something for this".into());
    }
    let interrupted = supervisor.is_interrupted();
    let allowed =
        |row: &Row| row.verdict == Verdict::Pass || options.allow_not_run && row.verdict == Verdict::NotRun;
    let passed = rows.iter().all(allowed);
    screen.print(table(&rows, interrupted));
    Ok(match passed {
        _ if interrupted || screen.is_closed() => exit::INTERRUPTED,
        true => exit::PASSED,
        false => exit::FAILED,
    })
}

struct Run<'a> {
    roadmap: &'a Roadmap,
    supervisor: &'a Supervisor,
    limits: Limits,
    screen: &'a Screen,
}

impl Run<'_> {
    /// Everything of one package that is for one tool.
    fn tool(&self, tool: Tool, package: &Phase, subjects: &Subjects) -> Vec<Row> {
        let tests: Vec<(&str, &[String], &str)> = match tool {
            Tool::Models => subjects.models.iter().map(|target| (target.as_str(), &[][..], "")).collect(),
            Tool::Miri => {
                subjects.miri.iter().map(|run| (&*run.test, &*run.topics, run.flags.as_str())).collect()
            }
            _ => subjects.tests.iter().map(|(target, topics)| (target.as_str(), &topics[..], "")).collect(),
        };
        let cases: Vec<_> = subjects.cases.iter().filter(|(_, case)| case.tool == tool).collect();
        if tests.is_empty() && cases.is_empty() {
            return Vec::new();
        }
        let row = |(tool, subject): &(String, String), (verdict, reason): (Verdict, String)| Row {
            tool: tool.clone(),
            subject: subject.clone(),
            verdict,
            reason,
        };
        let name = package.name();
        let of_tests = tests.iter().map(|(target, topics, flags)| match tool {
            Tool::Models => ((*target).to_owned(), name.to_owned()),
            _ => {
                let words =
                    [name, target].into_iter().chain(topics.iter().map(String::as_str)).chain([*flags]);
                (tool.to_string(), words.collect::<Vec<_>>().join(" ").trim_end().to_owned())
            }
        });
        let of_cases =
            cases.iter().map(|(case, _)| (tool.to_string(), format!("{name} {case}, bad and repaired")));
        let names: Vec<_> = of_tests.chain(of_cases).collect();
        let all = |ending: (Verdict, String)| names.iter().map(|it| row(it, ending.clone())).collect();

        let toolchain = match Toolchain::of(tool, self) {
            Ok(toolchain) => toolchain,
            Err(missing) => return all((Verdict::NotRun, missing)),
        };
        if tool == Tool::Miri {
            let tests = tests.iter().map(|(target, topics, flags)| {
                let mut command = self.miri("test", package, flags);
                command.args(["--test", target, "--"]).args(*topics);
                self.clean(tool, &mut command)
            });
            let cases = cases.iter().map(|(case, Case { says, .. })| {
                self.told_apart(tool, says, |version| {
                    let mut command = self.miri("run", package, "");
                    command.args(["--bin", case, "--", version]);
                    command
                })
            });
            return names.iter().zip(tests.chain(cases)).map(|(name, ending)| row(name, ending)).collect();
        }
        let build = match self.build(&toolchain, package, tool) {
            Ok(build) => build,
            Err(ending) => return all(ending),
        };
        let tests = tests.iter().map(|(target, topics, _)| {
            let Some(program) = build.program(ProgramKind::Tests, target) else {
                return (Verdict::Fail, format!("there is no test program `{target}`"));
            };
            let mut command = toolchain.command(&program.path);
            command.current_dir(package.dir()).args(*topics).arg("--test-threads=1");
            self.clean(tool, &mut command)
        });
        let cases = cases.iter().map(|(case, Case { says, .. })| {
            let Some(program) = build.program(ProgramKind::Binary, case) else {
                return (Verdict::Fail, format!("there is no program `{case}`"));
            };
            self.told_apart(tool, says, |version| {
                let mut command = toolchain.command(&program.path);
                command.arg(version);
                command
            })
        });
        names.iter().zip(tests.chain(cases)).map(|(name, ending)| row(name, ending)).collect()
    }

    fn build(&self, toolchain: &Toolchain, package: &Phase, tool: Tool) -> Result<Build, (Verdict, String)> {
        let name = package.name();
        self.screen.now(format!("building {name} for {tool}"));
        self.screen.plain_note(&format!("building {name} for {tool}"));
        let mut command = toolchain.cargo();
        command.current_dir(&self.roadmap.root);
        command.args([
            "build",
            "--package",
            name,
            "--bins",
            "--tests",
            "--jobs",
            &jobs_or_default(None).to_string(),
        ]);
        toolchain.target(&mut command, &self.roadmap.target);
        let wanted = |id: &_| *id == package.package.id;
        let build = build::run(command, wanted, BUILD_LIMITS, self.supervisor, &mut |step| {
            if let build::Step::Compiled(what) = step {
                self.screen.now(format!("building {name} for {tool}: {what}"));
            }
        });
        if self.supervisor.is_interrupted() {
            return Err((Verdict::NotRun, INTERRUPTED.into()));
        }
        let errors: Vec<_> =
            build.errors.iter().map(|it| it.rendered.clone()).chain(build.failure.clone()).collect();
        if errors.is_empty() { Ok(build) } else { Err((Verdict::DoesNotBuild, errors.join("\n"))) }
    }

    /// Runs both versions of a case: the tool must reject the bad one, and accept the other.
    fn told_apart(&self, tool: Tool, says: &str, command: impl Fn(&str) -> Command) -> (Verdict, String) {
        match self.rejected(tool, &mut command("bad"), says) {
            (Verdict::Pass, _) => {
                let (verdict, reason) = self.clean(tool, &mut command("repaired"));
                (verdict, if reason.is_empty() { reason } else { format!("repaired: {reason}") })
            }
            (verdict, reason) => (verdict, format!("bad: {reason}")),
        }
    }

    /// Runs a program that must end well, and of which the tool must say nothing.
    fn clean(&self, tool: Tool, command: &mut Command) -> (Verdict, String) {
        let (ending, output) = self.observe(tool, command);
        match ending {
            Ending::Exited(status) if status.success() => (Verdict::Pass, String::new()),
            ending => self.complaint(&ending, &output),
        }
    }

    /// Runs a program that the tool must reject, and say so.
    fn rejected(&self, tool: Tool, command: &mut Command, says: &str) -> (Verdict, String) {
        let (ending, output) = self.observe(tool, command);
        let said = String::from_utf8_lossy(&output.stderr);
        match ending {
            Ending::Exited(status) if status.success() => {
                (Verdict::Fail, format!("{tool} has nothing against it"))
            }
            Ending::Exited(_) if said.contains(says) => (Verdict::Pass, String::new()),
            Ending::Exited(status) => (
                Verdict::Fail,
                format!("ended with {status}, but {tool} does not say {says:?}\n{}", said.trim_end()),
            ),
            ending => self.complaint(&ending, &output),
        }
    }

    fn observe(&self, tool: Tool, command: &mut Command) -> (Ending, Output) {
        let program = command.get_args().next().unwrap_or(command.get_program());
        let program = Path::new(program).file_name().unwrap_or_default().to_string_lossy();
        self.screen.now(format!("{tool}: {program}"));
        self.supervisor.capture(command, self.limits)
    }

    /// Cargo, about to build something of `package` for Miri and to run it there.
    fn miri(&self, subcommand: &str, package: &Phase, flags: &str) -> Command {
        let mut command = nightly();
        command.current_dir(&self.roadmap.root).args(["miri", subcommand, "--package", package.name()]);
        command.env("CARGO_TARGET_DIR", self.roadmap.target.join("sanitize/miri"));
        // Tests may read the environment and the clock, as they do everywhere else.
        command.env("MIRIFLAGS", format!("-Zmiri-disable-isolation {flags}"));
        command
    }

    fn complaint(&self, ending: &Ending, output: &Output) -> (Verdict, String) {
        match ending {
            Ending::Exited(status) => {
                let said = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
                (Verdict::Fail, format!("ended with {status}\n{}", said.join("").trim_end()))
            }
            Ending::TimedOut => {
                let seconds = self.limits.time.as_secs();
                (Verdict::TimedOut, format!("stopped after {seconds} s (--timeout allows more)"))
            }
            Ending::Flooded => {
                (Verdict::Fail, format!("stopped after writing {} MiB", self.limits.output >> 20))
            }
            Ending::Interrupted => (Verdict::NotRun, INTERRUPTED.into()),
            Ending::Failed(error) => (Verdict::Fail, format!("could not be run: {error}")),
        }
    }
}

/// How programs are built for a tool, and run under it.
enum Toolchain {
    /// As always, and then run by another program.
    Plain { runner: Vec<OsString> },
    /// With flags, in a directory and for a target of its own, so that build scripts are built without them.
    Flags { nightly: bool, flags: String, directory: &'static str, host: String },
}

impl Toolchain {
    /// What `tool` needs, or a sentence that says what is missing.
    fn of(tool: Tool, run: &Run<'_>) -> Result<Self, String> {
        match tool {
            Tool::Models => Ok(Self::Plain { runner: Vec::new() }),
            Tool::Memcheck => {
                let valgrind = on_the_path("valgrind").ok_or("there is no valgrind on the PATH")?;
                let options = ["--quiet", "--leak-check=full", "--errors-for-leak-kinds=definite"];
                let found = format!("--error-exitcode={FOUND}");
                let options = options.into_iter().map(OsString::from).chain([found.into()]);
                Ok(Self::Plain {
                    runner: std::iter::once(valgrind.into_os_string()).chain(options).collect(),
                })
            }
            Tool::Lsan => {
                let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
                let (sysroot, host) = sysroot_and_host(Command::new(rustc), run)?;
                let library = sysroot.join(format!("lib/rustlib/{host}/lib/librustc-stable_rt.lsan.a"));
                if !library.is_file() {
                    return Err(format!(
                        "this compiler comes without LeakSanitizer: there is no {}",
                        library.display()
                    ));
                }
                let library =
                    library.to_str().ok_or("the compiler's directory has a name that is not UTF-8")?;
                let whole = "-Clink-arg=-Wl,--whole-archive";
                let flags =
                    format!("{whole}\u{1f}-Clink-arg={library}\u{1f}-Clink-arg=-Wl,--no-whole-archive");
                Ok(Self::Flags { nightly: false, flags, directory: "lsan", host })
            }
            Tool::Asan => {
                let mut rustc = Command::new("rustup");
                rustc.args(["run", "nightly", "rustc"]);
                let (_, host) = sysroot_and_host(rustc, run).map_err(|error| {
                    format!("there is no nightly toolchain that rustup could run: {error}")
                })?;
                Ok(Self::Flags {
                    nightly: true,
                    flags: "-Zsanitizer=address".into(),
                    directory: "asan",
                    host,
                })
            }
            Tool::Miri => {
                match run.supervisor.capture(nightly().args(["miri", "--version"]), run.limits) {
                    (Ending::Exited(status), _) if status.success() => Ok(Self::Plain { runner: Vec::new() }),
                    _ => Err("there is no Miri: `rustup component add --toolchain nightly miri` installs it"
                        .into()),
                }
            }
        }
    }

    fn cargo(&self) -> Command {
        match self {
            Self::Flags { nightly: true, .. } => nightly(),
            Self::Flags { .. } | Self::Plain { .. } => build::cargo(),
        }
    }

    fn target(&self, command: &mut Command, target: &Path) {
        match self {
            Self::Plain { .. } => command.env("CARGO_TARGET_DIR", target),
            Self::Flags { flags, directory, host, .. } => command
                .args(["--target", host])
                .env("CARGO_TARGET_DIR", target.join("sanitize").join(directory))
                .env("CARGO_ENCODED_RUSTFLAGS", flags),
        };
    }

    /// A run of a program that was built so.
    fn command(&self, program: &Path) -> Command {
        match self {
            Self::Plain { runner } if !runner.is_empty() => {
                let mut command = Command::new(&runner[0]);
                command.args(&runner[1..]).arg(program).env_remove("VALGRIND_OPTS");
                command
            }
            Self::Plain { .. } => Command::new(program),
            Self::Flags { .. } => {
                let mut command = Command::new(program);
                // What is too much for anybody is refused, and not taken for a mistake.
                let options = format!("exitcode={FOUND}:allocator_may_return_null=1");
                command.env("LSAN_OPTIONS", &options).env("ASAN_OPTIONS", &options);
                command
            }
        }
    }
}

/// Nightly cargo, by rustup: the cargo that runs this knows no other toolchain.
fn nightly() -> Command {
    let mut command = Command::new("rustup");
    command.args(["run", "nightly", "cargo"]).env_remove("RUSTC").env_remove("RUSTUP_TOOLCHAIN");
    command
}

fn sysroot_and_host(mut rustc: Command, run: &Run<'_>) -> Result<(PathBuf, String), String> {
    let (ending, output) =
        run.supervisor.capture(rustc.args(["--print", "sysroot", "--print", "host-tuple"]), run.limits);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    match (ending, said.lines().collect::<Vec<_>>()[..].try_into()) {
        (Ending::Exited(status), Ok::<[&str; 2], _>([sysroot, host])) if status.success() => {
            Ok((sysroot.into(), host.into()))
        }
        (Ending::Failed(error), _) => Err(error.to_string()),
        _ => Err(String::from_utf8_lossy(&output.stderr).trim_end().to_owned()),
    }
}

fn on_the_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|it| it.join(program)).find(|it| it.is_file())
}

fn table(rows: &[Row], interrupted: bool) -> Vec<String> {
    let width = rows.iter().map(|row| row.tool.len()).max().unwrap_or_default();
    let mut lines = Vec::new();
    for Row { tool, subject, verdict, reason } in rows {
        lines.push(format!("{} {tool:width$} {subject}", badge(*verdict, false)));
        lines.extend(reason.lines().map(|line| format!("{:11}{line}", "")));
    }
    let of = |verdict| rows.iter().filter(|row| row.verdict == verdict).count();
    let (passed, not_run) = (of(Verdict::Pass), of(Verdict::NotRun));
    let interrupted = if interrupted { "interrupted · " } else { "" };
    let bad = rows.len() - passed - not_run;
    lines.push(String::new());
    lines.push(format!(
        "{interrupted}{}: {passed} passed, {bad} failed, {not_run} not run",
        counted(rows.len(), "run")
    ));
    lines
}
