//! # What a dependency weighs
//!
//! Before a release, somebody asks what could be left out. The lockfile knows: it lists every package of the tree, for
//! all platforms and tests, with what it depends on. A dependency is named there as shortly as possible: `ink`, or
//! `ink 1.0.0` if there are several versions of it, or `ink 1.0.0 (registry+…)` if even that names two. A package of
//! the workspace has no source; here, none of them shares name and version with another package.
//!
//! A package *weighs* what would leave the tree if nobody depended on it any more: itself, and all that only it has
//! brought. So what two dependencies share is part of the weight of neither.
//!
//! Complete the five methods. A tree has thousands of packages at worst: nothing here needs to be quicker than one walk
//! over the tree for each question.

use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, PartialEq, Eq)]
pub struct Package {
    pub name: String,
    pub version: String,
    /// None for packages in directories; here, these are the members of the workspace.
    pub source: Option<String>,
    /// As the lockfile names them.
    pub dependencies: Vec<String>,
}

/// A lockfile; its packages are known by their places in it.
#[derive(Debug)]
pub struct Tree {
    pub packages: Vec<Package>,
}

impl Tree {
    /// Reads what cargo writes; this is not a reader of TOML.
    pub fn read(lockfile: &str) -> Self {
        let mut packages: Vec<Package> = Vec::new();
        for block in lockfile.split("[[package]]\n").skip(1) {
            let value = |key: &str| {
                let line = block.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
                line.map(|value| value.trim_matches('"').to_owned())
            };
            let dependencies = block.lines().filter_map(|line| line.strip_prefix(" \"")?.strip_suffix("\","));
            packages.push(Package {
                name: value("name").unwrap_or_default(),
                version: value("version").unwrap_or_default(),
                source: value("source"),
                dependencies: dependencies.map(str::to_owned).collect(),
            });
        }
        Self { packages }
    }

    /// The place of the package that a dependency names, or `None` if no package, or more than one, has this name, this
    /// version and this source, as far as they are given.
    pub fn find(&self, dependency: &str) -> Option<usize> {
        // solution:begin
        // hint: Three parts, separated by one space each; `splitn(3, ' ')` finds them, and the last two may be missing.
        // hint: The source stands in parentheses. A part that is missing excludes nobody: `is_none_or`.
        // hint: Take the first that fits from an iterator, and make sure that there is no second.
        let mut parts = dependency.splitn(3, ' ');
        let name = parts.next()?;
        let version = parts.next();
        let source = parts.next().map(|source| source.trim_matches(['(', ')']));
        let mut fits = (0..self.packages.len()).filter(|&at| {
            let package = &self.packages[at];
            package.name == name
                && version.is_none_or(|version| package.version == version)
                && source.is_none_or(|source| package.source.as_deref() == Some(source))
        });
        let found = fits.next()?;
        fits.next().is_none().then_some(found)
        // solution:end
    }

    fn dependencies_of(&self, at: usize) -> impl Iterator<Item = usize> {
        self.packages[at].dependencies.iter().filter_map(|dependency| self.find(dependency))
    }

    /// All that can be reached from the packages of the workspace, these included, on ways that avoid `without`.
    pub fn reach(&self, without: Option<usize>) -> BTreeSet<usize> {
        // solution:begin
        // hint: The walk begins at all packages without a source, and never steps on `without`, not even to begin.
        // hint: Dev-dependencies can close circles among the workspace's own packages; a set ends the walk.
        let mut open: Vec<_> =
            (0..self.packages.len()).filter(|&at| self.packages[at].source.is_none()).collect();
        let mut reached = BTreeSet::new();
        while let Some(at) = open.pop() {
            if Some(at) != without && reached.insert(at) {
                open.extend(self.dependencies_of(at));
            }
        }
        reached
        // solution:end
    }

    /// What would leave the tree with this package.
    pub fn weight(&self, at: usize) -> BTreeSet<usize> {
        // solution:begin
        // hint: Two walks: one with it, one without.
        &self.reach(None) - &self.reach(Some(at))
        // solution:end
    }

