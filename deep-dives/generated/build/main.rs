//! Writes `problems.rs` into cargo's output directory, from `problems.txt`.
//!
//! A build script talks to cargo through lines on its standard output, and these are all that it says here: when to run
//! it again, and what is wrong with the table. It panics only for what is not the fault of the table.

mod source;
mod table;

use std::{env, fs, path::Path};

/// Relative to the package, in whose directory cargo runs its build script.
const TABLE: &str = "problems.txt";

fn main() {
    // The script itself needs no such line: cargo knows from the compiler which files it is made of.
    println!("cargo::rerun-if-changed={TABLE}");
    let text = match fs::read_to_string(TABLE) {
        Ok(text) => text,
        Err(error) => {
            println!("cargo::error={TABLE}: {error}; restore it, or change the path in build/main.rs");
            return;
        }
    };
    match table::parse(&text) {
        Ok(rows) => {
            // Read when the script runs. `env!` would be evaluated when it is compiled, and then there is no such variable.
            let directory = env::var_os("OUT_DIR").expect("cargo says where output belongs");
            fs::write(Path::new(&directory).join("problems.rs"), source::of(&rows))
                .expect("the output directory can be written to");
        }
        // All of them, a line each. The build fails because of these lines, not because of an exit code.
        Err(faults) => faults.iter().for_each(|fault| println!("cargo::error={TABLE}:{fault}")),
    }
}
