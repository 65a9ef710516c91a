//! All refused programs of a phase, run as a test target.

use std::{
    fs, io,
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

    /// Lets the programs name the crate `name`, which must be a dependency of the test target.
    #[must_use]
    pub fn extern_crate(mut self, name: &str) -> Self {
        self.extern_crates.push(name.into());
        self
    }

    /// Runs what the command line selects, and reports in the words of the standard test harness.
    ///
    /// The exit code is 0 if all passed, 101 if some did not, and 2 if the suite could not be run.
    pub fn run(&self) -> ExitCode {
        match Options::parse(std::env::args().skip(1)) {
            Err(fault) => complain(&fault),
            Ok(options) => self.run_selected(&options).unwrap_or_else(|error| complain(&error.to_string())),
        }
    }

    fn run_selected(&self, options: &Options) -> io::Result<ExitCode> {
        let all = self.tests()?;
        let total = all.len();
        let tests: Vec<_> = all.into_iter().filter(|test| options.selects(&test.name)).collect();
        if options.list {
            tests.iter().for_each(|test| println!("{}: test", test.name));
            return Ok(ExitCode::SUCCESS);
        }

        let start = Instant::now();
        println!("\nrunning {} tests", tests.len());
        let failures = self.failures(&tests, options)?;
        if !failures.is_empty() {
            println!("\nfailures:\n");
            failures.iter().for_each(|(name, report)| println!("---- {name} stdout ----\n{report}"));
            println!("\nfailures:");
            failures.iter().for_each(|(name, _)| println!("    {name}"));
        }
        let (verdict, code) =
            if failures.is_empty() { ("ok", ExitCode::SUCCESS) } else { ("FAILED", ExitCode::from(101)) };
        println!(
            "\ntest result: {verdict}. {} passed; {} failed; 0 ignored; 0 measured; {} filtered out; finished in {:.2}s\n",
            tests.len() - failures.len(),
            failures.len(),
            total - tests.len(),
            start.elapsed().as_secs_f64()
        );
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

    fn failures<'a>(&self, tests: &'a [Test], options: &Options) -> io::Result<Vec<(&'a str, String)>> {
        let mut compiler = Compiler::new()?;
        let this = std::env::current_exe()?;
        let deps = this.parent().expect("a program is in a directory");
        self.extern_crates.iter().try_for_each(|name| compiler.extern_crate(name, deps))?;

        let threads =
            options.threads.or_else(|| thread::available_parallelism().ok().map(NonZero::get)).unwrap_or(1);
        let next = AtomicUsize::new(0);
        let failures = Mutex::new(Vec::new());
        let work = || {
            while let Some(test) = tests.get(next.fetch_add(1, Relaxed)) {
                let verdict = check(&compiler, &test.program);
                println!("test {} ... {}", test.name, if verdict.is_ok() { "ok" } else { "FAILED" });
                if let Err(report) = verdict {
                    failures
                        .lock()
                        .expect("no thread panics with the lock")
                        .push((test.name.as_str(), report));
                }
            }
        };
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(work);
            }
        });
        let mut failures = failures.into_inner().expect("no thread panics with the lock");
        failures.sort();
        Ok(failures)
    }
}

fn complain(fault: &str) -> ExitCode {
    eprintln!("error: {fault}");
    ExitCode::from(2)
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
