//! The roadmap: steps, phases and topics, in order, as the manifests state them.
//!
//! The root manifest has the steps in `[workspace.metadata.roadmap]`, each phase its topics in
//! `[package.metadata.roadmap]`. Nothing else knows these lists.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use cargo_metadata::{Metadata, MetadataCommand, Package, TargetKind};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::practice::ROOT_VARIABLE;

/// The whole roadmap, checked: every phase stands in one step, every phase stands in the
/// directory of its name, every topic has its lesson, no slug stands twice.
#[derive(Debug)]
pub struct Roadmap {
    /// The workspace's root, absolute.
    pub root: PathBuf,
    /// Cargo's target directory, absolute.
    pub target: PathBuf,
    pub steps: Vec<Step>,
    /// In the order of the steps.
    pub phases: Vec<Phase>,
}

#[derive(Debug)]
pub struct Step {
    pub title: String,
    pub priority: Priority,
    /// How many of the phases belong to it, following those of the steps before.
    pub phases: usize,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Priority {
    High,
    Medium,
    Apply,
    Optional,
}

impl Priority {
    pub fn label(self) -> &'static str {
        match self {
            Self::High => "high priority",
            Self::Medium => "medium priority",
            Self::Apply => "apply",
            Self::Optional => "optional",
        }
    }
}

/// One member of the workspace that teaches.
#[derive(Debug)]
pub struct Phase {
    pub package: Package,
    pub title: String,
    /// In reading order.
    pub topics: Vec<Topic>,
    /// The packages nested in its directory, by name, each seen as a phase of the same topics: their tests count as
    /// its own.
    pub parts: Vec<Phase>,
}

/// A package of the roadmap: a phase, or a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The phase's place in the roadmap.
    pub phase: usize,
    /// The part's place in the phase; none for the phase itself.
    pub part: Option<usize>,
}

#[derive(Clone, Debug)]
pub struct Topic {
    pub slug: String,
    /// The roadmap's own words for it.
    pub title: String,
}

impl Phase {
    pub fn name(&self) -> &str {
        &self.package.name
    }

    /// The directory of its manifest, absolute.
    pub fn dir(&self) -> &Path {
        self.package.manifest_path.parent().expect("a manifest stands in a directory").as_std_path()
    }

    /// The names of its targets of one kind.
    pub fn targets(&self, kind: TargetKind) -> impl Iterator<Item = &str> {
        self.package
            .targets
            .iter()
            .filter(move |target| target.kind.contains(&kind))
            .map(|target| target.name.as_str())
    }

    /// The features that an example needs and that are not on by default.
    pub fn missing_features(&self, example: &str) -> Vec<&str> {
        let default = self.package.features.get("default").map_or(&[][..], Vec::as_slice);
        let examples = self.package.targets.iter().filter(|it| it.is_example() && it.name == example);
        let needed = examples.flat_map(|example| &example.required_features);
        needed.filter(|feature| !default.contains(feature)).map(String::as_str).collect()
    }

