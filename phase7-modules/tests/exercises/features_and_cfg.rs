//! # Which features are on?
//!
//! A tool for release managers reads manifests and answers two questions without building anything: what does a build
//! with these features consist of, and which builds are there to test? Its answers have to be cargo's. The rules:
//!
//! - A feature turns on what its list names: `"text"` another feature, `"dep:anstyle"` an optional dependency,
//!   `"anstyle/std"` a dependency and a feature of it, `"anstyle?/std"` that feature only if something else turns the
//!   dependency on, sooner or later.
//! - An optional dependency that stands nowhere as `dep:` is a feature itself, of its own name, which turns it on.
//! - Where anstyle is optional and there is a feature `anstyle`, of either kind, `"anstyle/std"` turns that on, too.
//! - A required dependency is always on.
//!
//! Complete the four functions. Features may turn each other on in a circle. All manifests are valid, except that a
//! list may name a feature that does not exist; and no feature in `[features]` has the name of an implicit one.

use std::collections::{BTreeMap, BTreeSet};

pub struct Package {
    /// What stands in `[features]`.
    pub features: BTreeMap<String, Vec<String>>,
    /// Each dependency, and whether it is optional.
    pub dependencies: BTreeMap<String, bool>,
}

/// One entry of a feature's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry<'a> {
    Feature(&'a str),
    Dependency(&'a str),
    FeatureOf { dependency: &'a str, feature: &'a str, weak: bool },
}

/// What a build consists of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Build {
    pub features: BTreeSet<String>,
    /// The dependencies that are on, each with the features that are asked of it.
    pub dependencies: BTreeMap<String, BTreeSet<String>>,
}

/// No feature has this name.
#[derive(Debug, PartialEq, Eq)]
pub struct Unknown(pub String);

/// Reads an entry without copying it.
pub fn read(entry: &str) -> Entry<'_> {
    // solution:begin
    // hint: `strip_prefix`, then `split_once`. What is left of the slash may end in `?`.
    if let Some(dependency) = entry.strip_prefix("dep:") {
        return Entry::Dependency(dependency);
    }
    let Some((left, feature)) = entry.split_once('/') else { return Entry::Feature(entry) };
    let weak = left.strip_suffix('?');
    Entry::FeatureOf { dependency: weak.unwrap_or(left), feature, weak: weak.is_some() }
    // solution:end
}

impl Package {
    /// The optional dependencies that are features of their own name.
    pub fn implicit(&self) -> BTreeSet<&str> {
        // solution:begin
        // hint: Collect what stands as `dep:` in any list first.
        // hint: A `dep:` in one list makes the dependency no feature for the whole package.
        let explicit: BTreeSet<_> = self
            .features
            .values()
            .flatten()
            .filter_map(|entry| match read(entry) {
                Entry::Dependency(name) => Some(name),
                _ => None,
            })
            .collect();
        let optional = self.dependencies.iter().filter(|(_, optional)| **optional);
        optional.map(|(name, _)| name.as_str()).filter(|name| !explicit.contains(name)).collect()
        // solution:end
    }

