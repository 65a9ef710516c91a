//! Runs rustc on one program and reads what it refuses.

use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

use serde_json::Value;

/// The rustc that built this crate, with the crates that programs may name.
///
/// It keeps a scratch directory of its own, removed when the compiler is dropped.
pub struct Compiler {
    scratch: PathBuf,
    arguments: Vec<OsString>,
    /// The crates that can be named, with all that they depend on: in one text, each by the name of its file.
    linked: String,
}

/// What makes two compilations of one program differ.
#[derive(Clone, Copy)]
pub(crate) struct Mode<'a> {
    pub(crate) edition: &'a str,
    pub(crate) fixed: bool,
    /// Generate code, too.
    pub(crate) build: bool,
}

/// One error, where it points to in the program.
#[derive(Debug)]
pub(crate) struct Refusal {
    /// Counted from 1; none where the error is about the program as a whole, or stands in another file.
    pub(crate) line: Option<usize>,
    /// An error code or the name of a lint; some errors have neither.
    pub(crate) code: Option<String>,
    pub(crate) message: String,
    /// As rustc shows it.
    pub(crate) rendered: String,
}

impl Compiler {
    /// A compiler whose programs see only the standard library.
    ///
    /// # Errors
    /// If there is no room for its scratch directory.
    pub fn new() -> io::Result<Self> {
        static COMPILERS: AtomicUsize = AtomicUsize::new(0);
        let name = format!("refusals-{}-{}", std::process::id(), COMPILERS.fetch_add(1, Relaxed));
        let scratch = std::env::temp_dir().join(name);
        fs::create_dir_all(&scratch)?;
        Ok(Self { scratch, arguments: Vec::new(), linked: String::new() })
    }

    /// Lets programs name the crate `name`, as it was built into `directory` (cargo's `deps`).
    ///
    /// Cargo leaves the builds of earlier compilers and of other features there, and a type of one build is another type in
    /// the next. So a crate that an earlier one was built with is taken as that has it, and only without such a build the
    /// newest that this rustc can read: name what depends on the others first.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] if `directory` holds no such build: is the crate a dependency of the tests?
    pub fn extern_crate(&mut self, name: &str, directory: &Path) -> io::Result<()> {
        let probe = self.scratch.join("probe.rs");
        fs::write(&probe, format!("extern crate {name};\nfn main() {{}}\n"))?;
        let mode = Mode { edition: "2024", fixed: false, build: false };
        let (together, others): (Vec<_>, Vec<_>) = builds_newest_first(name, directory)?
            .into_iter()
            .partition(|library| self.linked.contains(&*file_name(library)));
        for library in together.into_iter().chain(others) {
            let mut arguments = self.arguments.clone();
            arguments.extend(["-L".into(), prefixed("dependency=", directory)]);
            arguments.extend(["--extern".into(), prefixed(&format!("{name}="), &library)]);
            if self.compile_with(&arguments, &probe, mode)?.is_empty() {
                self.linked += &self.link_arguments(&arguments, &probe)?;
                self.arguments = arguments;
                return Ok(());
            }
        }
        let fault =
            format!("no build of the crate `{name}` that this rustc can read in {}", directory.display());
        Err(io::Error::new(io::ErrorKind::NotFound, fault))
    }

    /// What a linker would be called with for `program`, all of its crates among it: there is no linker, and rustc says what
    /// it asks for before it looks for one.
    fn link_arguments(&self, arguments: &[OsString], program: &Path) -> io::Result<String> {
        let mut rustc = Command::new(env!("REFUSALS_RUSTC"));
        rustc.args(["--edition", "2024", "--print", "link-args"]).args(arguments);
        rustc.arg("-C").arg(prefixed("linker=", &self.scratch.join("no-linker")));
        rustc.arg("--out-dir").arg(&self.scratch).arg(program);
        Ok(String::from_utf8_lossy(&rustc.output()?.stdout).into_owned())
    }

    /// Compiles `program` and returns the errors, none if it is accepted.
    pub(crate) fn compile(&self, program: &Path, mode: Mode<'_>) -> io::Result<Vec<Refusal>> {
        self.compile_with(&self.arguments, program, mode)
    }

