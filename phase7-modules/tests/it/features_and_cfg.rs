use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsString,
    fs, io,
    panic::{self, UnwindSafe},
    path::{Path, PathBuf},
};

use phase7_modules::features_and_cfg::{BUILD, Build, Layout, run, save};
use serde_json::Value;

use crate::cargo::Workspace;

type Set = BTreeSet<String>;

fn words(text: &str) -> Set {
    text.split_whitespace().map(Into::into).collect()
}

/// The features that a package declares, each with what it turns on.
fn features(workspace: &Workspace, package: &str) -> BTreeMap<String, Vec<String>> {
    let metadata = workspace.json(&["metadata", "--format-version=1", "--no-deps"]);
    let packages = metadata["packages"].as_array().expect("metadata has packages");
    let found = packages.iter().find(|it| it["name"] == package).expect("it is a member");
    serde_json::from_value(found["features"].clone()).expect("features are lists of strings")
}

/// The packages of a dependency tree, each with the features that it is built with.
#[track_caller]
fn tree(workspace: &Workspace, arguments: &[&str]) -> BTreeMap<String, Set> {
    let format = ["tree", "--edges=normal", "--prefix=none", "--no-dedupe", "--format={p}|{f}"];
    let output = workspace.cargo(&[&format, arguments].concat());
    assert!(output.success, "{arguments:?}: {}", output.stderr);
    let lines = output.stdout.lines().filter_map(|line| line.split_once('|'));
    lines
        .map(|(package, features)| {
            let name = package.split(' ').next().unwrap_or_default();
            (name.to_owned(), features.split(',').filter(|it| !it.is_empty()).map(Into::into).collect())
        })
        .collect()
}

// What is built of press-render.

/// All features that are on if `asked` are: names of other features in a feature's list are features, too.
fn closure(features: &BTreeMap<String, Vec<String>>, asked: impl IntoIterator<Item = String>) -> Set {
    let mut on = Set::new();
    let mut waiting: Vec<_> = asked.into_iter().collect();
    while let Some(name) = waiting.pop() {
        if let Some(list) = features.get(&name)
            && on.insert(name)
        {
            waiting.extend(list.iter().cloned());
        }
    }
    on
}

/// Builds and tests press-render with exactly these features, and returns the names of the renderers.
#[track_caller]
fn renderers(workspace: &Workspace, features: &Set) -> Vec<String> {
    let list = features.iter().map(String::as_str).collect::<Vec<_>>().join(",");
    let output = workspace.cargo(
        &[
            &["test", "--locked", "--package=press-render", "--test=it", "--no-default-features"],
            &["--features", &list, "--", "--show-output"][..],
        ]
        .concat(),
    );
    assert!(output.success, "[{list}] {}{}", output.stdout, output.stderr);
    assert!(!output.stderr.contains("warning: "), "[{list}] {}", output.stderr);
    let line = output.stdout.lines().find_map(|line| line.strip_prefix("renderers:"));
    line.expect("a test prints the renderers").split_whitespace().map(Into::into).collect()
}

#[test]
fn every_subset_of_the_features_builds_without_a_warning_and_has_its_renderers() {
    let workspace = Workspace::of_this_test();
    let features = features(&workspace, "press-render");
    let names: Vec<_> = features.keys().filter(|name| *name != "default").collect();
    let subsets: BTreeSet<Set> = (0..1_usize << names.len())
        .map(|bits| {
            let asked = names.iter().enumerate().filter(|(place, _)| bits >> place & 1 == 1);
            closure(&features, asked.map(|(_, name)| (*name).clone()))
        })
        .collect();

    for subset in &subsets {
        let wanted: Vec<_> =
            ["html", "text", "ansi"].into_iter().filter(|name| subset.contains(*name)).collect();
        assert_eq!(renderers(&workspace, subset), wanted, "{subset:?}");
    }
    assert!(subsets.len() < 1 << names.len(), "what `ansi` turns on does not make a subset of its own");
}

#[test]
fn every_feature_is_asked_for_by_code() {
    let workspace = Workspace::of_this_test();
    let sources = workspace.path().join("phase7-modules/press/render/src");
    let code: String = fs::read_dir(sources)
        .expect("press-render has sources")
        .map(|file| fs::read_to_string(file.expect("it can be listed").path()).expect("sources are text"))
        .collect();
    for name in features(&workspace, "press-render").keys().filter(|name| *name != "default") {
        assert!(code.contains(&format!("feature = {name:?}")), "{name} is in the manifest only");
    }
}

