//! Compiles the library with the machine's C compiler, and tells cargo to link it.

fn main() {
    println!("cargo::rerun-if-changed=src/wordbook.c");
    println!("cargo::rerun-if-changed=src/wordbook.h");
    // Finds the compiler by `CC` or by the target, makes `libwordbook.a` in `OUT_DIR`, and prints the lines that link it.
    cc::Build::new().file("src/wordbook.c").extra_warnings(true).compile("wordbook");
}
