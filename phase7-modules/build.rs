//! Settles the layout of directories, where `features_and_cfg` asks for it as `cfg(layout = "…")`.
//!
//! `PRESS_LAYOUT` has the last word, so that who packages the programs can choose, and no dependency can.

use std::env;

fn main() {
    // Without a line of this kind, cargo runs the script again after a change of any file of the package. A change of
    // the script itself it notices either way.
    println!("cargo::rerun-if-env-changed=PRESS_LAYOUT");
    println!(r#"cargo::rustc-check-cfg=cfg(layout, values("xdg", "apple", "windows"))"#);

    let asked = env::var_os("PRESS_LAYOUT").map(|layout| layout.to_string_lossy().into_owned());
    match asked.as_deref().or_else(|| of_the_target()) {
        Some(layout @ ("xdg" | "apple" | "windows")) => println!("cargo::rustc-cfg=layout=\"{layout}\""),
        Some(other) => println!("cargo::error=PRESS_LAYOUT is `{other}`: neither xdg, apple nor windows"),
        None => {}
    }
}

/// `cfg!(windows)` would tell what this script runs on, and that is the machine that builds.
fn of_the_target() -> Option<&'static str> {
    let set = |name| env::var_os(name).is_some();
    match () {
        () if env::var("CARGO_CFG_TARGET_VENDOR").is_ok_and(|vendor| vendor == "apple") => Some("apple"),
        () if set("CARGO_CFG_UNIX") => Some("xdg"),
        () if set("CARGO_CFG_WINDOWS") => Some("windows"),
        () => None,
    }
}
