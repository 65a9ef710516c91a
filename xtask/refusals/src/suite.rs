//! All refused programs of a phase, run as a test target.

use std::{
    fs,
    io::{self, Write},
    num::NonZero,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    thread,
    time::Instant,
};

use crate::{check::check, cli::Options, rustc::Compiler};

/// The refused programs of one package: `tests/rejected/<topic>/<fault>.rs`.
pub struct Suite {
    directory: PathBuf,
    extern_crates: Vec<String>,
}

/// Exit codes: those of the standard harness, and one for a suite that could not be run.
const PASSED: u8 = 0;
const FAILED: u8 = 101;
const NOT_RUN: u8 = 2;

struct Test {
    /// `<topic>::<fault>`, so that a filter by topic finds it.
    name: String,
    program: PathBuf,
}

impl Suite {
    /// The suite of the package whose manifest stands in `manifest_dir`.
    pub fn new(manifest_dir: impl AsRef<Path>) -> Self {
        Self { directory: manifest_dir.as_ref().join("tests/rejected"), extern_crates: Vec::new() }
    }

    /// Lets the programs name the crate `name`, which must be a dependency of the test target. What depends on others comes
    /// before them, the package's own library first: they are taken as it was built with them.
    #[must_use]
    pub fn extern_crate(mut self, name: &str) -> Self {
        self.extern_crates.push(name.into());
        self
    }

    /// Runs what the command line selects, and reports in the words of the standard test harness.
    ///
    /// The exit code is 0 if all passed, 101 if some did not, and 2 if the suite could not be run.
    pub fn run(&self) -> ExitCode {
        ExitCode::from(self.run_with(std::env::args().skip(1), &mut io::stdout()))
    }

    fn run_with(&self, arguments: impl IntoIterator<Item = String>, out: &mut (dyn Write + Send)) -> u8 {
        let options = Options::parse(arguments).map_err(io::Error::other);
        options.and_then(|options| self.run_selected(&options, out)).unwrap_or_else(|error| {
            eprintln!("error: {error}");
            NOT_RUN
        })
    }

    fn run_selected(&self, options: &Options, out: &mut (dyn Write + Send)) -> io::Result<u8> {
        let all = self.tests()?;
        let total = all.len();
        let tests: Vec<_> = all.into_iter().filter(|test| options.selects(&test.name)).collect();
        if options.list {
            tests.iter().try_for_each(|test| writeln!(out, "{}: test", test.name))?;
            return Ok(PASSED);
        }

        let start = Instant::now();
        writeln!(out, "\nrunning {} tests", tests.len())?;
        let failures = self.failures(&tests, options, out)?;
        if !failures.is_empty() {
            writeln!(out, "\nfailures:\n")?;
            failures
                .iter()
                .try_for_each(|(name, report)| writeln!(out, "---- {name} stdout ----\n{report}"))?;
            writeln!(out, "\nfailures:")?;
            failures.iter().try_for_each(|(name, _)| writeln!(out, "    {name}"))?;
        }
        let (verdict, code) = if failures.is_empty() { ("ok", PASSED) } else { ("FAILED", FAILED) };
        writeln!(
            out,
            "\ntest result: {verdict}. {} passed; {} failed; 0 ignored; 0 measured; {} filtered out; finished in {:.2}s\n",
            tests.len() - failures.len(),
            failures.len(),
            total - tests.len(),
            start.elapsed().as_secs_f64()
        )?;
        Ok(code)
    }

    /// Sorted by name. A file outside of a topic's directory would never be run, so it is an error.
    fn tests(&self) -> io::Result<Vec<Test>> {
        let mut tests = Vec::new();
        for topic in entries(&self.directory)? {
            if topic.file_name().is_some_and(|name| name == "main.rs") {
                continue;
            }
            if !topic.is_dir() {
                return Err(io::Error::other(format!(
                    "{} belongs into the directory of a topic",
                    topic.display()
                )));
            }
            for program in entries(&topic)? {
                if program.extension().is_none_or(|extension| extension != "rs") {
                    return Err(io::Error::other(format!("{} is not a Rust program", program.display())));
                }
                let name = format!("{}::{}", stem(&topic), stem(&program));
                tests.push(Test { name, program });
            }
        }
        Ok(tests)
    }

    fn failures<'a>(
        &self,
        tests: &'a [Test],
        options: &Options,
        out: &mut (dyn Write + Send),
    ) -> io::Result<Vec<(&'a str, String)>> {
        let mut compiler = Compiler::new()?;
        let this = std::env::current_exe()?;
        let deps = this.parent().expect("a program is in a directory");
        self.extern_crates.iter().try_for_each(|name| compiler.extern_crate(name, deps))?;

        let threads =
            options.threads.or_else(|| thread::available_parallelism().ok().map(NonZero::get)).unwrap_or(1);
        let next = AtomicUsize::new(0);
        let told = Mutex::new((Vec::new(), out));
        let work = || -> io::Result<()> {
            while let Some(test) = tests.get(next.fetch_add(1, Relaxed)) {
                let verdict = check(&compiler, &test.program);
                let (failures, out) = &mut *told.lock().expect("no thread panics with the lock");
                writeln!(out, "test {} ... {}", test.name, if verdict.is_ok() { "ok" } else { "FAILED" })?;
                failures.extend(verdict.err().map(|report| (test.name.as_str(), report)));
            }
            Ok(())
        };
        thread::scope(|scope| -> io::Result<()> {
            let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            threads.into_iter().try_for_each(|thread| thread.join().expect("no thread panics"))
        })?;
        let (mut failures, _) = told.into_inner().expect("no thread panics with the lock");
        failures.sort();
        Ok(failures)
    }
}