    /// The packages that depend on this one, by name, each name once: the first level of `cargo tree -i`.
    pub fn needed_by(&self, at: usize) -> BTreeSet<&str> {
        // solution:begin
        // hint: A lockfile has the edges in one direction only. Ask each package whether it leads here.
        // hint: Compare places, not names: `ink 1.0.0` and `ink 2.0.0` are needed by different packages.
        let needs =
            |package: &&Package| package.dependencies.iter().any(|needed| self.find(needed) == Some(at));
        self.packages.iter().filter(needs).map(|package| package.name.as_str()).collect()
        // solution:end
    }

    /// The names that several versions share, each with its versions from the lowest to the highest. A version is
    /// three numbers here.
    pub fn duplicates(&self) -> BTreeMap<&str, Vec<&str>> {
        // solution:begin
        // hint: Group by name, and keep the groups of more than one.
        // hint: As texts, 0.10.0 comes before 0.9.0. Sort by the three numbers: a `Vec<u64>` compares as it should.
        let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for package in &self.packages {
            versions.entry(&package.name).or_default().push(&package.version);
        }
        versions.retain(|_, versions| versions.len() > 1);
        for versions in versions.values_mut() {
            versions.sort_by_key(|version| {
                version.split('.').map(|number| number.parse::<u64>().unwrap_or_default()).collect::<Vec<_>>()
            });
        }
        versions
        // solution:end
    }
}

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// A lockfile, from `name version: dependencies` in lines; packages of the workspace have no version there.
fn tree(lines: &str) -> Tree {
    let mut lockfile = "version = 4\n\n".to_owned();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (package, dependencies) = line.split_once(':').expect("a line has a colon");
        let (name, version) = package.split_once(' ').unwrap_or((package, ""));
        let (version, source) = match version {
            "" => ("0.1.0", String::new()),
            version => (version, format!("source = \"{REGISTRY}\"\n")),
        };
        lockfile +=
            &format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n{source}dependencies = [\n");
        for dependency in dependencies.split(',').map(str::trim).filter(|dependency| !dependency.is_empty()) {
            lockfile += &format!(" \"{dependency}\",\n");
        }
        lockfile += "]\n\n";
    }
    Tree::read(&lockfile)
}

fn press() -> Tree {
    tree(
        "app: paper, printer, cli
         helper: app, samples
         paper: ink 1.9.0, fibre
         samples 0.3.0: ink 1.10.0
         printer 2.0.0: ink 2.0.0, fibre
         cli 4.0.0: colours, words
         words 1.0.0: letters
         letters 1.0.0:
         colours 1.0.0: letters
         ink 1.9.0: pigment
         ink 2.0.0: pigment
         ink 1.10.0:
         pigment 0.1.0:
         fibre 1.0.0: water
         water 1.0.0:",
    )
}

#[track_caller]
fn check(tree: &Tree, places: BTreeSet<usize>, expected: &[&str]) {
    let mut names: Vec<_> = places
        .iter()
        .map(|&at| format!("{} {}", tree.packages[at].name, tree.packages[at].version))
        .collect();
    names.sort_unstable();
    assert_eq!(names, expected);
}

fn place(tree: &Tree, name: &str, version: &str) -> usize {
    let found = tree.packages.iter().position(|package| package.name == name && package.version == version);
    found.expect("it is in the tree")
}

#[test]
fn a_dependency_is_named_as_shortly_as_possible() {
    let tree = press();
    assert_eq!(tree.find("fibre"), Some(place(&tree, "fibre", "1.0.0")));
    assert_eq!(tree.find("ink 1.10.0"), Some(place(&tree, "ink", "1.10.0")));
    assert_eq!(tree.find("ink 1.9.0"), Some(place(&tree, "ink", "1.9.0")));
    assert_eq!(tree.find("app 0.1.0"), Some(0));
}

