//! Compiles the C++ class together with the glue that cxx writes for the bridge.

fn main() {
    cxx_build::bridge("src/lib.rs").file("src/index.cc").std("c++17").compile("deep-dives-cpp");
    for file in ["src/lib.rs", "src/index.cc", "src/index.h"] {
        println!("cargo::rerun-if-changed={file}");
    }
}
