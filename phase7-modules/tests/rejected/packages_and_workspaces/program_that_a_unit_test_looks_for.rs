//! Only tests in `tests/` and benches are told where cargo puts the programs of their package.
//!
//! A unit test is part of the library or of the program, and nothing says that another program is built before it.
//! Repair: move the test to `tests/`. A helper that both kinds of tests use asks for the variable when it runs, and can
//! then say what is missing.

fn main() {
    #[cfg(not(fixed))]
    let program = Some(env!("CARGO_BIN_EXE_press")); //~ "not defined at compile time"
    #[cfg(fixed)]
    let program = std::env::var("CARGO_BIN_EXE_press").ok();
    match program {
        Some(program) => println!("testing {program}"),
        None => println!("run this test from `tests/`"),
    }
}
