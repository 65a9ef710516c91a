//! What makes a folder of exercises a workspace: manifests, settings, a page to read.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    path::{Path, PathBuf},
};

use cargo_metadata::{Dependency, DependencyKind};

use crate::{
    practice::{
        folder::{Entry, MARK},
        tokens,
    },
    roadmap::{Phase, Roadmap},
};

/// Tells a runner that was started inside of a practice folder where the roadmap is.
pub const ROOT_VARIABLE: &str = "XTASK_ROOT";
/// Tells it which folder that is.
const FOLDER_VARIABLE: &str = "XTASK_PRACTICE";

const README: &str = include_str!("README.template.md");

/// The practice folder that this process was started in.
pub fn surrounding_folder() -> Option<PathBuf> {
    env::var_os(FOLDER_VARIABLE).map(PathBuf::from)
}

/// Where stands a generated file as it was given.
pub fn given(file: &Path) -> PathBuf {
    Path::new(MARK).join("given/scaffold").join(file)
}

/// All generated files but the exercises, relative to the folder, with their content.
pub fn files(roadmap: &Roadmap, entries: &[Entry<'_>]) -> Vec<(PathBuf, String)> {
    let mut files: Vec<(PathBuf, String)> = vec![
        ("Cargo.toml".into(), root_manifest(&phases(entries))),
        // What is for this machine only belongs into no repository.
        (".gitignore".into(), "/target/\n/.cargo/\n".into()),
        ("README.md".into(), README.into()),
    ];
    files.extend(cargo_settings(&roadmap.root).map(|text| (".cargo/config.toml".into(), text)));
    // What is given stays as it is when an editor formats it on saving.
    let format = std::fs::read_to_string(roadmap.root.join("rustfmt.toml"));
    files.extend(format.ok().map(|text| ("rustfmt.toml".into(), text)));
    for phase in phases(entries) {
        let own = entries.iter().filter(|entry| std::ptr::eq(entry.phase, phase));
        files.push((Path::new(phase.name()).join("Cargo.toml"), manifest(phase, own)));
    }
    files
}

/// The phases that have exercises, in order.
fn phases<'a>(entries: &[Entry<'a>]) -> Vec<&'a Phase> {
    let mut phases: Vec<&Phase> = entries.iter().map(|entry| entry.phase).collect();
    phases.dedup_by(|a, b| std::ptr::eq(*a, *b));
    phases
}

fn root_manifest(phases: &[&Phase]) -> String {
    let members: Vec<_> = phases.iter().map(|phase| quoted(phase.name())).collect();
    format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n\n\
         [profile.dev]\ndebug = \"line-tables-only\"\n\n\
         [profile.dev.package.\"*\"]\ndebug = false\n",
        members.join(", ")
    )
}

fn manifest<'a>(phase: &Phase, entries: impl Iterator<Item = &'a Entry<'a>>) -> String {
    let exercises: Vec<_> = entries.map(|entry| entry.exercise.solved()).collect();
    let is_used = |dependency: &&Dependency| {
        let name = crate_name(dependency);
        // Making tokens takes time, and most exercises name no crate at all.
        let mut candidates = exercises.iter().filter(|exercise| exercise.contains(&name));
        candidates.any(|exercise| {
            tokens::lex(exercise).is_ok_and(|tokens| tokens.iter().any(|token| token.text == name))
        })
    };
    let mut text = format!(
        "[package]\nname = {}\nversion = \"0.0.0\"\nedition = \"{}\"\npublish = false\n",
        quoted(phase.name()),
        phase.package.edition
    );
    let lines = lines(dependencies(phase).filter(is_used));
    if !lines.is_empty() {
        text.push_str("\n[dev-dependencies]\n");
        text.extend(lines);
    }
    text
}

/// Dependencies as a manifest states them, each once: for its tests, a package may ask for more features of a crate.
fn lines<'a>(dependencies: impl Iterator<Item = &'a Dependency>) -> Vec<String> {
    let mut merged: BTreeMap<&str, Dependency> = BTreeMap::new();
    for dependency in dependencies {
        let key = dependency.rename.as_ref().unwrap_or(&dependency.name);
        let known = merged.entry(key).or_insert_with(|| dependency.clone());
        known.uses_default_features |= dependency.uses_default_features;
        known.features.extend_from_slice(&dependency.features);
        known.features.sort();
        known.features.dedup();
    }
    merged.values().map(line_of).collect()
}

/// What the exercises of a phase may name: everything from a registry that its tests can name.
fn dependencies(phase: &Phase) -> impl Iterator<Item = &Dependency> {
    let all = phase.package.dependencies.iter();
    all.filter(|dependency| dependency.kind != DependencyKind::Build && dependency.path.is_none())
}

