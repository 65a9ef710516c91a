//! How long the compiler takes for a table of constants, repeated and munched.
//!
//! Run: `cargo bench -p phase8-macros --bench declarative_macros`. Look for the last column: a table twice as long comes
//! close to four times the work of a muncher, the closer the longer it is. A repetition's work grows with the table.
//!
//! What is timed is rustc itself, the fastest of three runs, so this is no bench of criterion's.

use std::{
    env,
    fmt::Write,
    fs,
    path::Path,
    process::{Command, ExitCode},
    time::{Duration, Instant},
};

const REPEATED: &str =
    "macro_rules! columns { ($($name:ident: $width:literal,)*) => { $(pub const $name: usize = $width;)* } }";

const MUNCHED: &str = "macro_rules! columns {
    () => {};
    ($name:ident: $width:literal, $($rest:tt)*) => { pub const $name: usize = $width; columns! { $($rest)* } };
}";

fn main() -> ExitCode {
    // `cargo bench` says so; `cargo test --benches` wants to know only whether this runs.
    let lengths: &[usize] =
        if env::args().any(|argument| argument == "--bench") { &[0, 1000, 2000, 4000] } else { &[0, 10] };
    let directory = env::temp_dir().join(format!("declarative_macros.{}", std::process::id()));
    fs::create_dir_all(&directory).expect("temporary directories can be made");
    println!("{:>8} {:>12} {:>12} {:>24}", "columns", "repeated", "munched", "munched, times the last");
    let mut base = [Duration::ZERO; 2];
    let mut last = None;
    for &length in lengths {
        let times = [REPEATED, MUNCHED].map(|definition| compile(&directory, &program(definition, length)));
        if length == 0 {
            base = times;
            println!("{length:>8} {:>12.0?} {:>12.0?}   (taken off below)", times[0], times[1]);
            continue;
        }
        let [repeated, munched] = [0, 1].map(|way| times[way].saturating_sub(base[way]));
        let growth = last
            .map(|last: Duration| format!("{:.1}", munched.as_secs_f64() / last.as_secs_f64()))
            .unwrap_or_default();
        println!("{length:>8} {repeated:>12.0?} {munched:>12.0?} {growth:>24}");
        last = Some(munched);
    }
    fs::remove_dir_all(&directory).expect("what was written can be removed");
    ExitCode::SUCCESS
}

fn program(definition: &str, length: usize) -> String {
    let mut program = format!("#![recursion_limit = \"{}\"]\n{definition}\ncolumns! {{\n", length + 10);
    for column in 0..length {
        writeln!(program, "C{column}: {},", column % 9 + 1).expect("a string takes any text");
    }
    program + "}\n"
}

fn compile(directory: &Path, program: &str) -> Duration {
    let source = directory.join("table.rs");
    fs::write(&source, program).expect("the directory is ours");
    let once = || {
        let start = Instant::now();
        let status = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
            .args(["--edition=2024", "--crate-type=lib", "--emit=metadata", "--out-dir"])
            .args([directory, &source])
            .status()
            .expect("the compiler can be run");
        assert!(status.success(), "the table does not compile");
        start.elapsed()
    };
    [once(), once(), once()].into_iter().min().expect("there were three runs")
}
