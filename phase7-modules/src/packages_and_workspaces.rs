//! Packages, crates and workspaces: what is compiled, what is published, and what a change reaches.
//!
//! Three words that are easily exchanged. After this lesson you can say which of them a rule of cargo is about, split a
//! package without surprises, and know in advance which features a dependency is built with and what a release will be
//! refused for.
//!
//! | | is | and is the unit of |
//! |---|---|---|
//! | crate | what one run of rustc compiles | `pub(crate)`, the orphan rule, compilation |
//! | package | a manifest with `[package]` | versions, features, publishing |
//! | workspace | packages with one `Cargo.lock` and one target directory | resolution, profiles, `[patch]` |
//!
//! A package has at most one library, and any number of programs, examples, tests and benches, each of them a crate of
//! its own. `main.rs` and the files in `tests/` see the library like anybody else: by its name, and only what is `pub`.
//! In `tests/` (and benches) cargo also says where the programs are: `env!("CARGO_BIN_EXE_press")`. The library under
//! unit test is one more crate. A helper package that needs the library, and that the library's tests need, is legal,
//! but its `Article` is not the one of the unit tests (E0308); tests in `tests/` share it.
//!
//! # What the root decides
//!
//! A manifest that has `[workspace]` and no `[package]` is *virtual*. No edition stands there that could imply a
//! resolver, so write `resolver = "3"`; without it, cargo takes resolver 1. What a member depends on by its path is a
//! member, too, if it lies below the root, listed or not. A command in the root is about `default-members`: without the
//! key, a virtual workspace means all members, and a root package only itself.
//!
//! | inherited by a member | how | what the member may add |
//! |---|---|---|
//! | a key of `[workspace.package]` | `edition.workspace = true` | nothing; keys are inherited one by one |
//! | a dependency | `articles.workspace = true` | `features`, which add up; `optional`; `default-features = true` |
//! | `[workspace.lints]` | `[lints] workspace = true` | nothing: all of them or none |
//!
//! `default-features = false` only counts in the workspace's own entry. A member that says so where the workspace does
//! not is refused in edition 2024, and was ignored with a warning before.
//!
//! # Which features a dependency is built with
//!
//! All those that any package *of this build* asks for: a library is compiled once for everyone. So
//! `cargo build -p site` can build it with less than `cargo build --workspace` does, and a package that compiles with
//! its workspace may not compile alone. What resolvers 2 and 3 keep apart:
//!
//! | asked for by | reaches the program with resolver 1 | with 2 and 3 |
//! |---|---|---|
//! | a build script, a procedural macro | yes | no: if they ask for others, the library is built a second time |
//! | a dev-dependency | yes | only if tests, examples or benches are built |
//! | a dependency of another platform | yes | no |
//!
//! The line is less sharp for packages that are *selected*, which with `--workspace` are all members: a selected
//! procedural macro counts as part of the program, too, and the dev-dependencies of a selected package count wherever
//! it is needed, for tools, too. That is so although neither is compiled there: features are decided on before.
//!
//! Resolver 3 differs from 2 in one thing, the choice of versions: see [`external_crates`](crate::external_crates).
//!
//! # Small things that are new
//!
//! A build script that prints `cargo::error=…` fails the build with that message, and needs no panic.
//! `.cargo/config.toml` takes settings from other files with `include`, and `optional = true` lets one of them be
//! missing. In manifests, inline tables may extend over several lines and hold comments, as TOML 1.1 allows.
//!
//! # The lesson's program
//!
//! It reads what `cargo metadata --no-deps` says of a workspace, and answers what a build server asks: which package
//! does this file belong to, whose tests can a change break, and in which order are the packages published. Look for
//! what becomes of the dev-dependencies.

mod release;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use serde_json::Value;

pub use release::Unpublishable;

/// This module, from the root of its crate, which does not have the name of its package.
pub const HERE: &str = module_path!();

/// The members of a workspace.
#[derive(Debug, PartialEq, Eq)]
pub struct Workspace {
    packages: Vec<Package>,
}

/// A member.
#[derive(Debug, PartialEq, Eq)]
pub struct Package {
    /// As in the manifest, hyphens included.
    pub name: String,
    /// Where its manifest is, from the root of the workspace; a member elsewhere has its whole path.
    pub directory: PathBuf,
    /// Whether a command in the root is about it, if the command does not say.
    pub is_default: bool,
    /// False if the manifest says `publish = false`.
    pub is_published: bool,
    /// What rustc compiles, in cargo's order.
    pub crates: Vec<Crate>,
    siblings: Vec<Sibling>,
}

/// A crate of a package.
#[derive(Debug, PartialEq, Eq)]
pub struct Crate {
    /// A library is named as `use` names it, with underscores.
    pub name: String,
    /// Such as `lib`, `bin`, `test` or `custom-build`; several for a library that is linked in several ways.
    pub kinds: Vec<String>,
}

/// A dependency on another member.
#[derive(Debug, PartialEq, Eq)]
struct Sibling {
    /// Its place among the packages.
    package: usize,
    /// Of the tests only. Build scripts are part of every build, so they need no case of their own.
    dev: bool,
    /// Whether there is a requirement that can stand alone, once a published manifest has lost its paths.
    versioned: bool,
}

