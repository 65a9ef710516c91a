use std::{collections::BTreeMap, fs, path::Path};

use phase7_modules::external_crates::{NotUnderstood, Release, Requirement, Version, choose};

use crate::cargo::Workspace;

const DIAMOND: &str = "external_crates/diamond";

fn version(text: &str) -> Version {
    text.parse().expect("this is a version")
}

fn requirement(text: &str) -> Requirement {
    text.parse().expect("this is a requirement")
}

fn release(text: &str) -> Release {
    Release { version: version(text), rust: None, yanked: false }
}

#[test]
fn versions_are_ordered_by_precedence() {
    let ordered = [
        "0.0.3",
        "0.2.9",
        "0.10.0",
        "1.0.0-1",
        "1.0.0-2",
        "1.0.0-10",
        "1.0.0-rc",
        "1.0.0-rc.9",
        "1.0.0-rc.10",
        "1.0.0-rc.10.a",
        "1.0.0",
        "1.0.1",
        "1.2.0",
        "1.10.0",
        "2.0.0-a",
        "2.0.0",
    ];
    for (place, older) in ordered.iter().enumerate() {
        for newer in &ordered[place + 1..] {
            assert!(version(older) < version(newer), "{older} {newer}");
        }
    }
    assert_eq!(version("1.2.3+linux"), version("1.2.3+mac"), "what is behind a plus says nothing");
}

#[test]
fn what_is_no_version_is_not_read() {
    for text in [
        "",
        "1",
        "1.2",
        "1.2.3.4",
        "1.02.3",
        "1.2.3-",
        "1.2.3-a..b",
        "1.2.3-01",
        "v1.2.3",
        "1.2.+3",
        "1.2.3-ü",
        "1..3",
        "18446744073709551615.0.0",
    ] {
        assert_eq!(text.parse::<Version>(), Err(NotUnderstood(text.into())));
    }
    let largest = version("0.0.18446744073709551614");
    assert!(largest.allows(&largest), "there is a number above it");
    for text in
        ["", "^", "?1", "1.2-rc", "1.2.3.*", "1.*.*", ">*", ">1.*", "1,", "1 2", "==1", ">=1.0.0-rc.1, <2"]
    {
        assert_eq!(text.parse::<Requirement>(), Err(NotUnderstood(text.into())));
    }
    let refused = ">*".parse::<Requirement>().unwrap_err();
    assert_eq!(refused.to_string(), "`>*` is neither a version nor a requirement");
}

#[test]
fn a_newer_version_is_allowed_up_to_the_next_change_of_the_leftmost_number() {
    let check = |older, newer, allowed| {
        assert_eq!(version(older).allows(&version(newer)), allowed, "{older} {newer}")
    };
    for (older, newer) in [("1.2.3", "1.2.3"), ("1.2.3", "1.9.0"), ("0.2.3", "0.2.4"), ("0.0.3", "0.0.3")] {
        check(older, newer, true);
    }
    for (older, newer) in
        [("1.2.3", "1.2.2"), ("1.2.3", "2.0.0"), ("0.2.3", "0.3.0"), ("0.0.3", "0.0.4"), ("0.9.0", "1.0.0")]
    {
        check(older, newer, false);
    }
}

#[test]
fn a_version_allows_what_a_requirement_of_it_takes() {
    for (older, newer) in VERSIONS.iter().flat_map(|older| VERSIONS.map(|newer| (older, newer))) {
        let allowed = version(older).allows(&version(newer));
        assert_eq!(allowed, requirement(older).takes(&version(newer)), "{older} {newer}");
    }
    assert!(!version("1.2.3").allows(&version("2.0.0-alpha")), "lower than 2.0.0, and breaking");
}

const VERSIONS: [&str; 16] = [
    "0.0.3",
    "0.0.4",
    "0.2.3",
    "0.2.9",
    "0.3.0",
    "1.0.0-rc.1",
    "1.0.0-rc.2",
    "1.0.0",
    "1.0.1-beta",
    "1.2.2",
    "1.2.3",
    "1.2.9",
    "1.3.0",
    "2.0.0-alpha",
    "2.0.0",
    "2.1.0-beta.1",
];

