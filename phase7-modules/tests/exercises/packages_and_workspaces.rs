//! # Who switched this on?
//!
//! A library is in the program with a feature that nobody remembers to have asked for. Which packages count in a build,
//! what each of them is built with, and who asked, follows from the manifests alone. Work it out as resolvers 2 and 3
//! do, before anything is compiled:
//!
//! - A package can be built twice: once for the program, and once as a tool that runs on the machine that builds. Build
//!   scripts need tools, a procedural macro is one, and what a tool needs is a tool.
//! - Tests need the dev-dependencies of the packages that were selected, and of no others. They count on each side on
//!   which such a package is needed.
//! - A procedural macro that was selected counts on both sides.
//! - Each of the two builds has all features that anybody asks for on its own side.
//!
//! What counts is not always compiled. A macro never is for the program's side, and a tool is built without its tests;
//! but features are decided on first, so whatever such a unit asks for, others are built with it.
//!
//! Complete the four methods.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Runs where the program runs.
    Program,
    /// Runs while the program is built.
    Tool,
}

/// A package, and what it is built for.
pub type Unit = (&'static str, Side);

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Normal,
    /// Only where the unit that needs it runs on this platform.
    On(&'static str),
    /// For the build script.
    Build,
    /// For tests.
    Dev,
}

pub struct Dependency {
    pub package: &'static str,
    pub kind: Kind,
    pub features: &'static [&'static str],
}

pub struct Package {
    pub name: &'static str,
    /// Whether it is a procedural macro.
    pub is_macro: bool,
    pub dependencies: Vec<Dependency>,
}

pub struct Build {
    pub packages: Vec<Package>,
    /// What cargo was asked to build.
    pub selected: Vec<&'static str>,
    /// Whether tests are built, too.
    pub tests: bool,
    /// The platform on which the program will run.
    pub target: &'static str,
    /// The platform on which it is built.
    pub machine: &'static str,
}

impl Build {
    fn package(&self, name: &str) -> &Package {
        self.packages.iter().find(|package| package.name == name).expect("every package is listed")
    }

    /// The units of the selected packages, in their order.
    pub fn roots(&self) -> Vec<Unit> {
        let as_tool = |name| self.package(name).is_macro.then_some((name, Side::Tool));
        self.selected
            .iter()
            .flat_map(|&name| [Some((name, Side::Program)), as_tool(name)])
            .flatten()
            .collect()
    }

    /// The unit that `from` needs because of `dependency`, or `None` if this build does without.
    pub fn step(&self, from: Unit, dependency: &Dependency) -> Option<Unit> {
        // solution:begin
        // hint: Two kinds can be left out. Ask about those first, and about the side afterwards.
        // hint: A platform is compared with that of the side of `from`.
        // hint: A macro and a dependency of a build script are tools; all else is what `from` is.
        let runs_on = match from.1 {
            Side::Program => self.target,
            Side::Tool => self.machine,
        };
        match dependency.kind {
            Kind::On(platform) if platform != runs_on => return None,
            Kind::Dev if !self.tests || !self.selected.contains(&from.0) => return None,
            _ => {}
        }
        let is_tool = dependency.kind == Kind::Build || self.package(dependency.package).is_macro;
        Some((dependency.package, if is_tool { Side::Tool } else { from.1 }))
        // solution:end
    }

    /// All units that count.
    pub fn units(&self) -> BTreeSet<Unit> {
        // solution:begin
        // hint: Packages may need each other in a circle, as soon as there are tests. What ends the walk?
        // hint: `BTreeSet::insert` says whether the unit is new; only then are its dependencies looked at.
        let mut units = BTreeSet::new();
        let mut open = self.roots();
        while let Some(unit) = open.pop() {
            if units.insert(unit) {
                let dependencies = self.package(unit.0).dependencies.iter();
                open.extend(dependencies.filter_map(|dependency| self.step(unit, dependency)));
            }
        }
        units
        // solution:end
    }