/// Sorted, without hidden files, such as an editor keeps beside what it has open.
fn entries(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", directory.display()));
    let mut paths: Vec<_> =
        fs::read_dir(directory).map_err(named)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    paths.retain(|path| path.file_name().is_none_or(|name| !name.as_encoded_bytes().starts_with(b".")));
    paths.sort();
    Ok(paths)
}

fn stem(path: &Path) -> std::borrow::Cow<'_, str> {
    path.file_stem().unwrap_or_default().to_string_lossy()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of the tests of a suite that has these files.
    fn names(files: &[&str]) -> Result<Vec<String>, String> {
        let package = tempfile::tempdir().unwrap();
        for file in files {
            let path = package.path().join("tests/rejected").join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let tests = Suite::new(package.path()).tests().map_err(|error| error.to_string())?;
        Ok(tests.into_iter().map(|test| test.name).collect())
    }

    const GOOD: &str = "fn main() {\n    #[cfg(not(fixed))]\n    one(); //~ E0425\n}\n";
    const BAD: &str = "fn main() {\n    one(); //~ E0308\n}\n";

    /// Runs a suite of two programs, one of which is wrong, and returns the exit code and what it wrote.
    fn run(arguments: &[&str]) -> (u8, String) {
        let package = tempfile::tempdir().unwrap();
        for (topic, program) in [("right", GOOD), ("wrong", BAD)] {
            let directory = package.path().join("tests/rejected").join(topic);
            fs::create_dir_all(&directory).unwrap();
            fs::write(directory.join("fault.rs"), program).unwrap();
        }
        let mut written = Vec::new();
        let arguments = arguments.iter().map(|argument| (*argument).to_owned());
        let code = Suite::new(package.path()).run_with(arguments, &mut written);
        (code, String::from_utf8(written).unwrap())
    }

    #[test]
    fn a_suite_that_passes_says_so() {
        let (code, written) = run(&["right"]);
        assert!(written.starts_with("\nrunning 1 tests\ntest right::fault ... ok\n"), "{written}");
        assert!(written.contains("test result: ok. 1 passed; 0 failed;"), "{written}");
        assert!(written.contains("1 filtered out"), "{written}");
        assert_eq!(code, PASSED);
    }

    #[test]
    fn a_suite_with_a_wrong_program_fails_and_shows_why() {
        let (code, written) = run(&["--test-threads=1"]);
        assert_eq!(code, FAILED);
        for part in [
            "test right::fault ... ok\n",
            "test wrong::fault ... FAILED\n",
            "---- wrong::fault stdout ----\n",
            "rustc said E0425, which no mark expects there",
            "\nfailures:\n    wrong::fault\n",
            "test result: FAILED. 1 passed; 1 failed;",
        ] {
            assert!(written.contains(part), "{part:?} is missing in:\n{written}");
        }
    }

    #[test]
    fn a_list_runs_nothing() {
        let expected = "right::fault: test\nwrong::fault: test\n";
        assert_eq!(run(&["--list", "--format", "terse"]), (PASSED, expected.into()));
    }

    #[test]
    fn a_suite_that_cannot_be_run_is_no_pass() {
        assert_eq!(run(&["--shuffle"]), (NOT_RUN, String::new()));
        assert_eq!(Suite::new("/nonexistent").run_with([], &mut Vec::new()), NOT_RUN);
        let package = tempfile::tempdir().unwrap();
        fs::create_dir_all(package.path().join("tests/rejected")).unwrap();
        let suite = Suite::new(package.path()).extern_crate("crate_that_nobody_has");
        assert_eq!(suite.run_with([], &mut Vec::new()), NOT_RUN);
    }

    #[test]
    fn tests_are_named_after_topic_and_fault() {
        let files = ["main.rs", "b/one.rs", "a/two.rs", "a/.two.rs.swp", ".hidden"];
        assert_eq!(names(&files).unwrap(), ["a::two", "b::one"]);
    }

    #[test]
    fn a_file_that_would_never_be_run_is_an_error() {
        assert!(
            names(&["stray.rs"]).unwrap_err().ends_with("stray.rs belongs into the directory of a topic")
        );
        assert!(names(&["a/notes.txt"]).unwrap_err().ends_with("notes.txt is not a Rust program"));
        assert!(names(&[]).unwrap_err().contains("tests/rejected: "));
    }
}
