//! Tells the compiler what it cannot see: which migrations there are, and whether tests find a PostgreSQL server here.

use std::{env, path::PathBuf};

fn main() {
    // `sqlx::migrate!` reads a directory while it is compiled; cargo does not know that a new file there matters.
    println!("cargo::rerun-if-changed=migrations");

    // Tests that need a server are ignored, with the reason, where there is none. That is decided when they are
    // compiled, because a test that runs can only pass or fail.
    println!("cargo::rustc-check-cfg=cfg(postgres_is_installed)");
    println!("cargo::rerun-if-env-changed=PATH");
    println!("cargo::rerun-if-changed=/usr/lib/postgresql");
    let on_path = env::var_os("PATH").unwrap_or_default();
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let directories = env::split_paths(&on_path).chain(debian.map(|version| version.path().join("bin")));
    let has_both =
        |directory: &PathBuf| ["initdb", "postgres"].iter().all(|program| directory.join(program).is_file());
    if directories.into_iter().any(|directory| has_both(&directory)) {
        println!("cargo::rustc-cfg=postgres_is_installed");
    }
}