    /// What each unit is built with; nothing, if nobody asks for anything.
    pub fn features(&self) -> BTreeMap<Unit, BTreeSet<&'static str>> {
        // solution:begin
        // hint: Only units of this build ask. Begin with an empty set for each of them.
        let units = self.units();
        let mut features: BTreeMap<_, BTreeSet<_>> =
            units.iter().map(|&unit| (unit, BTreeSet::new())).collect();
        for &unit in &units {
            for dependency in &self.package(unit.0).dependencies {
                if let Some(needed) = self.step(unit, dependency) {
                    features.entry(needed).or_default().extend(dependency.features);
                }
            }
        }
        features
        // solution:end
    }

    /// The shortest chain of packages from a selected one to one that asks for `feature` of `unit`, or `None` if nobody
    /// does. Where several are as short, any of them.
    pub fn why(&self, unit: Unit, feature: &str) -> Option<Vec<&'static str>> {
        // solution:begin
        // hint: A search in breadth meets the nearest first: a queue of chains, and a set of units already queued.
        // hint: Chains consist of units, not of names: the same package asks for different things on the two sides.
        let mut queue: VecDeque<Vec<Unit>> = self.roots().into_iter().map(|root| vec![root]).collect();
        let mut queued: BTreeSet<Unit> = self.roots().into_iter().collect();
        while let Some(chain) = queue.pop_front() {
            let &last = chain.last()?;
            for dependency in &self.package(last.0).dependencies {
                let Some(next) = self.step(last, dependency) else { continue };
                if next == unit && dependency.features.contains(&feature) {
                    return Some(chain.into_iter().map(|(name, _)| name).collect());
                }
                if queued.insert(next) {
                    queue.push_back(chain.iter().copied().chain([next]).collect());
                }
            }
        }
        None
        // solution:end
    }
}

use Side::{Program, Tool};

