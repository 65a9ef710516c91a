//! Decide what is built: by features that only add, and by `cfg` for the few lines that cannot be built everywhere.
//!
//! Each independent `cfg` doubles the number of programs that one source stands for, and a build checks one of them.
//! So the art is to need few, to keep what they enclose small, and to build the others on purpose. After this lesson
//! you can tell what to choose, and who is in charge of it:
//!
//! | decided by | means | what keeps it honest |
//! |---|---|---|
//! | any dependant, and all of them together | a feature | it only adds; every subset is built |
//! | the target | `cfg(unix)`, `target_os = "…"`, a platform module | an interface that the modules share |
//! | who builds the program at the end | a build script that sets a cfg | `cargo::rustc-check-cfg` |
//! | the profile | `debug_assertions`, `panic = "…"` | `cfg!`, which has both branches compiled |
//! | nobody before the program runs | an argument, a table of what was built | ordinary tests |
//!
//! # Features are a union
//!
//! One run of cargo builds a version of a package once for all that depend on it, with every feature that any of them
//! asks for.[^once] Nobody can ask for the absence of one: `default-features = false` only refrains from asking, and the
//! next dependant without it brings the defaults back for all. A feature that removes an item, or changes a signature,
//! breaks whoever was there before it, and two that exclude each other break when two strangers meet. A
//! `compile_error!` tells them why, and leaves them there. What helps: let both in and choose at run time; make two
//! packages with one interface; or, if one program must decide, a cfg that only its build sets, as `build.rs` does here.
//!
//! `press-render`, the package in `press/render`, has features of its own. Its tests pass for each subset of them, and
//! a page is the same in all:
//!
//! | in the manifest | says |
//! |---|---|
//! | `anstyle = { …, optional = true }` alone | there is a feature `anstyle`, and it is public |
//! | `"dep:anstyle"` in any feature | the dependency is a detail, and no feature `anstyle` is made of it |
//! | `"anstyle/std"` | turn anstyle on, the feature of this name too if there is one, and its `std` |
//! | `"anstyle?/std"` | if something else turns anstyle on, then with `std` |
//! | `anstyle = { …, default-features = false }` | ask for no defaults; where members inherit, only the workspace can |
//!
//! # What is not on is not there
//!
//! | form | if it does not hold |
//! |---|---|
//! | `#[cfg(…)]` on an item, a statement, a field, an arm | removed once parsed, so it must be syntax, no more |
//! | `#[cfg_attr(…, attribute)]` | there is no such attribute, and the rest stays |
//! | an arm of `cfg_select!` | parsed, and not compiled; an error if no arm holds |
//! | `cfg!(…)` | `false`: a value, and both branches are compiled |
//!
//! `#[cfg(false)]` never holds, and says so better than a feature that nobody declares. Of names and values that it
//! does not know the compiler warns (`unexpected_cfgs`), because code behind a typo is never built. It knows features
//! from the manifest; other names are its own, come from build scripts, or stand in `[lints.rust]`:
//! `unexpected_cfgs = { level = "warn", check-cfg = ['cfg(fuzzing)'] }`. There is no warning of a feature in the
//! manifest that no code asks for.
//!
//! Dependencies have a `cfg` of their own, `[target.'cfg(unix)'.dependencies]`. Cargo evaluates it before it builds
//! anything, by what `rustc --print cfg` says. Features and build scripts have no say there, nor has the profile: what
//! is for `cfg(debug_assertions)` is built for a release, too.
//!
//! # Drafts, on any system
//!
//! The library below keeps an author's drafts where the system wants them, readable by their author alone where that
//! can be done. Only a few lines of it are configured: [`Layout::drafts`] knows the directories of all systems, and is
//! compiled and tested on all of them. What differs is the constant [`Layout::HOST`].
//!
//! [^once]: With exceptions, since resolver 2: what runs on the host (build scripts, procedural macros) has features of
//!     its own; dev-dependencies ask for nothing unless a test, a bench or an example is built; and dependencies of
//!     another target never do.

use std::{
    ffi::OsString,
    io::{self, Write},
    panic::{self, UnwindSafe},
    path::{Path, PathBuf},
};

// One interface, two files. Only the selected one is compiled, so they are as small as can be.
#[cfg_attr(unix, path = "features_and_cfg/unix.rs")]
#[cfg_attr(not(unix), path = "features_and_cfg/portable.rs")]
mod platform;

// The other one is compiled for the unit tests, so that it does not rot where its authors never see it in use.
#[cfg(all(test, unix))]
#[path = "features_and_cfg/portable.rs"]
mod portable;

/// Where a system wants programs to keep files of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Below `$XDG_STATE_HOME`, or `~/.local/state`.
    Xdg,
    /// Below `~/Library/Application Support`.
    Apple,
    /// Below `%LOCALAPPDATA%`.
    Windows,
}

