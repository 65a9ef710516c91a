use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};

use phase7_modules::packages_and_workspaces::{HERE, Package, Unpublishable, Workspace};
use serde_json::{Value, json};

use crate::cargo;

const FIXTURE: &str = "packages_and_workspaces/newsroom";
const RECORDED: &str = include_str!("../fixtures/packages_and_workspaces/newsroom.json");
const METADATA: &[&str] = &["metadata", "--format-version=1", "--no-deps"];

fn newsroom() -> Workspace {
    Workspace::read(RECORDED).expect("the record has the form of cargo's metadata")
}

/// A dependency, as `(name, kind, requirement)`.
type Edge<'a> = (&'a str, Option<&'a str>, &'a str);

/// A workspace of packages, as `(name, published, dependencies)`, each in a directory of its name.
fn workspace(packages: &[(&str, bool, &[Edge])]) -> Workspace {
    let packages = packages.iter().map(|(name, published, edges)| {
        let edges = edges.iter().map(
            |(to, kind, req)| json!({ "name": to, "kind": kind, "req": req, "path": format!("/press/{to}") }),
        );
        json!({
            "id": name, "name": name, "manifest_path": format!("/press/{name}/Cargo.toml"), "targets": [],
            "publish": if *published { Value::Null } else { json!([]) }, "dependencies": edges.collect::<Vec<_>>(),
        })
    });
    let packages: Vec<_> = packages.collect();
    let all = json!({ "workspace_root": "/press", "workspace_default_members": [], "packages": packages });
    Workspace::read(&all.to_string()).expect("this has the form of cargo's metadata")
}

#[test]
fn the_record_is_what_cargo_says_of_the_fixture() {
    let said = cargo::Workspace::copy_of(FIXTURE).json(METADATA);
    assert_eq!(Workspace::read(&said.to_string()), Some(newsroom()));
}

#[test]
fn what_is_not_metadata_is_not_read() {
    for other in ["", "{}", "[]", r#"{ "packages": [], "workspace_default_members": [] }"#] {
        assert_eq!(Workspace::read(other), None, "{other}");
    }
    let mut nameless: Value = serde_json::from_str(RECORDED).unwrap();
    nameless["packages"][1]["name"] = Value::Null;
    assert_eq!(Workspace::read(&nameless.to_string()), None);
}

#[test]
fn a_package_is_several_crates_and_at_most_one_of_them_its_library() {
    let newsroom = newsroom();
    let [articles, _, site, _] = newsroom.packages() else { panic!("there are four") };
    let crates = |package: &Package| {
        let crates = package.crates.iter();
        crates.map(|found| format!("{} {}", found.kinds.join("+"), found.name)).collect::<Vec<_>>()
    };
    assert_eq!(crates(articles), ["lib articles", "test samples"]);
    assert_eq!(crates(site), ["bin site", "test program", "custom-build build-script-build"]);
    assert_eq!((articles.library(), site.library()), (Some("articles"), None));
}

#[test]
fn a_library_may_be_linked_in_several_ways() {
    let library = |kinds: &[&str]| {
        let mut changed: Value = serde_json::from_str(RECORDED).unwrap();
        changed["packages"][0]["targets"][0]["kind"] = json!(kinds);
        let read = Workspace::read(&changed.to_string()).unwrap();
        read.packages()[0].library().map(str::to_owned)
    };
    for kinds in [&["cdylib", "rlib"][..], &["proc-macro"], &["dylib"]] {
        assert_eq!(library(kinds).as_deref(), Some("articles"), "{kinds:?}");
    }
    assert_eq!(library(&["cdylib"]), None, "only C can use it");
}

#[test]
fn a_library_has_underscores_where_its_package_has_hyphens() {
    assert_eq!(env!("CARGO_PKG_NAME"), "phase7-modules");
    assert_eq!(HERE, "phase7_modules::packages_and_workspaces");
    assert_eq!(module_path!(), "it::packages_and_workspaces", "a test is a crate of its own");
}