/// Crates of this workspace that the exercises of a phase must not name, since they do not exist for a learner.
pub fn unavailable_crates(phase: &Phase) -> BTreeSet<String> {
    let own = phase
        .package
        .targets
        .iter()
        .filter(|target| target.is_lib())
        .map(|target| target.name.replace('-', "_"));
    let nested = phase.package.dependencies.iter().filter(|dependency| dependency.path.is_some());
    own.chain(nested.map(crate_name)).collect()
}

fn crate_name(dependency: &Dependency) -> String {
    dependency.rename.as_ref().unwrap_or(&dependency.name).replace('-', "_")
}

/// A dependency as a manifest states it.
fn line_of(dependency: &Dependency) -> String {
    let key = dependency.rename.as_ref().unwrap_or(&dependency.name);
    let mut line = format!("{key} = {{ version = {}", quoted(&dependency.req.to_string()));
    if dependency.rename.is_some() {
        let _ = write!(line, ", package = {}", quoted(&dependency.name));
    }
    if !dependency.uses_default_features {
        line.push_str(", default-features = false");
    }
    if !dependency.features.is_empty() {
        let features: Vec<_> = dependency.features.iter().map(|feature| quoted(feature)).collect();
        let _ = write!(line, ", features = [{}]", features.join(", "));
    }
    line + " }\n"
}

/// Settings that let `cargo xtask` work inside of the folder. None where cargo could not read the path in an alias.
fn cargo_settings(root: &Path) -> Option<String> {
    let root = root.to_str().filter(|root| !root.contains(char::is_whitespace))?;
    let alias = quoted(&format!("run --quiet --manifest-path {root}/Cargo.toml --package xtask --"));
    Some(format!(
        "# Lets `cargo xtask practice` work in here; it is written anew when that is run.\n\
         [alias]\nxtask = {alias}\n\n\
         [env]\n{ROOT_VARIABLE} = {}\n{FOLDER_VARIABLE} = {{ value = \".\", relative = true }}\n",
        quoted(root)
    ))
}

/// A string as TOML writes it. The escapes of JSON are a part of TOML's.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dependency(rest: serde_json::Value) -> Dependency {
        let mut all = serde_json::json!({
            "name": "serde-json", "source": "registry", "req": "^1.0.2", "kind": null, "rename": null, "optional": false,
            "uses_default_features": true, "features": [], "target": null, "registry": null
        });
        let fields = rest.as_object().into_iter().flatten();
        fields.for_each(|(key, value)| all[key] = value.clone());
        serde_json::from_value(all).unwrap()
    }

    #[track_caller]
    fn check(rest: serde_json::Value, name: &str, line: &str) {
        let dependency = dependency(rest);
        assert_eq!((crate_name(&dependency).as_str(), line_of(&dependency).trim_end()), (name, line));
    }

    #[test]
    fn a_dependency_is_stated_as_its_phase_states_it() {
        check(serde_json::json!({}), "serde_json", r#"serde-json = { version = "^1.0.2" }"#);
        check(
            serde_json::json!({"features": ["std", "raw_value"], "uses_default_features": false}),
            "serde_json",
            r#"serde-json = { version = "^1.0.2", default-features = false, features = ["std", "raw_value"] }"#,
        );
        check(
            serde_json::json!({"rename": "json-old"}),
            "json_old",
            r#"json-old = { version = "^1.0.2", package = "serde-json" }"#,
        );
    }

    #[test]
    fn a_crate_that_tests_want_more_of_is_stated_once_with_all_of_it() {
        let library = dependency(serde_json::json!({"features": ["std"], "uses_default_features": false}));
        let tests = dependency(serde_json::json!({"features": ["raw_value", "std"], "kind": "dev"}));
        let expected = "serde-json = { version = \"^1.0.2\", features = [\"raw_value\", \"std\"] }\n";
        assert_eq!(lines([&library, &tests].into_iter()), [expected]);
    }

    #[test]
    fn where_an_alias_could_not_name_the_root_there_is_none() {
        assert!(cargo_settings(Path::new("/house/of rust")).is_none());
        let text = cargo_settings(Path::new("/caf\u{65}\u{301}\"s")).unwrap();
        assert!(text.contains("XTASK_ROOT = \"/caf\u{65}\u{301}\\\"s\""), "{text}");
        assert!(cargo_settings(Path::new("/house")).is_some_and(|text| text.contains("/house/Cargo.toml")));
    }
}