#[test]
fn a_weak_feature_does_not_bring_the_dependency() {
    let workspace = Workspace::of_this_test();
    let press = |features| {
        tree(&workspace, &["--package=press-render", "--no-default-features", "--features", features])
    };
    assert!(!press("io").contains_key("anstyle"));
    assert_eq!(press("ansi")["anstyle"], Set::new());
    assert_eq!(press("ansi,io")["anstyle"], words("std"));
    assert_eq!(press("ansi,io")["press-render"], words("ansi io text"));
}

#[test]
fn packages_built_together_share_one_press_render_with_the_features_of_both() {
    let workspace = Workspace::of_this_test();
    let features =
        |packages: &[&str]| tree(&workspace, packages).remove("press-render").expect("it is in the tree");
    assert_eq!(features(&["--package=press-render"]), words("default html"));
    assert_eq!(
        features(&["--package=press-cli"]),
        words("html io text"),
        "without its default, but with their own"
    );
    assert_eq!(features(&["--package=press-cli", "--no-default-features"]), words("io"));
    let both = ["--package=press-cli", "--package=press-render"];
    assert_eq!(features(&both), words("default html io text"));

    let edges =
        workspace.cargo(&["tree", "--edges=features", "--invert=press-render", "--package=press-cli"]);
    let who = |feature: &str| {
        let mut lines = edges
            .stdout
            .lines()
            .skip_while(|line| !line.contains(&format!("press-render feature {feature:?}")));
        lines.nth(1).map(|line| line.trim_start_matches(['│', '├', '└', '─', ' ']).to_owned())
    };
    assert_eq!(who("html").as_deref(), Some("press-cli feature \"html\""), "{}", edges.stdout);
    assert_eq!(who("ansi"), None);
}

// What other manifests say.

#[test]
fn an_optional_dependency_is_a_public_feature_until_somebody_says_dep() {
    let workspace = Workspace::copy_of("features_and_cfg/manifests");
    let names = |package| features(&workspace, package).into_keys().collect::<Vec<_>>();
    assert_eq!(names("implicit"), ["colour"]);
    assert_eq!(names("explicit"), ["paint"]);
    assert_eq!(names("weak"), ["paint", "std"]);
}

#[test]
fn a_slash_brings_the_dependency_and_a_question_mark_does_not() {
    let workspace = Workspace::copy_of("features_and_cfg/manifests");
    let colour = |package, features| {
        tree(&workspace, &["--package", package, "--features", features]).remove("colour")
    };
    assert_eq!(colour("strong", "std"), Some(words("std")));
    assert_eq!(colour("weak", "std"), None);
    assert_eq!(colour("weak", "paint"), Some(Set::new()));
    assert_eq!(colour("weak", "paint,std"), Some(words("std")));
}

#[test]
fn one_careless_dependant_brings_the_defaults_back_for_all() {
    let workspace = Workspace::copy_of("features_and_cfg/manifests");
    let letters =
        |arguments: &[&str]| tree(&workspace, arguments).remove("letters").expect("it is in the tree");
    assert_eq!(letters(&["--package=modest"]), Set::new());
    assert_eq!(letters(&["--package=modest", "--package=careless"]), words("default serif"));
    let without = letters(&["--package=careless", "--no-default-features"]);
    assert_eq!(without, words("default serif"), "the flag is about the packages on the command line only");
}

#[test]
fn features_for_build_scripts_tests_and_other_targets_are_not_those_of_the_program() {
    let workspace = Workspace::copy_of("features_and_cfg/manifests");
    let colour = |edges| {
        let arguments = ["tree", "--package=hosted", "--prefix=none", "--format={p}|{f}", "--edges", edges];
        let output = workspace.cargo(&arguments);
        let line = output.stdout.lines().find(|line| line.starts_with("colour ")).map(str::to_owned);
        line.and_then(|line| line.rsplit('|').next().map(str::to_owned))
    };
    for (edges, of_these) in [("normal", ""), ("build", "std"), ("normal,dev", "names")] {
        assert_eq!(colour(edges).as_deref(), Some(of_these), "{edges}");
    }
    workspace.replace("Cargo.toml", "resolver = \"3\"", "resolver = \"1\"");
    assert_eq!(colour("normal").as_deref(), Some("names,palette,std"));
}

#[test]
fn dependencies_of_a_target_know_neither_features_nor_profiles() {
    let workspace = Workspace::copy_of("features_and_cfg/manifests");
    let output = workspace.cargo(&["check", "--release", "--package=settled", "--features=fast"]);
    assert!(output.success, "{}", output.stderr);
    let built = |package: &str| output.stderr.contains(&format!("Checking {package} "));
    assert_eq!(
        [built("settled"), built("colour"), built("letters")],
        [true, true, false],
        "{}",
        output.stderr
    );
}

