//! Output of a build script, in a package that has none.
//!
//! Cargo sets `OUT_DIR` for the compiler only if the package has a build script; here, it is a variable of another tool
//! that did not run. `env!` is evaluated where the program is compiled, and a variable that is missing there is an error
//! there. Its second argument is the message for whoever builds without the tool. Repair: have it set; or, where a
//! program can do without, `option_env!`.

#[cfg(not(fixed))]
const PROBLEMS: &str = env!("PROBLEMS_OF_THE_PLATFORM", "run `make problems` first"); //~ "run `make problems` first"
#[cfg(fixed)]
const PROBLEMS: Option<&str> = option_env!("PROBLEMS_OF_THE_PLATFORM");

fn main() {
    println!("{PROBLEMS:?}");
}