fn needs(package: &'static str, kind: Kind, features: &'static [&'static str]) -> Dependency {
    Dependency { package, kind, features }
}

fn package(name: &'static str, dependencies: Vec<Dependency>) -> Package {
    Package { name, is_macro: name.ends_with("derive"), dependencies }
}

/// A site whose pages are stamped when it is built, and a tool for its editors.
fn press(selected: &[&'static str], tests: bool) -> Build {
    let packages = vec![
        package(
            "site",
            vec![
                needs("text", Kind::Normal, &["html"]),
                needs("stamp", Kind::Build, &["year"]),
                needs("page-derive", Kind::Normal, &[]),
                needs("files", Kind::On("mac"), &["watch"]),
                needs("files", Kind::Normal, &["read"]),
                needs("samples", Kind::Dev, &["long"]),
            ],
        ),
        package(
            "desk",
            vec![needs("text", Kind::Normal, &["spelling"]), needs("stamp", Kind::Normal, &["day"])],
        ),
        package(
            "stamp",
            vec![needs("text", Kind::Normal, &["dates"]), needs("files", Kind::On("linux"), &["times"])],
        ),
        package(
            "page-derive",
            vec![needs("text", Kind::Normal, &["parse"]), needs("samples", Kind::Dev, &["code"])],
        ),
        package("samples", vec![needs("site", Kind::Normal, &[]), needs("text", Kind::Normal, &["lorem"])]),
        package("text", vec![needs("samples", Kind::Dev, &["short"])]),
        package("files", vec![]),
    ];
    Build { packages, selected: selected.to_vec(), tests, target: "mac", machine: "linux" }
}

#[track_caller]
fn check_features(build: &Build, unit: Unit, features: &[&str]) {
    let built = build.features();
    assert_eq!(
        built.get(&unit).expect("it is part of the build").iter().copied().collect::<Vec<_>>(),
        features
    );
}

#[test]
fn a_step_leads_to_the_side_on_which_the_dependency_runs() {
    let build = press(&["site"], false);
    let step = |side, package, kind| build.step(("site", side), &needs(package, kind, &[]));
    assert_eq!(step(Program, "text", Kind::Normal), Some(("text", Program)));
    assert_eq!(step(Tool, "text", Kind::Normal), Some(("text", Tool)));
    assert_eq!(step(Program, "text", Kind::Build), Some(("text", Tool)));
    assert_eq!(step(Program, "page-derive", Kind::Normal), Some(("page-derive", Tool)));
}

#[test]
fn a_platform_is_that_of_the_side_that_asks() {
    let build = press(&["site"], false);
    let step = |side, platform| build.step(("site", side), &needs("files", Kind::On(platform), &[]));
    assert_eq!((step(Program, "mac"), step(Program, "linux")), (Some(("files", Program)), None));
    assert_eq!((step(Tool, "mac"), step(Tool, "linux")), (None, Some(("files", Tool))));
}

#[test]
fn dev_dependencies_are_those_of_the_selected_packages_on_either_side() {
    let samples = needs("samples", Kind::Dev, &[]);
    let build = press(&["site", "text"], true);
    let step = |from| build.step(from, &samples);
    assert_eq!(step(("site", Program)), Some(("samples", Program)));
    assert_eq!(step(("text", Tool)), Some(("samples", Tool)));
    assert_eq!(step(("stamp", Tool)), None, "it was not selected");
    assert_eq!(press(&["site"], false).step(("site", Program), &samples), None);
}

#[test]
fn a_selected_macro_counts_on_both_sides() {
    let build = press(&["page-derive"], false);
    let both = [("page-derive", Program), ("page-derive", Tool), ("text", Program), ("text", Tool)];
    assert_eq!(build.units(), BTreeSet::from(both));
    check_features(&build, ("text", Program), &["parse"]);
    check_features(&build, ("text", Tool), &["parse"]);
}

#[test]
fn the_units_are_all_that_can_be_reached_and_circles_end() {
    let units = |selected, tests| press(selected, tests).units().into_iter().collect::<Vec<_>>();
    let of_the_site = [
        ("files", Program),
        ("files", Tool),
        ("page-derive", Tool),
        ("site", Program),
        ("stamp", Tool),
        ("text", Program),
        ("text", Tool),
    ];
    assert_eq!(units(&["site"], false), of_the_site);
    let with_tests: BTreeSet<_> = of_the_site.into_iter().chain([("samples", Program)]).collect();
    assert_eq!(press(&["site"], true).units(), with_tests);
    assert_eq!(units(&["text"], false), [("text", Program)]);
    assert_eq!(units(&[], true), []);
}

#[test]
fn both_builds_of_a_library_have_what_their_own_side_asks_for() {
    let build = press(&["site"], false);
    check_features(&build, ("text", Program), &["html"]);
    check_features(&build, ("text", Tool), &["dates", "parse"]);
    check_features(&build, ("files", Program), &["read", "watch"]);
    check_features(&build, ("files", Tool), &["times"]);
    check_features(&build, ("site", Program), &[]);
}

#[test]
fn tests_and_other_selected_packages_add_features() {
    check_features(&press(&["site"], true), ("text", Program), &["html", "lorem"]);
    check_features(&press(&["site"], true), ("text", Tool), &["dates", "parse"]);
    check_features(&press(&["site", "text"], true), ("text", Tool), &["dates", "html", "lorem", "parse"]);
    check_features(&press(&["site"], true), ("samples", Program), &["long"]);
    let both = press(&["site", "desk"], false);
    check_features(&both, ("text", Program), &["dates", "html", "spelling"]);
    check_features(&both, ("stamp", Program), &["day"]);
    check_features(&both, ("stamp", Tool), &["year"]);
}

#[test]
fn the_chain_to_who_asked_is_the_shortest() {
    let build = press(&["site"], true);
    assert_eq!(build.why(("text", Program), "html"), Some(vec!["site"]));
    assert_eq!(build.why(("text", Program), "lorem"), Some(vec!["site", "samples"]));
    assert_eq!(build.why(("text", Tool), "dates"), Some(vec!["site", "stamp"]));
    let both = press(&["site", "desk"], false);
    assert_eq!(both.why(("text", Program), "dates"), Some(vec!["desk", "stamp"]));

    // Tests of a tool lead back to the site, as a tool this time.
    let tested = press(&["site", "text"], true);
    let chain = tested.why(("text", Tool), "html").expect("the tests of a tool bring the site");
    assert_eq!((chain[0], &chain[2..]), ("site", &["text", "samples", "site"][..]), "{chain:?}");

    // Two ways to who asks, the longer one listed first in one case, last in the other.
    for order in [["a", "c"], ["c", "a"]] {
        let packages = vec![
            package("top", order.map(|name| needs(name, Kind::Normal, &[])).into()),
            package("a", vec![needs("b", Kind::Normal, &[])]),
            package("b", vec![needs("leaf", Kind::Normal, &["x"])]),
            package("c", vec![needs("leaf", Kind::Normal, &["x"])]),
            package("leaf", vec![]),
        ];
        let build = Build { packages, selected: vec!["top"], tests: false, target: "mac", machine: "mac" };
        assert_eq!(build.why(("leaf", Program), "x"), Some(vec!["top", "c"]));
    }
}

#[test]
fn where_nobody_asks_there_is_no_chain() {
    let build = press(&["site"], false);
    assert_eq!(build.why(("text", Program), "dates"), None, "only the other side asks");
    assert_eq!(build.why(("text", Program), "lorem"), None, "only tests ask");
    assert_eq!(build.why(("samples", Program), "long"), None);
    let circle = press(&["site"], true);
    assert_eq!(circle.why(("text", Program), "spelling"), None, "a search in a circle ends, too");
}