#[test]
fn a_member_cannot_turn_off_defaults_that_its_workspace_has_on() {
    let workspace = Workspace::copy_of("features_and_cfg/manifests");
    let refuses = || !workspace.cargo(&["metadata", "--format-version=1"]).success;
    let line = "letters = { path = \"letters\", default-features = false }";
    workspace.replace("Cargo.toml", line, "letters.path = \"letters\"");
    assert!(!refuses());
    let line = "letters = { workspace = true, default-features = false }";
    workspace.replace("modest/Cargo.toml", "letters.workspace = true", line);
    assert!(refuses());
}

#[test]
fn a_feature_that_changes_a_signature_breaks_whoever_was_there_before() {
    let workspace = Workspace::copy_of("features_and_cfg/siblings");
    for alone in ["catalogue", "printer"] {
        let output = workspace.cargo(&["check", "--package", alone]);
        assert!(output.success, "{}", output.stderr);
    }
    let errors: Vec<_> = workspace
        .messages(&["check", "--workspace", "--keep-going"])
        .into_iter()
        .filter(|message| message["level"] == "error" && message["code"].is_object())
        .collect();
    let places: Vec<_> = errors.iter().map(|it| (code(it), place(it))).collect();
    assert_eq!(places, [("E0277".into(), ("catalogue/src/lib.rs".into(), 4))]);
}

fn code(message: &Value) -> String {
    message["code"]["code"].as_str().unwrap_or_default().to_owned()
}

fn place(message: &Value) -> (String, u64) {
    let spans = message["spans"].as_array().expect("a message has spans");
    let span = spans.iter().find(|span| span["is_primary"] == true).expect("one of them is the primary one");
    let file = span["file_name"].as_str().unwrap_or_default().replace('\\', "/");
    (file, span["line_start"].as_u64().unwrap_or_default())
}

fn unexpected(workspace: &Workspace) -> Vec<u64> {
    let messages = workspace.messages(&["check"]);
    messages.iter().filter(|it| code(it) == "unexpected_cfgs").map(|it| place(it).1).collect()
}

#[test]
fn a_name_that_no_manifest_knows_is_reported_and_an_unused_feature_is_not() {
    let workspace = Workspace::copy_of("features_and_cfg/spelling");
    let source = fs::read_to_string(workspace.path().join("src/lib.rs")).expect("it is a file");
    let marked = |mark: &str| -> Vec<u64> {
        (1..).zip(source.lines()).filter_map(|(number, line)| line.contains(mark).then_some(number)).collect()
    };
    assert_eq!(unexpected(&workspace), marked("// unexpected"), "and nothing about the feature `unused`");

    workspace.replace("Cargo.toml", ", 'cfg(press_trace)'", "");
    let forgotten: BTreeSet<_> =
        [marked("// unexpected"), marked("cfg(press_trace)")].concat().into_iter().collect();
    assert_eq!(unexpected(&workspace), forgotten.into_iter().collect::<Vec<_>>());
}

#[test]
fn documentation_may_show_what_this_system_lacks() {
    let workspace = Workspace::copy_of("features_and_cfg/elsewhere");
    let documented = || workspace.cargo(&["doc", "--quiet"]).success;
    assert!(documented());
    assert!(workspace.path().join("target/doc/elsewhere/fn.share.html").exists());
    assert!(workspace.cargo(&["check", "--quiet"]).success, "for the compiler the function is not there");
    workspace.replace("src/lib.rs", "    platform::share(path)", "    use platform::share;\n    share(path)");
    assert!(!documented(), "an import has to exist");
}

#[test]
fn an_example_behind_doc_is_collected_and_does_not_find_its_item() {
    let workspace = Workspace::copy_of("features_and_cfg/elsewhere");
    workspace.write(
        "src/lib.rs",
        "//! ```\n//! assert!(!cfg!(doc));\n//! ```\n\n\
         /// ```\n/// elsewhere::share();\n/// ```\n#[cfg(doc)]\npub fn share() {}\n",
    );
    let output = workspace.cargo(&["test", "--doc"]);
    assert!(output.stdout.contains("1 passed; 1 failed"), "{}{}", output.stdout, output.stderr);
    assert!(output.stdout.contains("E0425"), "{}", output.stdout);
}

// The build script.

const BUILD_SCRIPT: &str = include_str!("../../build.rs");