impl Workspace {
    /// Reads the output of `cargo metadata --format-version 1 --no-deps`; `None` if that is not what it is.
    ///
    /// Dependencies are told apart by their paths: a package of the same name may come from a registry, too.
    pub fn read(metadata: &str) -> Option<Self> {
        let metadata: Value = serde_json::from_str(metadata).ok()?;
        let root = Path::new(metadata["workspace_root"].as_str()?);
        let found = metadata["packages"].as_array()?;
        let directories: Vec<_> = found
            .iter()
            .map(|package| Path::new(package["manifest_path"].as_str()?).parent())
            .collect::<Option<_>>()?;
        let default_ids = metadata["workspace_default_members"].as_array()?;
        let packages = found.iter().zip(&directories).map(|(package, directory)| {
            let dependencies = package["dependencies"].as_array()?.iter();
            Some(Package {
                name: package["name"].as_str()?.to_owned(),
                directory: directory.strip_prefix(root).unwrap_or(directory).to_owned(),
                is_default: default_ids.contains(&package["id"]),
                is_published: package["publish"] != Value::Array(Vec::new()),
                crates: package["targets"].as_array()?.iter().map(Crate::read).collect::<Option<_>>()?,
                siblings: dependencies.filter_map(|found| Sibling::read(found, &directories)).collect(),
            })
        });
        Some(Self { packages: packages.collect::<Option<_>>()? })
    }

    /// All members, in cargo's order.
    pub fn packages(&self) -> &[Package] {
        &self.packages
    }

    /// The package that `file`, a path from the root, belongs to.
    ///
    /// Packages may be nested, and a file belongs to the innermost: that is also where cargo stops looking when it
    /// packs the outer one.
    pub fn owner_of(&self, file: &Path) -> Option<&Package> {
        let around = self.packages.iter().filter(|package| file.starts_with(&package.directory));
        around.max_by_key(|package| package.directory.components().count())
    }

    /// The packages whose tests a change in `changed` can break, sorted.
    ///
    /// Tests are linked with the dev-dependencies of their own package, and with nobody else's: so these are followed
    /// in the first step only.
    pub fn tests_affected_by(&self, changed: &str) -> Vec<&str> {
        let is_changed = |need: usize| self.packages[need].name == changed;
        let is_affected = |&at: &usize| self.needed_by_tests_of(at).into_iter().any(is_changed);
        let mut affected: Vec<_> =
            (0..self.packages.len()).filter(is_affected).map(|at| self.packages[at].name.as_str()).collect();
        affected.sort_unstable();
        affected
    }

    fn needed_by_tests_of(&self, package: usize) -> BTreeSet<usize> {
        let mut needed = BTreeSet::from([package]);
        let mut open: Vec<_> =
            self.packages[package].siblings.iter().map(|sibling| sibling.package).collect();
        while let Some(next) = open.pop() {
            if needed.insert(next) {
                let siblings = self.packages[next].siblings.iter();
                open.extend(siblings.filter(|sibling| !sibling.dev).map(|sibling| sibling.package));
            }
        }
        needed
    }
}

impl Package {
    /// The name under which Rust code knows the library, if there is one.
    ///
    /// # Example: a package is named with hyphens, its library with underscores
    /// ```
    /// use phase7_modules::packages_and_workspaces::Workspace;
    ///
    /// let metadata = r#"{
    ///     "workspace_root": "/press", "workspace_default_members": [],
    ///     "packages": [{
    ///         "id": "1", "name": "press-core", "manifest_path": "/press/core/Cargo.toml", "publish": null,
    ///         "targets": [{ "name": "press_core", "kind": ["lib"] }], "dependencies": []
    ///     }]
    /// }"#;
    /// let workspace = Workspace::read(metadata).expect("this has the form of cargo's metadata");
    /// assert_eq!(workspace.packages()[0].name, "press-core");
    /// assert_eq!(workspace.packages()[0].library(), Some("press_core"));
    /// ```
    pub fn library(&self) -> Option<&str> {
        let is_library = |found: &&Crate| {
            found.kinds.iter().any(|kind| matches!(kind.as_str(), "lib" | "rlib" | "dylib" | "proc-macro"))
        };
        self.crates.iter().find(is_library).map(|found| found.name.as_str())
    }
}

impl Crate {
    fn read(target: &Value) -> Option<Self> {
        let kinds = target["kind"].as_array()?.iter().map(|kind| Some(kind.as_str()?.to_owned()));
        Some(Self { name: target["name"].as_str()?.to_owned(), kinds: kinds.collect::<Option<_>>()? })
    }
}

impl Sibling {
    fn read(dependency: &Value, directories: &[&Path]) -> Option<Self> {
        let path = Path::new(dependency["path"].as_str()?);
        Some(Self {
            package: directories.iter().position(|directory| *directory == path)?,
            dev: dependency["kind"] == "dev",
            // Cargo reports a missing requirement as `*`, which a registry would not accept either.
            versioned: dependency["req"] != "*",
        })
    }
}