    fn compile_with(
        &self,
        arguments: &[OsString],
        program: &Path,
        mode: Mode<'_>,
    ) -> io::Result<Vec<Refusal>> {
        static OUTPUTS: AtomicUsize = AtomicUsize::new(0);
        let output = self.scratch.join(OUTPUTS.fetch_add(1, Relaxed).to_string());
        let emit = if mode.build { "obj=" } else { "metadata=" };

        let mut rustc = Command::new(env!("REFUSALS_RUSTC"));
        rustc.args(["--error-format=json", "-Awarnings", "-Dunexpected_cfgs"]);
        // No manifest says which features there are, and all of them are off.
        rustc.args(["--check-cfg=cfg(fixed)", "--check-cfg=cfg(feature, values(any()))"]);
        rustc.args(["--edition", mode.edition]).args(arguments);
        rustc.arg("--emit").arg(prefixed(emit, &output));
        // Names of types that are too long for a message are written to a file there.
        rustc.arg("--out-dir").arg(&self.scratch);
        if mode.fixed {
            rustc.args(["--cfg", "fixed"]);
        }
        // Nightly features would be accepted under this variable, whichever toolchain runs.
        let output = rustc.arg(program).env_remove("RUSTC_BOOTSTRAP").output().map_err(|error| {
            io::Error::new(error.kind(), format!("{} does not run: {error}", env!("REFUSALS_RUSTC")))
        })?;
        let report = String::from_utf8_lossy(&output.stderr);
        let refusals: Vec<_> = report.lines().filter_map(|line| refusal(line, program)).collect();
        if refusals.is_empty() && !output.status.success() {
            return Err(io::Error::other(format!("rustc failed without an error in the program:\n{report}")));
        }
        Ok(refusals)
    }
}

impl Drop for Compiler {
    fn drop(&mut self) {
        // Left-overs in the temporary directory harm nobody, and there is no one to tell.
        let _ = fs::remove_dir_all(&self.scratch);
    }
}

fn prefixed(prefix: &str, path: &Path) -> OsString {
    let mut argument = OsString::from(prefix);
    argument.push(path);
    argument
}

fn file_name(path: &Path) -> std::borrow::Cow<'_, str> {
    path.file_name().unwrap_or_default().to_string_lossy()
}

fn builds_newest_first(name: &str, directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut builds = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let extension = path.extension().and_then(|extension| extension.to_str());
        // A crate is `name-hash`, with `lib` before it on most systems; a procedural macro is a dynamic library.
        let crate_name =
            stem.rsplit_once('-').map(|(crate_name, _hash)| crate_name.trim_start_matches("lib"));
        if crate_name == Some(name.trim_start_matches("lib"))
            && matches!(extension, Some("rlib" | "so" | "dylib" | "dll"))
        {
            builds.push((path.metadata()?.modified()?, path));
        }
    }
    builds.sort();
    Ok(builds.into_iter().rev().map(|(_, path)| path).collect())
}

/// An error in one line of rustc's report; none for warnings, notes and the closing count.
fn refusal(report_line: &str, program: &Path) -> Option<Refusal> {
    let report: Value = serde_json::from_str(report_line).ok()?;
    let message = report["message"].as_str()?;
    let spans = report["spans"].as_array()?;
    if !report["level"].as_str()?.starts_with("error")
        || (spans.is_empty() && message.starts_with("aborting due to"))
    {
        return None;
    }
    Some(Refusal {
        line: spans.iter().find(|span| span["is_primary"] == true).and_then(|span| line_in(program, span)),
        code: report["code"]["code"].as_str().map(Into::into),
        message: message.into(),
        rendered: report["rendered"].as_str().unwrap_or(message).into(),
    })
}

/// Where the program caused what a span shows.
///
/// An error inside a macro belongs to the line that calls it. A derive or an attribute macro has the program's own item
/// before it, and points to the part of it that is at fault: there, the error belongs to the line that it points to.
fn line_in(program: &Path, span: &Value) -> Option<usize> {
    let is_own = |span: &Value| span["file_name"].as_str().is_some_and(|file| Path::new(file) == program);
    let (mut cause, mut layer) = (span, span);
    while layer["expansion"].is_object() {
        let of_an_item =
            layer["expansion"]["macro_decl_name"].as_str().is_some_and(|name| name.starts_with("#["));
        layer = &layer["expansion"]["span"];
        if !(of_an_item && is_own(cause)) {
            cause = layer;
        }
    }
    cause["line_start"].as_u64().filter(|_| is_own(cause))?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rustc_that_fails_without_a_word_about_the_program_is_an_error() {
        let compiler = Compiler::new().unwrap();
        let program = compiler.scratch.join("program.rs");
        fs::write(&program, "fn main() {}").unwrap();
        let mode = Mode { edition: "2024", fixed: true, build: false };
        let error = compiler.compile_with(&["--no-such-option".into()], &program, mode).unwrap_err();
        assert!(error.to_string().starts_with("rustc failed without an error in the program"), "{error}");
    }

    #[test]
    fn a_scratch_directory_is_its_compiler_s_own_and_goes_with_it() {
        let [one, two] = [Compiler::new().unwrap(), Compiler::new().unwrap()];
        assert_ne!(one.scratch, two.scratch);
        let scratch = one.scratch.clone();
        drop(one);
        assert!(!scratch.exists() && two.scratch.is_dir());
    }
}