    /// The build with these features and what they turn on. `default` is on only if it is asked for.
    pub fn resolve<'a>(&'a self, asked: impl IntoIterator<Item = &'a str>) -> Result<Build, Unknown> {
        // solution:begin
        // hint: Keep a list of features that wait to be turned on; turning one on adds to the list.
        // hint: A feature that is on already adds nothing; otherwise a circle would have no end.
        // hint: Whether a weak entry counts is known only at the end: keep them, and look when nothing waits any more.
        let implicit = self.implicit();
        let mut build = Build::default();
        for (name, _) in self.dependencies.iter().filter(|(_, optional)| !**optional) {
            build.dependencies.insert(name.clone(), BTreeSet::new());
        }
        let mut waiting: Vec<&str> = asked.into_iter().collect();
        let mut weak_ones = Vec::new();
        while let Some(name) = waiting.pop() {
            let list = self.features.get(name).map(Vec::as_slice);
            if implicit.contains(name) {
                build.dependencies.entry(name.into()).or_default();
            } else if list.is_none() {
                return Err(Unknown(name.into()));
            }
            if !build.features.insert(name.into()) {
                continue;
            }
            for entry in list.unwrap_or_default() {
                match read(entry) {
                    Entry::Feature(name) => waiting.push(name),
                    Entry::Dependency(name) => {
                        build.dependencies.entry(name.into()).or_default();
                    }
                    Entry::FeatureOf { dependency, feature, weak: true } => {
                        weak_ones.push((dependency, feature));
                    }
                    Entry::FeatureOf { dependency, feature, weak: false } => {
                        let is_feature =
                            implicit.contains(dependency) || self.features.contains_key(dependency);
                        if is_feature && self.dependencies.get(dependency) == Some(&true) {
                            waiting.push(dependency);
                        }
                        build.dependencies.entry(dependency.into()).or_default().insert(feature.into());
                    }
                }
            }
        }
        for (dependency, feature) in weak_ones {
            if let Some(features) = build.dependencies.get_mut(dependency) {
                features.insert(feature.into());
            }
        }
        Ok(build)
        // solution:end
    }

    /// The different builds that there are, over all subsets of the features, `default` and implicit ones included.
    /// Two subsets that turn on the same features are one build.
    pub fn matrix(&self) -> Result<BTreeSet<BTreeSet<String>>, Unknown> {
        // solution:begin
        // hint: Count to 2 to the power of the number of features: each bit says whether one of them is asked for.
        // hint: Put the features of each resolved build into a set of sets.
        let implicit = self.implicit();
        let names: Vec<_> = self.features.keys().map(String::as_str).chain(implicit).collect();
        (0..1_usize << names.len())
            .map(|bits| {
                let asked = (0..names.len()).filter(|place| bits >> place & 1 == 1).map(|place| names[place]);
                Ok(self.resolve(asked)?.features)
            })
            .collect()
        // solution:end
    }
}

fn package(features: &[(&str, &[&str])], dependencies: &[(&str, bool)]) -> Package {
    let list = |entries: &[&str]| entries.iter().map(|&entry| entry.to_owned()).collect();
    Package {
        features: features.iter().map(|&(name, entries)| (name.to_owned(), list(entries))).collect(),
        dependencies: dependencies.iter().map(|&(name, optional)| (name.to_owned(), optional)).collect(),
    }
}

fn press() -> Package {
    package(
        &[
            ("default", &["html"]),
            ("html", &[]),
            ("text", &[]),
            ("ansi", &["text", "dep:anstyle"]),
            ("io", &["anstyle?/std"]),
        ],
        &[("anstyle", true), ("press-core", false)],
    )
}

fn set(words: &str) -> BTreeSet<String> {
    words.split_whitespace().map(Into::into).collect()
}

/// Features before the bar, then dependencies with their own features.
#[track_caller]
fn check(package: &Package, asked: &str, features: &str, dependencies: &[(&str, &str)]) {
    let dependencies = dependencies.iter().map(|(name, features)| ((*name).to_owned(), set(features)));
    let expected = Build { features: set(features), dependencies: dependencies.collect() };
    assert_eq!(package.resolve(asked.split_whitespace()), Ok(expected.clone()));
    let reversed = asked.split_whitespace().rev().collect::<Vec<_>>();
    assert_eq!(package.resolve(reversed), Ok(expected), "the order does not matter");
}

#[test]
fn an_entry_is_read_and_not_copied() {
    let entry = String::from("anstyle?/std");
    let Entry::FeatureOf { dependency, feature, weak: true } = read(&entry) else { panic!("it is weak") };
    assert_eq!((dependency, feature), ("anstyle", "std"));
    assert_eq!((dependency.as_ptr(), feature.as_ptr()), (entry.as_ptr(), entry[9..].as_ptr()));
    assert_eq!(read("dep:anstyle"), Entry::Dependency("anstyle"));
    assert_eq!(read("a/b"), Entry::FeatureOf { dependency: "a", feature: "b", weak: false });
    assert_eq!(read("text"), Entry::Feature("text"));
}