#[test]
fn who_builds_the_program_has_the_last_word_on_the_layout_and_a_change_of_mind_is_noticed() {
    let workspace = Workspace::copy_of("features_and_cfg/layouts");
    workspace.write("build.rs", BUILD_SCRIPT);
    let built = || workspace.cargo(&["run", "--quiet"]);
    let of_the_target = cfg_select! {
        windows => "windows",
        target_vendor = "apple" => "apple",
        unix => "xdg",
        _ => "none",
    };
    assert_eq!(built().stdout.trim(), of_the_target);
    for layout in ["apple", "windows", "xdg"] {
        workspace.write(".cargo/config.toml", &format!("[env]\nPRESS_LAYOUT = {layout:?}\n"));
        assert_eq!(built().stdout.trim(), layout);
    }
    workspace.write(".cargo/config.toml", "[env]\nPRESS_LAYOUT = \"xgd\"\n");
    let refused = built();
    assert!(!refused.success && refused.stderr.contains("`xgd`"), "{}", refused.stderr);
}

/// The script is run here as any program, with the variables that cargo would set for a target.
#[test]
fn the_layout_is_that_of_the_target_and_not_that_of_the_machine_that_builds() {
    let workspace = Workspace::copy_of("features_and_cfg/layouts");
    workspace.write("src/main.rs", BUILD_SCRIPT);
    let settled = |variables: &str| {
        workspace.write(".cargo/config.toml", &format!("[env]\n{variables}"));
        let output = workspace.cargo(&["run", "--quiet"]);
        assert!(output.success, "{}", output.stderr);
        output.stdout.lines().find_map(|line| line.strip_prefix("cargo::rustc-cfg=")).map(str::to_owned)
    };
    let unix = "CARGO_CFG_UNIX = ''\nCARGO_CFG_TARGET_VENDOR = 'unknown'\n";
    assert_eq!(settled(unix).as_deref(), Some("layout=\"xdg\""));
    let apple = "CARGO_CFG_UNIX = ''\nCARGO_CFG_TARGET_VENDOR = 'apple'\n";
    assert_eq!(settled(apple).as_deref(), Some("layout=\"apple\""));
    let windows = "CARGO_CFG_WINDOWS = ''\nCARGO_CFG_TARGET_VENDOR = 'pc'\n";
    assert_eq!(settled(windows).as_deref(), Some("layout=\"windows\""));
    assert_eq!(settled("CARGO_CFG_TARGET_VENDOR = 'unknown'\n"), None);
}

#[test]
fn a_script_that_says_what_it_reads_runs_again_for_nothing_else() {
    const COUNTER: &str = r#"
        fn main() {
            let file = std::path::Path::new(&std::env::var("OUT_DIR").unwrap()).join("runs");
            let runs = std::fs::read(&file).map_or(1, |runs| runs.len() + 1);
            std::fs::write(&file, vec![b'.'; runs]).unwrap();
            println!("cargo::rustc-env=RUNS={runs}");
        }"#;
    let workspace = Workspace::copy_of("features_and_cfg/layouts");
    workspace.write("src/main.rs", "fn main() { println!(\"{}\", env!(\"RUNS\")); }");
    let runs = || workspace.cargo(&["run", "--quiet"]).stdout.trim().to_owned();

    workspace.write("build.rs", COUNTER);
    assert_eq!(runs(), "1");
    workspace.write("notes.txt", "unrelated");
    assert_eq!(runs(), "2", "without a `rerun-if` line, every file of the package counts");

    let line = "{ println!(\"cargo::rerun-if-env-changed=PRESS_LAYOUT\");";
    workspace.write("build.rs", &COUNTER.replacen('{', line, 1));
    assert_eq!(runs(), "3", "and the script itself always does");
    workspace.write("notes.txt", "still unrelated");
    assert_eq!(runs(), "3");
}

#[test]
fn a_build_script_says_which_values_there_are() {
    let workspace = Workspace::copy_of("features_and_cfg/layouts");
    workspace.write("build.rs", BUILD_SCRIPT);
    assert!(unexpected(&workspace).is_empty());
    workspace.replace("build.rs", r#"values("xdg", "apple", "windows")"#, r#"values("xdg", "apple")"#);
    assert_eq!(unexpected(&workspace), [7]);
}

// The library.

fn environment(pairs: &[(&str, &str)]) -> impl Fn(&str) -> Option<OsString> {
    |name| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into())
}