#[test]
fn a_command_in_the_root_is_about_the_default_members() {
    let copy = cargo::Workspace::copy_of(FIXTURE);
    let defaults = |copy: &cargo::Workspace| {
        let workspace = Workspace::read(&copy.json(METADATA).to_string()).unwrap();
        let defaults = workspace.packages().iter().filter(|package| package.is_default);
        defaults.map(|package| package.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(defaults(&copy), ["site"]);
    copy.replace("Cargo.toml", "default-members = [\"site\"]\n", "");
    assert_eq!(defaults(&copy), ["articles", "samples", "site", "stamp"]);
    // The root package alone, in a workspace that has one.
    copy.replace(
        "Cargo.toml",
        "[workspace]",
        "[package]\nname = \"root\"\n[lib]\npath = \"root.rs\"\n[workspace]",
    );
    copy.write("root.rs", "");
    assert_eq!(defaults(&copy), ["root"]);
}

#[test]
fn a_path_dependency_below_the_root_is_a_member_unasked() {
    let copy = cargo::Workspace::copy_of(FIXTURE);
    copy.replace("Cargo.toml", r#"["articles", "samples", "site", "stamp"]"#, r#"["site"]"#);
    let read = Workspace::read(&copy.json(METADATA).to_string()).unwrap();
    let names: BTreeSet<_> = read.packages().iter().map(|package| package.name.as_str()).collect();
    assert_eq!(names, BTreeSet::from(["articles", "samples", "site", "stamp"]));
}

#[test]
fn a_member_that_is_missing_and_a_package_that_is_none_are_refused() {
    let copy = cargo::Workspace::copy_of(FIXTURE);
    copy.replace("Cargo.toml", r#""stamp"]"#, r#""stamp", "server"]"#);
    assert!(!copy.cargo(METADATA).success);
    copy.write("server/Cargo.toml", "[package]\nname = \"server\"\nedition = \"2024\"");
    copy.write("server/src/lib.rs", "");
    assert!(copy.cargo(METADATA).success);

    let beside = &["metadata", "--format-version=1", "--no-deps", "--manifest-path=stray/Cargo.toml"];
    copy.write("stray/Cargo.toml", "[package]\nname = \"stray\"\nedition = \"2024\"");
    copy.write("stray/src/lib.rs", "");
    assert!(!copy.cargo(beside).success);
    copy.write("stray/Cargo.toml", "[workspace]\n[package]\nname = \"stray\"\nedition = \"2024\"");
    assert!(copy.cargo(beside).success);
}

#[test]
fn what_is_decided_for_all_packages_is_ignored_in_one_of_them() {
    let copy = cargo::Workspace::copy_of(FIXTURE);
    let warnings = || {
        let output = copy.cargo(METADATA);
        assert!(output.success, "{}", output.stderr);
        output.stderr.lines().filter(|line| line.starts_with("warning")).count()
    };
    assert_eq!(warnings(), 0);
    let manifest = fs::read_to_string(copy.path().join("site/Cargo.toml")).unwrap();
    for table in ["profile.release]\nlto = true", "patch.crates-io]\nink = { path = \"../ink\" }"] {
        copy.write("site/Cargo.toml", &format!("{manifest}\n[{table}\n"));
        assert_eq!(warnings(), 1, "{table}");
    }
}

#[test]
fn what_a_member_adds_to_an_inherited_dependency_adds_up() {
    let copy = cargo::Workspace::copy_of(FIXTURE);
    copy.replace("site/Cargo.toml", "default-features = true", "default-features = true, optional = true");
    let metadata = copy.json(METADATA);
    assert_eq!(metadata["packages"][2]["dependencies"][0]["optional"], true);
    let inherited = |package: usize| {
        let dependencies = metadata["packages"][package]["dependencies"].as_array().unwrap();
        let articles = dependencies.iter().find(|dependency| dependency["name"] == "articles").unwrap();
        (articles["features"].clone(), articles["uses_default_features"].clone())
    };
    assert_eq!(inherited(1), (json!(["search", "typos"]), json!(false)));
    assert_eq!(inherited(2), (json!(["search"]), json!(true)));
    assert_eq!(inherited(3), (json!(["search", "stamps"]), json!(false)));
    let key = |package: usize, key: &str| metadata["packages"][package][key].clone();
    assert_eq!((key(0, "rust_version"), key(3, "rust_version")), (json!("1.85"), Value::Null));
}

#[test]
fn default_features_are_switched_off_in_the_workspace_or_not_at_all() {
    let copy = cargo::Workspace::copy_of(FIXTURE);
    copy.replace("site/Cargo.toml", "default-features = true", "default-features = false");
    assert_eq!(copy.json(METADATA)["packages"][2]["dependencies"][0]["uses_default_features"], false);
    copy.replace("Cargo.toml", "default-features = false, ", "");
    assert!(!copy.cargo(METADATA).success);
    copy.replace("site/Cargo.toml", "edition.workspace = true", "edition = \"2021\"");
    assert_eq!(copy.json(METADATA)["packages"][2]["dependencies"][0]["uses_default_features"], true);
}

#[test]
fn an_inherited_lint_that_is_forbidden_cannot_be_allowed() {
    let copy = cargo::Workspace::copy_of(FIXTURE);
    copy.write("stamp/src/lib.rs", "#[allow(unsafe_code)]\npub const FEATURES_OF_ARTICLES: &[&str] = &[];\n");
    assert_eq!(copy.errors(&["check", "-p", "stamp"]), ["E0453"]);
    let added = "[lints]\nworkspace = true\nrust.unused = \"deny\"\n";
    copy.replace("stamp/Cargo.toml", "[lints]\nworkspace = true\n", added);
    assert!(!copy.cargo(METADATA).success, "nothing can be added to what is inherited");
    copy.replace("stamp/Cargo.toml", added, "");
    assert_eq!(copy.errors(&["check", "-p", "stamp"]), [""; 0]);
}

#[test]
fn the_resolver_decides_whose_features_reach_the_program() {
    let copy = cargo::Workspace::copy_of(FIXTURE);
    let says = |arguments: &[&str]| copy.cargo(arguments).stdout;
    // Of another platform: of none at all.
    let elsewhere = "[target.'cfg(any())'.dependencies]\nstamp.workspace = true\n\n[lints]";
    copy.replace("site/Cargo.toml", "[lints]", elsewhere);
    assert_eq!(says(&["run", "-q"]), "built with archive+search, stamped with search+stamps\n");
    // With the tests come the dev-dependencies, and with them what these ask for.
    let with_tests = copy.records(&["build", "--tests"]);
    assert_eq!(features(&with_tests, "articles").last().unwrap(), "archive default search typos");
    // The tools have nothing of that, unless the tests of a tool are selected.
    assert_eq!(features(&with_tests, "articles")[0], "search stamps");
    let tested_tool = copy.records(&["check", "--tests", "-p", "site", "-p", "articles"]);
    assert_eq!(features(&tested_tool, "articles")[0], "search stamps typos");
    // What all packages ask for together, unless one package is named.
    let everything = copy.records(&["build", "--workspace"]);
    assert_eq!(features(&everything, "articles").last().unwrap(), "archive default search stamps typos");

    copy.replace("Cargo.toml", "resolver = \"3\"\n", "");
    let all = "archive+search+stamps+typos";
    assert_eq!(says(&["run", "-q"]), format!("built with {all}, stamped with {all}\n"));
}

#[test]
fn a_tool_and_the_program_that_ask_for_the_same_share_a_library() {
    let copy = cargo::Workspace::copy_of(FIXTURE);
    let builds = || {
        let records = copy.records(&["build"]);
        let is_articles = |record: &&Value| {
            record["reason"] == "compiler-artifact" && record["target"]["name"] == "articles"
        };
        records.iter().filter(is_articles).count()
    };
    assert_eq!(builds(), 2);
    copy.replace("stamp/Cargo.toml", ", features = [\"stamps\"]", "");
    copy.replace("site/Cargo.toml", ", default-features = true", "");
    assert_eq!(builds(), 1);
}

#[test]
fn procedural_macros_have_features_of_their_own_too() {
    let copy = cargo::Workspace::copy_of(FIXTURE);
    copy.replace(
        "site/Cargo.toml",
        "[build-dependencies]",
        "[dependencies.stamp]\nworkspace = true\n\n[build-dependencies]",
    );
    copy.replace("stamp/Cargo.toml", "[dependencies]", "[lib]\nproc-macro = true\n\n[dependencies]");
    copy.write(
        "stamp/src/lib.rs",
        "#[proc_macro]\npub fn stamp(_: proc_macro::TokenStream) -> proc_macro::TokenStream {\n    \
         format!(\"{:?}\", articles::FEATURES.join(\"+\")).parse().unwrap()\n}\n",
    );
    copy.write("site/build.rs", "fn main() {}");
    copy.write(
        "site/src/main.rs",
        "fn main() { print!(\"{} {}\", articles::FEATURES.join(\"+\"), stamp::stamp!()) }",
    );
    assert_eq!(copy.cargo(&["run", "-q"]).stdout, "archive+search search+stamps");
    // Unless the macro is selected.
    let both = copy.records(&["check", "-p", "site", "-p", "stamp"]);
    assert_eq!(features(&both, "articles"), ["search stamps", "archive default search stamps"]);
}

/// The sets of features that a library was built with, the largest last.
fn features(records: &[Value], library: &str) -> Vec<String> {
    let mut built: Vec<_> = records
        .iter()
        .filter(|record| record["reason"] == "compiler-artifact" && record["target"]["name"] == library)
        .map(|record| {
            let features = record["features"].as_array().into_iter().flatten();
            features.filter_map(Value::as_str).collect::<Vec<_>>().join(" ")
        })
        .collect();
    built.sort_by_key(String::len);
    built.dedup();
    built
}

#[test]
fn the_library_under_unit_test_is_another_crate_than_the_one_its_helpers_use() {
    let copy = cargo::Workspace::copy_of(FIXTURE);
    let output = copy.cargo(&["test", "-p", "articles", "--test", "samples", "-q"]);
    assert!(output.success, "{}", output.stderr);
    let library = fs::read_to_string(copy.path().join("articles/src/lib.rs")).unwrap();
    let in_a_unit_test = "#[cfg(test)]\nmod tests {\n    #[test]\n    fn a_sample_is_an_article() {\n        \
                          let _: crate::Article = samples::article();\n    }\n}\n";
    copy.write("articles/src/lib.rs", &format!("{library}\n{in_a_unit_test}"));
    assert_eq!(copy.errors(&["check", "-p", "articles", "--lib", "--profile=test"]), ["E0308"]);
}

#[test]
fn integration_tests_are_told_where_the_programs_are() {
    let output = cargo::Workspace::copy_of(FIXTURE).cargo(&["test", "-q"]);
    assert!(output.success, "{}{}", output.stdout, output.stderr);
    assert_eq!(output.stdout.matches("1 passed").count(), 2, "the unit test and the other one");
}

#[test]
fn a_file_belongs_to_the_innermost_package_around_it() {
    let nested = workspace(&[("press", true, &[]), ("press/core", true, &[]), ("core", true, &[])]);
    let owner = |file: &str| nested.owner_of(Path::new(file)).map(|package| package.name.as_str());
    assert_eq!(owner("press/core/src/lib.rs"), Some("press/core"));
    assert_eq!(owner("press/src/core/mod.rs"), Some("press"));
    assert_eq!(owner("press/core-notes.md"), Some("press"), "a name that only begins like a package's");
    assert_eq!((owner("README.md"), owner("press.md")), (None, None));
    let outside = Workspace::read(&RECORDED.replace("/newsroom/stamp", "/elsewhere/stamp")).unwrap();
    let owner = outside.owner_of(Path::new("/elsewhere/stamp/src/lib.rs"));
    assert_eq!(owner.map(|package| package.name.as_str()), Some("stamp"));
    assert_eq!(outside.owner_of(Path::new("README.md")), None, "the root is not its directory");
}

#[test]
fn packages_are_told_apart_by_their_directories() {
    let press: &[Edge] = &[("press/words", None, "^1")];
    let namesakes =
        workspace(&[("site", true, press), ("desk/words", true, &[]), ("press/words", true, &[])]);
    assert_eq!(namesakes.tests_affected_by("press/words"), ["press/words", "site"], "sorted by name");
    assert_eq!(namesakes.tests_affected_by("desk/words"), ["desk/words"]);

    let mut from_a_registry: Value = serde_json::from_str(RECORDED).unwrap();
    let dependencies = from_a_registry["packages"][3]["dependencies"].as_array_mut().unwrap();
    assert_eq!(dependencies[0].as_object_mut().unwrap().remove("path"), Some(json!("/newsroom/articles")));
    let workspace = Workspace::read(&from_a_registry.to_string()).unwrap();
    assert_eq!(workspace.tests_affected_by("articles"), ["articles", "samples", "site"], "not stamp");
}

#[test]
fn whoever_publishes_to_a_registry_of_their_own_publishes() {
    let published = |publish: Value| {
        let mut changed: Value = serde_json::from_str(RECORDED).unwrap();
        changed["packages"][3]["publish"] = publish;
        Workspace::read(&changed.to_string()).unwrap().packages()[3].is_published
    };
    assert!(published(Value::Null) && published(json!(["press"])) && !published(json!([])));
}

#[test]
fn a_package_is_packed_without_the_packages_inside_it() {
    let copy = cargo::Workspace::copy_of(FIXTURE);
    copy.replace("Cargo.toml", r#""stamp"]"#, r#""stamp", "site/widgets"]"#);
    copy.write("site/widgets/Cargo.toml", "[package]\nname = \"widgets\"\nedition = \"2024\"");
    copy.write("site/widgets/src/lib.rs", "");
    copy.write("site/notes/widgets.md", "");
    let packed = copy.cargo(&["package", "--list", "-p", "site"]).stdout;
    assert!(packed.contains("notes") && !packed.contains("lib.rs"), "{packed}");
}

#[test]
fn packages_of_this_workspace_are_nested_too() {
    let cargo = Command::new(env!("CARGO"))
        .args(METADATA)
        .arg("--offline")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo can be started");
    let course = Workspace::read(&String::from_utf8_lossy(&cargo.stdout)).expect("this is metadata");
    let owner = course.owner_of(Path::new("phase7-modules/press/core/src/lib.rs")).unwrap();
    assert_eq!((owner.name.as_str(), owner.library()), ("press-core", Some("press_core")));
    let affected = course.tests_affected_by("press-core");
    for package in ["phase7-modules", "press-cli", "press-core", "press-render"] {
        assert!(affected.contains(&package), "{package}: {affected:?}");
    }
    assert_eq!(course.owner_of(Path::new("Cargo.toml")), None);
}

#[test]
fn dev_dependencies_count_for_the_tests_of_their_own_package_only() {
    let newsroom = newsroom();
    assert_eq!(newsroom.tests_affected_by("articles"), ["articles", "samples", "site", "stamp"]);
    // `stamp` needs `articles`, whose tests need `samples`; the tests of `stamp` do not.
    assert_eq!(newsroom.tests_affected_by("samples"), ["articles", "samples", "site"]);
    assert_eq!(newsroom.tests_affected_by("stamp"), ["site", "stamp"]);
    assert_eq!(newsroom.tests_affected_by("nobody"), [""; 0]);
}

#[test]
fn the_affected_tests_are_those_that_cargo_builds_again() {
    let copy = cargo::Workspace::copy_of(FIXTURE);
    let arguments = &["check", "--workspace", "--all-targets"];
    copy.records(arguments);
    for (package, file) in [("samples", "src/lib.rs"), ("stamp", "src/lib.rs"), ("site", "src/main.rs")] {
        let file = format!("{package}/{file}");
        let text = fs::read_to_string(copy.path().join(&file)).unwrap();
        copy.write(&file, &format!("{text}\n// Changed.\n"));
        let records = copy.records(arguments);
        let rebuilt = records.iter().filter(|record| {
            record["reason"] == "compiler-artifact"
                && record["profile"]["test"] == true
                && record["fresh"] == false
        });
        let rebuilt: BTreeSet<_> = rebuilt
            .map(|record| Path::new(record["manifest_path"].as_str().unwrap()).parent().unwrap())
            .map(|directory| directory.file_name().unwrap().to_str().unwrap())
            .collect();
        assert_eq!(
            rebuilt.into_iter().collect::<Vec<_>>(),
            newsroom().tests_affected_by(package),
            "{package}"
        );
    }
}

#[test]
fn packages_are_published_in_the_order_in_which_cargo_packs_them() {
    let copy = cargo::Workspace::copy_of(FIXTURE);
    let output = copy.cargo(&["package", "--no-verify", "--workspace", "--exclude=samples"]);
    let packed = output.stderr.lines().filter_map(|line| line.trim().strip_prefix("Packaging "));
    let packed: Vec<_> = packed.filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(Ok(packed), newsroom().publish_order());
}

#[test]
fn a_published_manifest_has_lost_its_paths_and_what_had_nothing_else() {
    let copy = cargo::Workspace::copy_of(FIXTURE);
    let output = copy.cargo(&["package", "-p", "articles"]);
    assert!(output.success, "{}", output.stderr);
    let metadata = copy.json(METADATA);
    let target = Path::new(metadata["target_directory"].as_str().expect("metadata says where it is"));
    let published = target.join("package/articles-1.2.0/Cargo.toml");
    let published = fs::read_to_string(published).unwrap();
    assert!(published.contains("edition = \"2024\""), "what was inherited is written out: {published}");
    assert!(published.contains("[dev-dependencies]\n\n"), "it had one, by its path: {published}");
    assert!(!published.contains("workspace"), "{published}");
}

#[test]
fn a_path_alone_is_refused_unless_it_is_for_tests() {
    let copy = cargo::Workspace::copy_of(FIXTURE);
    copy.replace(
        "Cargo.toml",
        r#"stamp = { path = "stamp", version = "1" }"#,
        r#"stamp = { path = "stamp" }"#,
    );
    assert!(!copy.cargo(&["package", "--no-verify", "-p", "site"]).success);
    let fault = Unpublishable::Dependency("site".into(), "stamp".into());
    let read = Workspace::read(&copy.json(METADATA).to_string()).unwrap();
    assert_eq!(read.publish_order(), Err(fault));
}

#[test]
fn a_versioned_dependency_for_tests_can_close_a_circle() {
    let samples = |req| -> [Edge; 1] { [("samples", Some("dev"), req)] };
    let articles: &[Edge] = &[("articles", None, "^1")];
    let late = workspace(&[("articles", true, &samples("*")), ("samples", true, articles)]);
    assert_eq!(late.publish_order(), Ok(vec!["articles", "samples"]));
    let never = workspace(&[("articles", true, &samples("^1")), ("samples", true, articles)]);
    let circle = Unpublishable::Circle(vec!["articles".into(), "samples".into()]);
    assert_eq!(never.publish_order(), Err(circle));

    let copy = cargo::Workspace::copy_of(FIXTURE);
    copy.replace("samples/Cargo.toml", "publish = false\n", "");
    let packed = &["package", "--no-verify", "--workspace"];
    assert!(copy.cargo(packed).success);
    copy.replace(
        "Cargo.toml",
        r#"samples = { path = "samples" }"#,
        r#"samples = { path = "samples", version = "1" }"#,
    );
    assert!(!copy.cargo(packed).success);
}

#[test]
fn nobody_waits_for_what_is_never_published() {
    let articles: &[Edge] = &[("articles", None, "^1")];
    let private = workspace(&[("articles", false, &[]), ("site", true, articles)]);
    let fault = Unpublishable::Dependency("site".into(), "articles".into());
    assert_eq!(
        private.publish_order().unwrap_err().to_string(),
        "no registry has the articles that site needs"
    );
    assert_eq!(private.publish_order(), Err(fault));
    let outside = workspace(&[("articles", true, &[]), ("site", false, articles)]);
    assert_eq!(outside.publish_order(), Ok(vec!["articles"]));
    let free = workspace(&[("b", true, &[]), ("c", true, &[]), ("a", true, &[("c", None, "^1")])]);
    assert_eq!(free.publish_order(), Ok(vec!["b", "c", "a"]));
    let behind =
        workspace(&[("a", true, &[("b", None, "^1")]), ("b", true, &[("b", None, "^1")]), ("c", true, &[])]);
    assert_eq!(behind.publish_order().unwrap_err().to_string(), "in a circle or behind one: a, b");
}

#[test]
fn generated_workspaces_agree_with_a_walk_over_every_path() {
    const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
    let mut seed = 1_u64;
    let mut roll = |sides: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % sides
    };
    let mut seen = BTreeMap::new();
    for _ in 0..400 {
        let mut edges = [[None; 6]; 6];
        for (from, row) in edges.iter_mut().enumerate() {
            for (to, edge) in row.iter_mut().enumerate() {
                *edge = match roll(9) {
                    0 if to < from => Some((None, "^1")),
                    1 if to < from => Some((Some("build"), "^1")),
                    2 if to != from => Some((Some("dev"), if roll(3) == 0 { "^1" } else { "*" })),
                    _ => None,
                };
            }
        }
        let lists: Vec<Vec<Edge>> = edges
            .iter()
            .map(|row| {
                NAMES
                    .iter()
                    .zip(row)
                    .filter_map(|(to, edge)| edge.map(|(kind, req)| (*to, kind, req)))
                    .collect()
            })
            .collect();
        let packages: Vec<_> =
            NAMES.iter().zip(&lists).map(|(name, list)| (*name, true, &list[..])).collect();
        let workspace = workspace(&packages);

        for (changed, name) in NAMES.iter().enumerate() {
            let walks = |from: usize| reaches(&edges, from, changed, &|kind, _| kind != Some("dev"), 6);
            let affected = (0..6).filter(|&package| {
                package == changed || (0..6).any(|first| edges[package][first].is_some() && walks(first))
            });
            let affected: Vec<_> = affected.map(|package| NAMES[package]).collect();
            assert_eq!(workspace.tests_affected_by(name), affected, "{edges:?}");
        }

        let kept = |kind: Option<&str>, req: &str| kind != Some("dev") || req != "*";
        let circular = (0..6).any(|package| {
            (0..6).any(|first| {
                edges[package][first].is_some_and(|(kind, req)| kept(kind, req))
                    && reaches(&edges, first, package, &kept, 6)
            })
        });
        match workspace.publish_order() {
            Ok(order) => {
                assert!(!circular, "{edges:?}");
                assert_eq!(order.iter().collect::<BTreeSet<_>>().len(), 6);
                let place = |package: usize| order.iter().position(|name| *name == NAMES[package]);
                for (from, row) in edges.iter().enumerate() {
                    for to in (0..6).filter(|&to| row[to].is_some_and(|(kind, req)| kept(kind, req))) {
                        assert!(place(to) < place(from), "{edges:?}");
                    }
                }
            }
            Err(fault) => assert!(circular && matches!(fault, Unpublishable::Circle(_)), "{edges:?}"),
        }
        *seen.entry(circular).or_insert(0) += 1;
    }
    assert!(seen[&true] > 50 && seen[&false] > 50, "both kinds were generated: {seen:?}");
}

/// Kind and requirement of the dependency of each package on each other one.
type Matrix<'a> = [[Option<(Option<&'a str>, &'a str)>; 6]; 6];

/// Whether a walk of at most `steps` edges of the right kind leads from one package to the other.
fn reaches<'a>(
    edges: &Matrix<'a>,
    from: usize,
    to: usize,
    counts: &dyn Fn(Option<&'a str>, &'a str) -> bool,
    steps: usize,
) -> bool {
    from == to
        || (steps > 0
            && (0..6).any(|next| {
                edges[from][next].is_some_and(|(kind, req)| counts(kind, req))
                    && reaches(edges, next, to, counts, steps - 1)
            }))
}

#[test]
fn a_build_script_fails_a_build_with_a_message() {
    let copy = cargo::Workspace::copy_of(FIXTURE);
    copy.write("site/build.rs", "fn main() { println!(\"cargo::error=there is no ink\"); }");
    let output = copy.cargo(&["check", "-q"]);
    assert!(!output.success && output.stderr.contains("there is no ink"), "{}", output.stderr);
}

#[test]
fn settings_are_shared_by_including_a_file_that_may_be_missing() {
    let copy = cargo::Workspace::copy_of(FIXTURE);
    copy.write(".cargo/shared.toml", "[alias]\nedit = \"run -p site\"\n");
    copy.write(
        ".cargo/config.toml",
        "include = [\"shared.toml\", { path = \"own.toml\", optional = true }]\n",
    );
    assert!(copy.cargo(&["edit", "-q"]).stdout.starts_with("built with"));
    copy.write(".cargo/config.toml", "include = [\"shared.toml\", \"own.toml\"]\n");
    assert!(!copy.cargo(&["edit", "-q"]).success);
}

#[test]
fn an_inline_table_may_have_lines_and_comments() {
    let copy = cargo::Workspace::copy_of(FIXTURE);
    let manifest = fs::read_to_string(copy.path().join("Cargo.toml")).unwrap();
    copy.write(
        "Cargo.toml",
        &format!("{manifest}\n[workspace.metadata]\ndesk = {{\n    phone = 12, # at night\n}}\n"),
    );
    assert_eq!(copy.json(METADATA)["metadata"]["desk"]["phone"], 12);
}
