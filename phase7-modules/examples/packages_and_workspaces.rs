//! A newsroom of four packages, as cargo describes it: its crates, what a change reaches, and a release.
//!
//! Run: `cargo run --example packages_and_workspaces`. Look for where a dev-dependency counts, and where it does not.

use std::path::Path;

use phase7_modules::packages_and_workspaces::{Unpublishable, Workspace};

/// What `cargo metadata --no-deps` said in `tests/fixtures/packages_and_workspaces/newsroom`.
const RECORDED: &str = include_str!("../tests/fixtures/packages_and_workspaces/newsroom.json");

fn main() {
    let (package, lesson) = (env!("CARGO_PKG_NAME"), phase7_modules::packages_and_workspaces::HERE);
    println!("package {package}: the lesson is in {lesson}, this tour in the crate {}", module_path!());
    assert_eq!(package, "phase7-modules");
    assert_eq!(
        (lesson, module_path!()),
        ("phase7_modules::packages_and_workspaces", "packages_and_workspaces")
    );

    let newsroom = Workspace::read(RECORDED).expect("the record has the form of cargo's metadata");
    let kinds = ["lib, test", "lib", "bin, test, custom-build", "lib"];
    for (package, expected) in newsroom.packages().iter().zip(kinds) {
        let crates: Vec<_> = package.crates.iter().map(|found| found.kinds.join("+")).collect();
        println!("package {}: {}", package.name, crates.join(", "));
        assert_eq!(crates.join(", "), expected);
    }
    let crates = newsroom.packages().iter().map(|package| package.crates.len()).sum::<usize>();
    println!("{} packages are {crates} crates", newsroom.packages().len());
    assert_eq!((newsroom.packages().len(), crates), (4, 7));

    let file = Path::new("samples/src/lib.rs");
    let owner = newsroom.owner_of(file).expect("the file is in a package");
    let affected = newsroom.tests_affected_by(&owner.name);
    println!("a change in {} can break the tests of {}", file.display(), affected.join(", "));
    println!("but not those of stamp: it needs articles, and only the tests of articles need samples");
    assert_eq!(affected, ["articles", "samples", "site"]);

    let order = newsroom.publish_order().expect("the fixture can be published");
    println!("published in this order: {}", order.join(", "));
    assert_eq!(order, ["articles", "stamp", "site"]);

    let path_only = RECORDED.replace(r#""req": "^1","#, r#""req": "*","#);
    let path_only = Workspace::read(&path_only).expect("only a requirement was replaced");
    let refused = path_only.publish_order().expect_err("a path is no address in a registry");
    println!("without a version for stamp: {refused}");
    assert_eq!(refused, Unpublishable::Dependency("site".into(), "stamp".into()));
}
