//! Tells the tests for which machine they are built: only a build script is told.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-env=TARGET={}", std::env::var("TARGET").expect("cargo sets it for build scripts"));
}