#[test]
fn each_layout_has_its_directory_on_every_system() {
    let all = environment(&[("HOME", "/home/ada"), ("XDG_STATE_HOME", "/state"), ("LOCALAPPDATA", "/local")]);
    let drafts = |layout: Layout| layout.drafts(&all);
    assert_eq!(drafts(Layout::Xdg).as_deref(), Some(Path::new("/state/press/drafts")));
    assert_eq!(
        drafts(Layout::Apple).as_deref(),
        Some(Path::new("/home/ada/Library/Application Support/press/drafts"))
    );
    assert_eq!(drafts(Layout::Windows).as_deref(), Some(Path::new("/local/press/drafts")));
}

#[test]
fn a_variable_that_is_empty_or_relative_where_it_must_not_be_is_not_set() {
    let drafts = |layout: Layout, pairs: &[(&str, &str)]| layout.drafts(environment(pairs));
    let home = Some(PathBuf::from("/home/ada/.local/state/press/drafts"));
    for state in ["", "state"] {
        assert_eq!(drafts(Layout::Xdg, &[("HOME", "/home/ada"), ("XDG_STATE_HOME", state)]), home);
    }
    assert_eq!(
        drafts(Layout::Xdg, &[("XDG_STATE_HOME", "/state"), ("HOME", "")]),
        Some("/state/press/drafts".into())
    );
    for layout in [Layout::Xdg, Layout::Apple, Layout::Windows] {
        assert_eq!(drafts(layout, &[("HOME", ""), ("LOCALAPPDATA", "")]), None);
        assert_eq!(drafts(layout, &[]), None);
    }
}

#[test]
fn the_build_says_what_it_is() {
    let layout = match option_env!("PRESS_LAYOUT") {
        Some("apple") => Some(Layout::Apple),
        Some("windows") => Some(Layout::Windows),
        Some(_) => Some(Layout::Xdg),
        None => cfg_select! {
            windows => Some(Layout::Windows),
            target_vendor = "apple" => Some(Layout::Apple),
            unix => Some(Layout::Xdg),
            _ => None,
        },
    };
    let expected = Build {
        layout,
        private: cfg!(unix),
        checks: cfg!(debug_assertions),
        survives_panics: cfg!(panic = "unwind"),
        under_test: !cfg!(test),
    };
    assert_eq!(BUILD, expected, "this is a harness, and the library was built without one");
}

#[test]
fn the_braces_of_an_arm_are_no_block() {
    cfg_select! {
        false => {
            let mark = no_such_function();
        }
        _ => {
            let mark = "draft";
        }
    }
    assert_eq!(mark, "draft");
    let marked = cfg_select! {
        false => 1_u8,
        _ => {{
            let title = "Moving";
            format!("{title} ({mark})")
        }}
    };
    assert_eq!(marked, "Moving (draft)");
}

#[test]
fn a_draft_is_never_overwritten() {
    let directory = tempfile::tempdir().expect("a place for temporary files");
    let path = directory.path().join("draft");
    save(&path, "first").expect("there is no such file");
    let again = save(&path, "second").expect_err("now there is one");
    assert_eq!(again.kind(), io::ErrorKind::AlreadyExists);
    assert_eq!(fs::read_to_string(&path).expect("it was written"), "first");
}

#[test]
fn a_relative_path_is_refused_where_there_are_checks() {
    let nowhere = Path::new("no such directory/draft");
    let saved = panic::catch_unwind(|| save(nowhere, "text").map_err(|error| error.kind())).ok();
    assert_eq!(saved, if BUILD.checks { None } else { Some(Err(io::ErrorKind::NotFound)) });
}

#[cfg(unix)]
#[test]
fn a_draft_is_private_until_it_is_shared() {
    use std::os::unix::fs::PermissionsExt;

    let directory = tempfile::tempdir().expect("a place for temporary files");
    let path = directory.path().join("draft");
    let mode = || fs::metadata(&path).expect("it was written").permissions().mode() & 0o777;
    save(&path, "text").expect("there is no such file");
    assert_eq!(mode() & 0o077, 0, "{:o}", mode());
    phase7_modules::features_and_cfg::share(&path).expect("it is ours");
    assert_eq!(mode(), 0o640);
}

#[test]
fn a_plugin_that_panics_takes_nothing_with_it() {
    fn counted(plugin: impl FnOnce(&str) -> usize + UnwindSafe) -> Option<usize> {
        run(plugin, "a draft")
    }
    assert_eq!(counted(str::len), Some(7));
    if BUILD.survives_panics {
        assert_eq!(counted(|_| panic!("this plugin knows no drafts")), None);
    }
}