#[test]
fn a_name_that_fits_nobody_or_several_finds_nothing() {
    let tree = press();
    for dependency in ["glue", "ink", "ink 3.0.0", "ink 1", "ink 2", "fibr", ""] {
        assert_eq!(tree.find(dependency), None, "{dependency}");
    }
}

#[test]
fn a_source_tells_equal_versions_apart() {
    let git = "git+https://example.org/my ink";
    let source =
        |source: &str| format!("[[package]]\nname = \"ink\"\nversion = \"1.0.0\"\nsource = \"{source}\"\n\n");
    let tree = Tree::read(&[source(REGISTRY), source(git)].concat());
    assert_eq!(tree.find(&format!("ink 1.0.0 ({REGISTRY})")), Some(0));
    assert_eq!(tree.find(&format!("ink 1.0.0 ({git})")), Some(1), "a source may have spaces");
    assert_eq!(tree.find("ink 1.0.0"), None);
    assert_eq!(tree.find("ink 1.0.0 (registry+https://example.org)"), None);
}

#[test]
fn a_walk_reaches_what_the_workspace_needs_and_ends_in_circles() {
    let tree = press();
    assert_eq!(tree.reach(None).len(), 15);
    let circle = circle_and_leftover();
    assert_eq!(circle.reach(None), BTreeSet::from([0, 1, 2]), "the last one is needed by nobody");
    assert_eq!(circle.reach(Some(2)), BTreeSet::from([0, 1]));
    assert_eq!(circle.reach(Some(0)), BTreeSet::from([1, 2]), "the other member begins a walk as well");
}

/// Two members that need each other, and a package that nobody needs.
fn circle_and_leftover() -> Tree {
    tree("app: helper\nhelper: app, ink\nink 1.0.0:\nstale 1.0.0: ink")
}

#[test]
fn a_package_weighs_what_only_it_has_brought() {
    let tree = press();
    let weight = |name, version| tree.weight(place(&tree, name, version));
    check(&tree, weight("cli", "4.0.0"), &["cli 4.0.0", "colours 1.0.0", "letters 1.0.0", "words 1.0.0"]);
    check(&tree, weight("words", "1.0.0"), &["words 1.0.0"]);
    check(&tree, weight("printer", "2.0.0"), &["ink 2.0.0", "printer 2.0.0"]);
    check(&tree, weight("fibre", "1.0.0"), &["fibre 1.0.0", "water 1.0.0"]);
    check(&tree, weight("samples", "0.3.0"), &["ink 1.10.0", "samples 0.3.0"]);
}

#[test]
fn what_nobody_needs_weighs_nothing() {
    let circle = circle_and_leftover();
    check(&circle, circle.weight(3), &[]);
    check(&circle, circle.weight(2), &["ink 1.0.0"]);
}

#[test]
fn who_needs_a_package_is_a_question_about_one_version() {
    let tree = press();
    let needed_by =
        |name, version| tree.needed_by(place(&tree, name, version)).into_iter().collect::<Vec<_>>();
    assert_eq!(needed_by("ink", "1.9.0"), ["paper"]);
    assert_eq!(needed_by("ink", "2.0.0"), ["printer"]);
    assert_eq!(needed_by("letters", "1.0.0"), ["colours", "words"]);
    assert_eq!(needed_by("app", "0.1.0"), ["helper"]);
    assert_eq!(needed_by("helper", "0.1.0"), [""; 0]);
    let twice = self::tree("app 1.0.0: ink\napp 2.0.0: ink\nink 1.0.0:");
    assert_eq!(twice.needed_by(2), BTreeSet::from(["app"]));
}

#[test]
fn versions_of_one_name_are_listed_by_number() {
    assert_eq!(press().duplicates(), BTreeMap::from([("ink", vec!["1.9.0", "1.10.0", "2.0.0"])]));
    assert_eq!(circle_and_leftover().duplicates(), BTreeMap::new());
}