    /// The topic that an item of this name belongs to: `<topic>`, or `<topic>_<variant>`.
    pub fn topic_of(&self, name: &str) -> Option<&Topic> {
        let is_variant =
            |topic: &&Topic| name.strip_prefix(&topic.slug).is_some_and(|rest| rest.starts_with('_'));
        let exact = self.topics.iter().find(|topic| topic.slug == name);
        // Of `traits` and `traits_and_types`, the longer one is meant.
        exact.or_else(|| self.topics.iter().filter(is_variant).max_by_key(|topic| topic.slug.len()))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRoadmap {
    steps: Vec<RawStep>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStep {
    title: String,
    priority: Priority,
    phases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPhase {
    title: String,
    topics: Map<String, Value>,
}

impl Roadmap {
    /// Reads the roadmap of the workspace that the current directory is in, or that its practice folder names.
    ///
    /// # Errors
    /// A sentence that names the manifest and the key to mend, or cargo's own words.
    pub fn load() -> Result<Self, String> {
        let mut command = MetadataCommand::new();
        if let Some(root) = std::env::var_os(ROOT_VARIABLE) {
            command.current_dir(root);
        }
        let metadata = command.no_deps().exec().map_err(|error| match error {
            cargo_metadata::Error::CargoMetadata { stderr } => {
                stderr.trim_end().trim_start_matches("error: ").into()
            }
            other => format!("`cargo metadata` failed: {other}"),
        })?;
        Self::from_metadata(&metadata)
    }

    fn from_metadata(metadata: &Metadata) -> Result<Self, String> {
        let root = metadata.workspace_root.as_std_path();
        let manifest = root.join("Cargo.toml");
        let section = "workspace.metadata.roadmap";
        let raw: RawRoadmap = section_of(&metadata.workspace_metadata, root, &manifest, section)?
            .ok_or_else(|| format!("Cargo.toml: there is no [{section}], which lists the steps in order"))?;

        let mut members = HashMap::new();
        for package in metadata.workspace_packages() {
            let manifest = package.manifest_path.as_std_path();
            if let Some(raw) = section_of(&package.metadata, root, manifest, "package.metadata.roadmap")? {
                members.insert(package.name.as_str(), Phase::new(package.clone(), raw, root)?);
            }
        }

        let mut phases: Vec<Phase> = Vec::new();
        let nested: Vec<_> = metadata
            .workspace_packages()
            .into_iter()
            .filter(|it| it.metadata.get("roadmap").is_none())
            .collect();
        let mut steps = Vec::new();
        for (number, step) in (1..).zip(raw.steps) {
            let key = format!("Cargo.toml: [{section}] step {number} ({:?}): phases", step.title);
            if step.phases.is_empty() {
                return Err(format!("{key} is empty"));
            }
            for name in &step.phases {
                if phases.iter().any(|phase| phase.name() == name) {
                    return Err(format!("{key}: `{name}` stands in the roadmap already"));
                }
                let near = crate::names::nearest(name, members.keys().copied());
                let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                let mut phase = members.remove(name.as_str()).ok_or_else(|| {
                    format!("{key}: no member `{name}` with a [package.metadata.roadmap]{near}")
                })?;
                phase.adopt(&nested);
                phases.push(phase);
            }
            steps.push(Step { title: step.title, priority: step.priority, phases: step.phases.len() });
        }
        if let Some(name) = members.into_keys().min() {
            return Err(format!("Cargo.toml: [{section}]: no step has the phase `{name}`"));
        }
        let roadmap =
            Self { root: root.into(), target: metadata.target_directory.clone().into(), steps, phases };
        roadmap.check_unique()?;
        Ok(roadmap)
    }

    /// Slugs name topics, and examples are run by their names alone, so both are unique in the workspace.
    fn check_unique(&self) -> Result<(), String> {
        let mut slugs = HashMap::new();
        let mut examples = HashMap::new();
        for phase in &self.phases {
            let manifest = format!("{}/Cargo.toml", phase.name());
            for topic in &phase.topics {
                if let Some(other) = slugs.insert(topic.slug.as_str(), phase.name()) {
                    let key = &topic.slug;
                    return Err(format!(
                        "{manifest}: [package.metadata.roadmap.topics] {key}: is a topic of {other}, too"
                    ));
                }
            }
            for example in phase.targets(TargetKind::Example) {
                if let Some(other) = examples.insert(example, phase.name()) {
                    return Err(format!("{manifest}: example `{example}`: {other} has one of the same name"));
                }
            }
        }
        Ok(())
    }

    /// The package at `place`.
    pub fn at(&self, place: Place) -> &Phase {
        let phase = &self.phases[place.phase];
        place.part.map_or(phase, |part| &phase.parts[part])
    }

    /// Each step with the phases that belong to it.
    pub fn by_step(&self) -> impl Iterator<Item = (&Step, &[Phase])> {
        let mut rest = self.phases.as_slice();
        self.steps
            .iter()
            .map(move |step| (step, rest.split_off(..step.phases).expect("steps count their phases")))
    }
}

impl Phase {
    fn new(package: Package, raw: RawPhase, root: &Path) -> Result<Self, String> {
        let manifest = package.manifest_path.as_std_path().to_owned();
        let manifest = manifest.strip_prefix(root).unwrap_or(&manifest).display().to_string();
        if manifest != format!("{}/Cargo.toml", package.name) {
            return Err(format!(
                "{manifest}: [package] name: the phase `{}` stands in another directory",
                package.name
            ));
        }
        let key = format!("{manifest}: [package.metadata.roadmap.topics]");
        let mut topics = Vec::new();
        for (slug, title) in raw.topics {
            let Value::String(title) = title else {
                return Err(format!("{key} {slug}: its value is not the topic's title, a string"));
            };
            if !slug.starts_with(|c: char| c.is_ascii_lowercase())
                || !slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
            {
                return Err(format!("{key} {slug}: is no module name in snake case"));
            }
            topics.push(Topic { slug, title });
        }
        if topics.is_empty() {
            return Err(format!("{key} is empty"));
        }
        let phase = Self { package, title: raw.title, topics, parts: Vec::new() };
        for Topic { slug, .. } in &phase.topics {
            if !phase.dir().join("src").join(slug).with_extension("rs").is_file() {
                return Err(format!("{key} {slug}: there is no lesson at src/{slug}.rs"));
            }
        }
        Ok(phase)
    }

    /// Makes those of `members` that are nested in its directory its parts.
    fn adopt(&mut self, members: &[&Package]) {
        let is_nested = |member: &&&Package| member.manifest_path.as_std_path().starts_with(self.dir());
        let mut nested: Vec<Package> =
            members.iter().filter(is_nested).map(|&member| member.clone()).collect();
        nested.sort_by(|a, b| a.name.cmp(&b.name));
        let (title, topics) = (&self.title, &self.topics);
        let parts = nested.into_iter().map(|package| Self {
            package,
            title: title.clone(),
            topics: topics.clone(),
            parts: Vec::new(),
        });
        self.parts = parts.collect();
    }
}

/// The `roadmap` of a manifest's metadata; none if it has none.
fn section_of<T: DeserializeOwned>(
    metadata: &Value,
    root: &Path,
    manifest: &Path,
    section: &str,
) -> Result<Option<T>, String> {
    let Some(value) = metadata.get("roadmap") else { return Ok(None) };
    serde_path_to_error::deserialize(value).map(Some).map_err(|error| {
        let manifest = manifest.strip_prefix(root).unwrap_or(manifest).display();
        let key = error.path().to_string();
        let key = if key == "." { String::new() } else { format!(" {key}") };
        format!("{manifest}: [{section}]{key}: {}", error.inner())
    })
}