#[test]
fn an_optional_dependency_is_a_feature_unless_some_list_says_dep() {
    let lists: &[(&str, &[&str])] = &[("all", &["dep:zip", "tar", "png/fast"])];
    let dependencies = [("tar", true), ("zip", true), ("png", true), ("xml", false)];
    assert_eq!(package(lists, &dependencies).implicit(), BTreeSet::from(["png", "tar"]));
    assert_eq!(press().implicit(), BTreeSet::new());
}

#[test]
fn nothing_is_on_that_was_not_asked_for_but_what_is_required() {
    check(&press(), "", "", &[("press-core", "")]);
    check(&press(), "default", "default html", &[("press-core", "")]);
}

#[test]
fn a_feature_turns_on_features_and_a_dependency() {
    check(&press(), "ansi", "ansi text", &[("press-core", ""), ("anstyle", "")]);
    check(&press(), "ansi text html", "ansi html text", &[("press-core", ""), ("anstyle", "")]);
}

#[test]
fn a_weak_entry_waits_for_somebody_else() {
    check(&press(), "io", "io", &[("press-core", "")]);
    check(&press(), "io ansi", "ansi io text", &[("press-core", ""), ("anstyle", "std")]);
    let late = package(&[("a", &["x?/one", "b"]), ("b", &["c"]), ("c", &["dep:x", "x/two"])], &[("x", true)]);
    check(&late, "a", "a b c", &[("x", "one two")]);
}

#[test]
fn a_slash_turns_the_dependency_on_and_its_feature_if_it_is_one() {
    let implicit = package(&[("fast", &["png/simd"])], &[("png", true), ("xml", false)]);
    check(&implicit, "fast", "fast png", &[("png", "simd"), ("xml", "")]);
    check(&implicit, "png", "png", &[("png", ""), ("xml", "")]);
    let explicit = package(
        &[("fast", &["png/simd", "xml/lazy"]), ("pictures", &["dep:png"])],
        &[("png", true), ("xml", false)],
    );
    check(&explicit, "fast", "fast", &[("png", "simd"), ("xml", "lazy")]);
}

#[test]
fn a_feature_in_the_manifest_may_have_the_name_of_a_dependency() {
    let lists: &[(&str, &[&str])] = &[
        ("png", &["dep:png", "colours"]),
        ("colours", &[]),
        ("xml", &[]),
        ("fast", &["png/simd", "xml/lazy"]),
    ];
    let package = package(lists, &[("png", true), ("xml", false)]);
    check(&package, "png", "colours png", &[("png", ""), ("xml", "")]);
    check(&package, "fast", "colours fast png", &[("png", "simd"), ("xml", "lazy")]);
}

#[test]
fn what_does_not_exist_is_named() {
    assert_eq!(press().resolve(["html", "pdf"]), Err(Unknown("pdf".into())));
    assert_eq!(press().resolve(["anstyle"]), Err(Unknown("anstyle".into())), "it is a detail, by `dep:`");
    let broken = package(&[("all", &["html", "pdf"]), ("html", &[])], &[]);
    assert_eq!(broken.resolve(["all"]), Err(Unknown("pdf".into())));
    assert_eq!(broken.resolve(["html"]).map(|build| build.features), Ok(set("html")));
    assert_eq!(broken.matrix(), Err(Unknown("pdf".into())));
}

#[test]
fn a_circle_is_walked_once() {
    let next = |level: usize| format!("level{}", (level + 1) % 60);
    let features = (0..60).map(|level| (format!("level{level}"), vec![next(level)])).collect();
    let package = Package { features, dependencies: BTreeMap::new() };
    let build = package.resolve(["level7"]).expect("all of them exist");
    assert_eq!(build.features.len(), 60);
}

#[test]
fn the_matrix_has_each_build_once() {
    let renderers = package(&[("html", &[]), ("text", &[]), ("ansi", &["text"])], &[]);
    let expected = ["", "html", "text", "html text", "ansi text", "ansi html text"];
    assert_eq!(renderers.matrix(), Ok(expected.into_iter().map(set).collect()));
    assert_eq!(
        press().matrix().map(|builds| builds.len()),
        Ok(18),
        "`default` is a third way to have `html`, or not"
    );
    let implicit = package(&[("fast", &["png/simd"])], &[("png", true)]);
    assert_eq!(implicit.matrix(), Ok(["", "png", "fast png"].into_iter().map(set).collect()));
}