const REQUIREMENTS: [&str; 48] = [
    "*",
    "0.*",
    "1.*",
    "1.2.*",
    "0",
    "0.0",
    "0.0.3",
    "0.2",
    "0.2.3",
    "1",
    "1.2",
    "1.2.3",
    "^0",
    "^0.0",
    "^0.0.3",
    "^0.3",
    "^1.2.9",
    "~0",
    "~0.0",
    "~0.0.3",
    "~0.2.3",
    "~1",
    "~1.2",
    "~1.2.3",
    "=0",
    "=0.2",
    "=1",
    "=1.2",
    "=1.2.3",
    ">0",
    ">0.0.3",
    ">1",
    ">1.2",
    ">1.2.3",
    ">=0.2",
    ">=1.2.3",
    ">=2",
    "<1",
    "<1.2",
    "<1.2.3",
    "<=1",
    "<=1.2",
    "<=1.2.3",
    ">=1.2, <2",
    "^1, <1.3",
    "1.0.0-rc.1",
    "~2.1.0-alpha",
    "<1.0.0-rc.2",
];

/// A registry in a directory, of packages `ink-00` and so on, all with the same versions, and an app that needs each of
/// them with another requirement.
fn registry(requirements: &[&str], versions: &[&str]) -> Workspace {
    let workspace = Workspace::empty();
    workspace.write(
        ".cargo/config.toml",
        "[source.crates-io]\nreplace-with = \"registry\"\n[source.registry]\nlocal-registry = \"registry\"\n",
    );
    let mut manifest = "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\n".to_owned();
    for (number, requirement) in requirements.iter().enumerate() {
        let name = format!("ink-{number:02}");
        manifest += &format!("{name} = \"{requirement}\"\n");
        let mut index = String::new();
        for version in versions {
            let (version, rest) = version.split_once(' ').unwrap_or((version, r#""yanked":false"#));
            let head = format!(
                r#""name":"{name}","vers":"{version}","deps":[],"features":{{}},"cksum":"{:064}""#,
                0
            );
            index += &format!("{{{head},{rest}}}\n");
        }
        workspace.write(&format!("registry/index/in/k-/{name}"), &index);
    }
    workspace.write("Cargo.toml", &manifest);
    workspace.write("src/lib.rs", "");
    workspace
}

/// What the lockfile says of each package but the app.
fn locked(workspace: &Workspace) -> Vec<String> {
    let lock = fs::read_to_string(workspace.path().join("Cargo.lock")).expect("there is a lockfile");
    let quoted = |line: &str, key| Some(line.strip_prefix(key)?.trim_matches(['"', ' ', '=']).to_owned());
    let names = lock.lines().filter_map(|line| quoted(line, "name"));
    let versions = lock.lines().filter(|line| line.contains('"')).filter_map(|line| quoted(line, "version"));
    names.zip(versions).filter(|(name, _)| name != "app").map(|(_, version)| version).collect()
}

#[test]
fn cargo_takes_what_the_requirements_take() {
    let workspace = registry(&REQUIREMENTS, &VERSIONS);
    assert!(workspace.cargo(&["generate-lockfile"]).success);
    let releases = VERSIONS.map(release);
    let chosen = |requirement_text: &str, locked: Option<&Version>| {
        choose(&requirement(requirement_text), &releases, None, locked).expect("one is taken").version.clone()
    };
    let newest: Vec<_> = REQUIREMENTS.iter().map(|text| chosen(text, None)).collect();
    assert_eq!(locked(&workspace).iter().map(|text| version(text)).collect::<Vec<_>>(), newest);
    let fresh = fs::read_to_string(workspace.path().join("Cargo.lock")).unwrap();

    // Now each version is locked in turn: it stays exactly where the requirement takes it.
    for text in VERSIONS {
        let (head, packages) = fresh.split_once("name = \"ink-00\"").unwrap();
        let packages: String = packages
            .lines()
            .map(|line| {
                if line.starts_with("version") {
                    format!("version = \"{text}\"\n")
                } else {
                    format!("{line}\n")
                }
            })
            .collect();
        workspace.write("Cargo.lock", &format!("{head}name = \"ink-00\"{packages}"));
        assert!(workspace.cargo(&["update", "--workspace"]).success);
        for (requirement_text, now) in REQUIREMENTS.iter().zip(locked(&workspace)) {
            let expected = chosen(requirement_text, Some(&version(text)));
            assert_eq!(version(&now), expected, "{requirement_text} with {text} locked");
        }
    }
}

#[test]
fn a_yanked_version_is_kept_and_not_begun_with() {
    let workspace = registry(&["1"], &["1.0.0", "1.1.0", r#"1.2.0 "yanked":true"#]);
    let mut releases = ["1.0.0", "1.1.0", "1.2.0"].map(release);
    releases[2].yanked = true;
    let chosen = |locked: Option<&str>| {
        let locked = locked.map(version);
        choose(&requirement("1"), &releases, None, locked.as_ref()).unwrap().version.clone()
    };
    assert!(workspace.cargo(&["generate-lockfile"]).success);
    assert_eq!((locked(&workspace), chosen(None)), (vec!["1.1.0".into()], version("1.1.0")));
    assert!(workspace.cargo(&["update", "ink-00", "--precise=1.2.0"]).success);
    assert!(workspace.cargo(&["update", "--workspace"]).success);
    assert_eq!((locked(&workspace), chosen(Some("1.2.0"))), (vec!["1.2.0".into()], version("1.2.0")));
    assert_eq!(choose(&requirement("=1.2.0"), &releases, None, None), None);
}

#[test]
fn resolver_3_prefers_what_the_compiler_can_read_and_forces_nothing() {
    let versions = [
        r#"1.0.0 "yanked":false,"rust_version":"1.60""#,
        r#"1.1.0 "yanked":false,"rust_version":"1.85""#,
        r#"1.2.0 "yanked":false,"rust_version":"1.90""#,
        r#"1.3.0 "yanked":false,"rust_version":"1.999""#,
    ];
    let rusts = [(1, 60), (1, 85), (1, 90), (1, 999)];
    let releases: Vec<_> = (0..4)
        .map(|minor| Release { rust: Some(rusts[minor]), ..release(&format!("1.{minor}.0")) })
        .collect();
    let workspace = registry(&["1"], &versions);
    let manifest = fs::read_to_string(workspace.path().join("Cargo.toml")).unwrap();
    for rust in [59, 60, 84, 85, 89, 90] {
        for resolver in ["2", "3"] {
            let package = format!("[package]\nresolver = \"{resolver}\"\nrust-version = \"1.{rust}\"");
            workspace.write("Cargo.toml", &manifest.replace("[package]", &package).replace("2024", "2021"));
            assert!(workspace.cargo(&["generate-lockfile"]).success);
            let rust = (resolver == "3").then_some((1, rust));
            let expected = choose(&requirement("1"), &releases, rust, None).unwrap().version.clone();
            assert_eq!(version(&locked(&workspace)[0]), expected, "{rust:?}");
        }
    }
    // No member has a `rust-version`: the installed compiler counts, and 1.999 is none.
    workspace.write("Cargo.toml", &manifest);
    assert!(workspace.cargo(&["generate-lockfile"]).success);
    assert_eq!(locked(&workspace), ["1.2.0"]);
    // What is locked stays, suitable or not.
    workspace.write("Cargo.toml", &manifest.replace("[package]", "[package]\nrust-version = \"1.85\""));
    assert!(workspace.cargo(&["update", "ink-00", "--precise=1.3.0"]).success);
    assert!(workspace.cargo(&["update", "--workspace"]).success);
    assert_eq!(locked(&workspace), ["1.3.0"]);
    let [oldest, .., newest] = &releases[..] else { panic!("there are four") };
    assert_eq!(choose(&requirement("1"), &releases, Some((1, 85)), Some(&newest.version)), Some(newest));
    assert_eq!(choose(&requirement("1"), &releases, Some((1, 85)), Some(&oldest.version)), Some(oldest));
}

#[test]
fn a_version_that_says_nothing_about_rust_suits_everybody() {
    let workspace = registry(&["1"], &["1.0.0", r#"1.1.0 "yanked":false,"rust_version":"1.999""#]);
    assert!(workspace.cargo(&["generate-lockfile"]).success);
    assert_eq!(locked(&workspace), ["1.0.0"]);
    let releases = [release("1.0.0"), Release { rust: Some((1, 999)), ..release("1.1.0") }];
    assert_eq!(choose(&requirement("1"), &releases, Some((1, 85)), None), Some(&releases[0]));
}

#[test]
fn a_cautious_member_holds_back_those_who_need_not_be() {
    let workspace = registry(
        &["1"],
        &[
            r#"1.0.0 "yanked":false,"rust_version":"1.60""#,
            r#"1.1.0 "yanked":false,"rust_version":"1.85""#,
            r#"1.2.0 "yanked":false,"rust_version":"1.90""#,
        ],
    );
    let manifest = fs::read_to_string(workspace.path().join("Cargo.toml")).unwrap();
    let asks = manifest.replace("[package]", "[package]\nrust-version = \"1.85\"");
    workspace.write("Cargo.toml", &format!("{asks}\n[workspace]\nmembers = [\"cautious\"]\n"));
    let member = |rust: &str| format!("[package]\nname = \"cautious\"\nedition = \"2021\"\n{rust}\n");
    workspace.write("cautious/src/lib.rs", "");
    for (rust, expected) in [
        ("", "1.1.0"),
        ("rust-version = \"1.60\"", "1.0.0"),
        // Nothing suits it, so the others decide.
        ("rust-version = \"1.59\"", "1.1.0"),
    ] {
        workspace.write("cautious/Cargo.toml", &member(rust));
        assert!(workspace.cargo(&["generate-lockfile"]).success);
        let lock = locked(&workspace);
        assert!(lock.contains(&expected.to_owned()), "{rust}: {lock:?}");
    }
}

#[test]
fn one_tree_has_one_version_of_each_compatible_range() {
    let copy = Workspace::copy_of(DIAMOND);
    let set = |paper: &str, printer: &str| {
        copy.write(
            "paper/Cargo.toml",
            &format!("[package]\nname = \"paper\"\nedition = \"2024\"\n[dependencies]\nink = \"{paper}\""),
        );
        copy.write(
            "printer/Cargo.toml",
            &format!(
                "[package]\nname = \"printer\"\nedition = \"2024\"\n[dependencies]\nink = \"{printer}\""
            ),
        );
        copy.cargo(&["generate-lockfile"])
            .success
            .then(|| locked(&copy).into_iter().filter(|version| version != "0.0.0").collect::<Vec<_>>())
    };
    assert_eq!(set("1", "=1.0.0"), Some(vec!["1.0.0".into()]), "the newest for both is not the newest");
    assert_eq!(set("=1.0.0", "2"), Some(vec!["1.0.0".into(), "2.0.0".into()]));
    assert_eq!(set("=1.0.0", "=1.1.0"), None);
}

#[test]
fn types_of_two_versions_are_two_types() {
    let copy = Workspace::copy_of(DIAMOND);
    assert_eq!(copy.errors(&["check", "--locked"]), ["E0277", "E0308"]);
    let listed = |arguments: &[&str]| {
        let tree = copy.cargo(&[&["tree", "--prefix=none", "--format={p}"], arguments].concat()).stdout;
        tree.lines()
            .filter_map(|line| line.split(" (").next().map(str::to_owned))
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
    };
    assert_eq!(listed(&["--duplicates", "--depth=0"]), ["ink v1.0.0", "ink v2.0.0"]);
    assert_eq!(listed(&["--invert=ink@1.0.0"]), ["ink v1.0.0", "paper v0.0.0", "app v0.0.0"]);
}

#[test]
fn statics_of_two_versions_are_two_statics() {
    let copy = Workspace::copy_of(DIAMOND);
    let runs =
        "fn main() {\n    paper::pot();\n    println!(\"{} {}\", paper::ink::pots(), printer::pots());\n}\n";
    copy.write("app/src/main.rs", runs);
    assert_eq!(copy.cargo(&["run", "-q", "--locked"]).stdout, "1 0\n");
}

#[test]
fn a_diamond_is_repaired_by_an_old_version_that_re_exports_the_new_one() {
    let copy = Workspace::copy_of(DIAMOND);
    assert!(copy.cargo(&["update", "ink@1"]).success);
    assert_eq!(locked(&copy), ["1.1.0", "2.0.0", "0.0.0", "0.0.0"]);
    assert_eq!(copy.cargo(&["run", "-q"]).stdout, "2 2\n", "one type, one static");
}

#[test]
fn a_diamond_is_repaired_by_raising_the_one_who_is_behind() {
    let copy = Workspace::copy_of(DIAMOND);
    copy.replace("paper/Cargo.toml", "\"1\"", "\"2\"");
    assert!(!copy.cargo(&["check", "--locked"]).success, "the lockfile would have to change");
    assert_eq!(copy.cargo(&["run", "-q"]).stdout, "2 2\n");
    assert_eq!(copy.cargo(&["tree", "--duplicates"]).stdout, "");
}

#[test]
fn a_lower_bound_may_be_a_promise_that_nobody_has_tried() {
    let copy = Workspace::copy_of(DIAMOND);
    copy.write(
        "shelf/ink-1.1.0/Cargo.toml",
        "[package]\nname = \"ink\"\nversion = \"1.1.0\"\nedition = \"2024\"\n[lib]\npath = \"lib.rs\"",
    );
    copy.write("shelf/ink-1.1.0/lib.rs", "pub struct Pot;\npub fn fountain() -> Pot { Pot }");
    copy.write("paper/src/lib.rs", "pub fn pot() -> ink::Pot { ink::fountain() }");
    assert_eq!(copy.errors(&["check", "-p", "paper"]), ["E0425"], "the lockfile says 1.0.0");
    assert!(copy.cargo(&["update", "ink@1"]).success);
    assert_eq!(copy.errors(&["check", "-p", "paper"]), [""; 0]);
}

#[test]
fn the_lockfile_of_a_dependency_is_not_read() {
    let copy = Workspace::copy_of(DIAMOND);
    copy.write("shelf/ink-2.0.0/Cargo.lock", "no lockfile at all");
    assert!(copy.cargo(&["generate-lockfile"]).success);
}

#[test]
fn a_patch_replaces_what_it_is_new_enough_for_in_the_whole_tree() {
    let copy = Workspace::copy_of(DIAMOND);
    let sources = || {
        let metadata = copy.json(&["metadata", "--format-version=1"]);
        let packages = metadata["packages"].as_array().unwrap().iter();
        let ink = packages.filter(|package| package["name"] == "ink");
        ink.map(|ink| (ink["version"].as_str().unwrap().to_owned(), ink["source"].is_null()))
            .collect::<BTreeMap<_, _>>()
    };
    let manifest = fs::read_to_string(copy.path().join("Cargo.toml")).unwrap();
    copy.write("Cargo.toml", &format!("{manifest}\n[patch.crates-io]\nink = {{ path = \"own\" }}\n"));
    let own = |version: &str| {
        let package =
            format!("[workspace]\n[package]\nname = \"ink\"\nversion = \"{version}\"\nedition = \"2024\"");
        copy.write("own/Cargo.toml", &package);
    };
    copy.write("own/src/lib.rs", "pub struct Pot;");
    own("2.0.1");
    // The lockfile's 2.0.0 gives way: a patch is offered as a version more.
    assert!(copy.cargo(&["update"]).success);
    assert_eq!(sources(), BTreeMap::from([("1.1.0".into(), false), ("2.0.1".into(), true)]));
    own("3.0.0");
    assert!(copy.cargo(&["update"]).success);
    assert_eq!(sources(), BTreeMap::from([("1.1.0".into(), false), ("2.0.0".into(), false)]));
    assert!(fs::read_to_string(copy.path().join("Cargo.lock")).unwrap().contains("[[patch.unused]]"));
}

/// A change of a library, a dependent that compiled before it, and the code with which it is refused afterwards.
struct Change {
    name: &'static str,
    before: &'static str,
    after: &'static str,
    dependent: &'static str,
    refused: &'static str,
}

const CHANGES: &[Change] = &[
    Change {
        name: "variant",
        before: "pub enum Tint { Black }",
        after: "pub enum Tint { Black, Red }",
        dependent: "pub fn name(tint: ink::Tint) -> &'static str { match tint { ink::Tint::Black => \"black\" } }",
        refused: "E0004",
    },
    Change {
        name: "expected-variant",
        before: "#[non_exhaustive] pub enum Tint { Black }",
        after: "#[non_exhaustive] pub enum Tint { Black, Red }",
        dependent: "pub fn name(tint: ink::Tint) -> u8 { match tint { ink::Tint::Black => 0, _ => 1 } }",
        refused: "",
    },
    Change {
        name: "field",
        before: "pub struct Pot { pub grams: u32 }",
        after: "pub struct Pot { pub grams: u32, pub glass: bool }",
        dependent: "pub fn pot() -> ink::Pot { ink::Pot { grams: 30 } }",
        refused: "E0063",
    },
    Change {
        name: "required-method",
        before: "pub trait Dries { fn seconds(&self) -> u32; }",
        after: "pub trait Dries { fn seconds(&self) -> u32; fn smears(&self) -> bool; }",
        dependent: "pub struct Own; impl ink::Dries for Own { fn seconds(&self) -> u32 { 5 } }",
        refused: "E0046",
    },
    Change {
        name: "auto-trait",
        before: "#[derive(Default)] pub struct Pot { label: Box<str> }",
        after: "#[derive(Default)] pub struct Pot { label: std::rc::Rc<str> }",
        dependent: "pub fn send(pot: ink::Pot) { std::thread::spawn(move || drop(pot)); }",
        refused: "E0277",
    },
    Change {
        name: "drop",
        before: "pub struct Pot { pub label: String }",
        after: "pub struct Pot { pub label: String } impl Drop for Pot { fn drop(&mut self) {} }",
        dependent: "pub fn label(pot: ink::Pot) -> String { pot.label }",
        refused: "E0509",
    },
    Change {
        name: "copy",
        before: "#[derive(Clone, Copy)] pub struct Tint(u8);",
        after: "#[derive(Clone)] pub struct Tint(u8);",
        dependent: "pub fn twice(tint: ink::Tint) -> [ink::Tint; 2] { [tint, tint] }",
        refused: "E0382",
    },
    Change {
        name: "parameter",
        before: "pub fn mix<T: Default>() -> T { T::default() }",
        after: "pub fn mix<T: Default, U>() -> T { T::default() }",
        dependent: "pub fn mixed() -> u8 { ink::mix::<u8>() }",
        refused: "E0107",
    },
    Change {
        name: "provided-method",
        before: "pub trait Dries {} impl Dries for u8 {}",
        after: "pub trait Dries { fn seconds(&self) -> u32 { 5 } } impl Dries for u8 {}",
        dependent: "use ink::Dries; trait Timed { fn seconds(&self) -> u32 { 6 } } impl Timed for u8 {} \
                    pub fn sum<T>() -> u32 where u8: Dries { 1_u8.seconds() }",
        refused: "E0034",
    },
    Change {
        name: "inherent-method",
        before: "pub struct Pot;",
        after: "pub struct Pot; impl Pot { pub fn seconds(&self) -> u32 { 5 } }",
        dependent: "pub trait Timed { fn seconds(&self) -> u32; } \
                    impl Timed for ink::Pot { fn seconds(&self) -> u32 { 6 } } pub fn own() -> u32 { ink::Pot.seconds() }",
        refused: "",
    },
    Change {
        name: "generalised",
        before: "pub fn label(text: String) -> usize { text.len() }",
        after: "pub fn label(text: impl Into<String>) -> usize { text.into().len() }",
        dependent: "pub fn length() -> usize { ink::label(\"blue\".into()) }",
        refused: "E0283",
    },
    Change {
        name: "item",
        before: "pub struct Pot;",
        after: "pub struct Pot; pub struct Quill;",
        dependent: "mod own { pub struct Quill; } use {own::*, ink::*}; pub fn both() -> (Pot, Quill) { (Pot, Quill) }",
        refused: "E0659",
    },
    Change {
        name: "deprecated",
        before: "pub fn dip() {}",
        after: "#[deprecated] pub fn dip() {}",
        dependent: "#![deny(warnings)] pub fn dip() { ink::dip() }",
        refused: "deprecated",
    },
];

#[test]
fn changes_break_dependents_as_the_lesson_says() {
    let workspace = Workspace::empty();
    workspace.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"*/dependent\"]\n");
    for Change { name, before, dependent, .. } in CHANGES {
        let ink = format!("[package]\nname = \"ink-{name}\"\nedition = \"2024\"\n[lib]\nname = \"ink\"\n");
        workspace.write(&format!("{name}/ink/Cargo.toml"), &ink);
        workspace.write(&format!("{name}/ink/src/lib.rs"), before);
        let manifest = format!(
            "[package]\nname = \"{name}\"\nedition = \"2024\"\n[dependencies]\nink-{name} = {{ path = \"../ink\" }}\n"
        );
        workspace.write(&format!("{name}/dependent/Cargo.toml"), &manifest);
        workspace.write(&format!("{name}/dependent/src/lib.rs"), dependent);
    }
    let check = &["check", "--workspace", "--keep-going"];
    assert_eq!(workspace.errors(check), [""; 0], "everything compiles before the changes");

    for Change { name, after, .. } in CHANGES {
        workspace.write(&format!("{name}/ink/src/lib.rs"), after);
    }
    let records = workspace.records(check);
    for Change { name, refused, .. } in CHANGES {
        let errors = records.iter().filter(|record| {
            record["reason"] == "compiler-message"
                && record["message"]["level"] == "error"
                && record["manifest_path"]
                    .as_str()
                    .is_some_and(|path| Path::new(path).ends_with(format!("{name}/dependent/Cargo.toml")))
        });
        let mut codes: Vec<_> =
            errors.filter_map(|error| error["message"]["code"]["code"].as_str()).collect();
        codes.dedup();
        let expected: &[&str] = if refused.is_empty() { &[] } else { &[refused] };
        assert_eq!(codes, expected, "{name}");
    }
}

#[test]
fn an_inherent_method_of_a_new_version_is_called_in_the_place_of_ones_own() {
    let copy = Workspace::copy_of(DIAMOND);
    let own = "trait Timed {\n    fn seconds(&self) -> u32;\n}\n\nimpl Timed for paper::ink::Pot {\n    \
               fn seconds(&self) -> u32 {\n        6\n    }\n}\n\nfn main() {\n    print!(\"{}\", paper::pot().seconds());\n}\n";
    copy.write("app/src/main.rs", own);
    assert_eq!(copy.cargo(&["run", "-q"]).stdout, "6");
    let ink = fs::read_to_string(copy.path().join("shelf/ink-1.0.0/lib.rs")).unwrap();
    // A changed package is a new version for cargo: nothing in a registry ever changes.
    let changed = format!("{ink}\nimpl Pot {{\n    pub fn seconds(&self) -> u32 {{\n        5\n    }}\n}}\n");
    copy.write("shelf/ink-1.0.1/lib.rs", &changed);
    let manifest =
        "[package]\nname = \"ink\"\nversion = \"1.0.1\"\nedition = \"2024\"\n[lib]\npath = \"lib.rs\"\n";
    copy.write("shelf/ink-1.0.1/Cargo.toml", manifest);
    copy.write("shelf/ink-1.0.1/.cargo-checksum.json", "{\"files\":{}}");
    fs::remove_dir_all(copy.path().join("shelf/ink-1.1.0")).unwrap();
    assert!(copy.cargo(&["update", "ink@1"]).success);
    assert_eq!(copy.cargo(&["run", "-q"]).stdout, "5");
}