impl Layout {
    /// The layout that this program was built for, if there is one.
    ///
    /// The cfg comes from `build.rs`. The first arm that holds is taken, and no other is compiled. An arm's braces are
    /// no block, they only enclose it; an arm with statements *and* a value needs a second pair. Without the `_`, a
    /// target for which nothing holds would be an error, which is often better than a guess.
    pub const HOST: Option<Self> = cfg_select! {
        layout = "xdg" => Some(Self::Xdg),
        layout = "apple" => Some(Self::Apple),
        layout = "windows" => Some(Self::Windows),
        _ => None,
    };

    /// The directory for drafts, given the environment; `None` if a variable that it needs is not set, or empty.
    ///
    /// # Example: the rules of one system can be tried on another
    /// ```
    /// use std::path::Path;
    /// use phase7_modules::features_and_cfg::Layout;
    ///
    /// let home = |name: &str| (name == "HOME").then(|| "/home/ada".into());
    /// assert_eq!(Layout::Xdg.drafts(home).as_deref(), Some(Path::new("/home/ada/.local/state/press/drafts")));
    /// assert_eq!(Layout::Windows.drafts(home), None);
    /// ```
    pub fn drafts(self, variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
        let path = |name| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let state = match self {
            // The specification says that a relative path is to be ignored. On Windows, `is_absolute` would ask for a
            // drive as well.
            Self::Xdg => path("XDG_STATE_HOME")
                .filter(|path| path.has_root())
                .or_else(|| Some(path("HOME")?.join(".local/state")))?,
            Self::Apple => path("HOME")?.join("Library/Application Support"),
            Self::Windows => path("LOCALAPPDATA")?,
        };
        Some(state.join("press").join("drafts"))
    }
}

/// What this build can do, for a line in a bug report.
///
/// A field is a value: `if BUILD.checks` compiles in every build, as `if cfg!(debug_assertions)` does.
///
/// # Example: a library does not see that it is tested
/// ```
/// use phase7_modules::features_and_cfg::{BUILD, Layout};
///
/// assert!(!BUILD.under_test, "`test` is set for the crate whose own harness is built, and for no other");
/// assert!(!cfg!(test), "nor is it set in a doctest");
/// assert_eq!(BUILD.layout, Layout::HOST);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Build {
    /// Where drafts are, unless somebody says otherwise.
    pub layout: Option<Layout>,
    /// New drafts are readable by their owner only.
    pub private: bool,
    /// Mistakes of callers are looked for, at some cost.
    pub checks: bool,
    /// A plugin that panics does not take the program with it.
    pub survives_panics: bool,
    /// This is the library's own test harness.
    pub under_test: bool,
}

/// This build.
pub const BUILD: Build = Build {
    layout: Layout::HOST,
    private: platform::PRIVATE,
    checks: cfg!(debug_assertions),
    survives_panics: cfg!(panic = "unwind"),
    under_test: cfg!(test),
};

/// Writes a draft that was not there before. `path` is absolute: a relative one would mean another place in the next
/// session, which nobody notices on the day.
///
/// # Errors
/// [`AlreadyExists`](io::ErrorKind::AlreadyExists), and whatever else the file system says.
///
/// # Panics
/// If `path` is relative, in a build with debug assertions. A release takes it as it is.
pub fn save(path: &Path, text: &str) -> io::Result<()> {
    // This is what `debug_assert!` becomes. A release does not run it, but compiles it, so that it keeps compiling.
    if cfg!(debug_assertions) {
        assert!(path.is_absolute(), "{} is relative", path.display());
    }
    platform::create(path)?.write_all(text.as_bytes())
}

/// Runs a plugin on a draft; `None` if the plugin panics.
///
/// Under `panic = "abort"` the process ends there, and nothing here can change that. [`Build::survives_panics`] lets a
/// program choose another design then, for example a process for each plugin. Tests will not show the difference: cargo
/// builds them to unwind, whatever the profile says.
pub fn run<T>(plugin: impl FnOnce(&str) -> T + UnwindSafe, draft: &str) -> Option<T> {
    panic::catch_unwind(|| plugin(draft)).ok()
}

/// Lets the group read a draft. There is nothing like it elsewhere, so there this function does not exist.
///
/// `doc` is set when rustdoc writes documentation, so every system's documentation has the function. Doctests are
/// collected with it and compiled without it: behind `#[cfg(doc)]` alone, an example fails, as its item is not there.
///
/// # Errors
/// Those of the file system.
#[cfg(any(unix, doc))]
pub fn share(path: &Path) -> io::Result<()> {
    // rustdoc does not look for what a body calls, so other systems' `platform` needs nothing of this name. It does
    // look for what a body imports.
    platform::share(path)
}

#[cfg(test)]
mod tests {
    use super::{BUILD, Build};

    #[test]
    fn only_here_the_library_is_under_test() {
        let Build { under_test, .. } = BUILD;
        assert!(under_test);
    }

    #[cfg(unix)]
    #[test]
    fn the_module_for_other_systems_keeps_the_shared_promises() {
        use super::portable;

        let directory = tempfile::tempdir().expect("a place for temporary files");
        let path = directory.path().join("draft");
        portable::create(&path).expect("there is no such file");
        let again = portable::create(&path).expect_err("now there is one");
        assert_eq!((again.kind(), portable::PRIVATE), (std::io::ErrorKind::AlreadyExists, false));
    }
}
