//! Notes which rustc builds the workspace, so that the refused programs meet the very same one.

use std::{env, path::Path, process::Command};

fn main() {
    let rustc = env::var("RUSTC").expect("cargo sets RUSTC for build scripts");
    // `rustc` may be a proxy that picks a toolchain by directory; its sysroot holds the real one.
    let sysroot = Command::new(&rustc).args(["--print", "sysroot"]).output().expect("rustc runs");
    let sysroot = String::from_utf8(sysroot.stdout).expect("a sysroot is UTF-8");
    let real = Path::new(sysroot.trim()).join("bin").join("rustc").with_extension(env::consts::EXE_EXTENSION);
    let rustc = if real.is_file() { real.display().to_string() } else { rustc };
    println!("cargo::rustc-env=REFUSALS_RUSTC={rustc}");
    println!("cargo::rerun-if-changed=build.rs");
}
