//! How long the compiler takes for the same table, by the way in which it gets the rows.
//!
//! Run: `cargo bench -p deep-dives --bench code_generation`. Look for the columns behind the first: what a row costs
//! that the compiler must read by itself, as tokens of a macro's call or as text in a constant, against a row of a
//! generated table. The names of a generated enum are a price of their own, whoever writes them.
//!
//! What is timed is rustc itself, the fastest of three runs, so this is no bench of criterion's. The time of the
//! generator is not in it: cargo runs that only when its input has changed.

use std::{
    env,
    fmt::Write,
    fs,
    path::Path,
    process::{Command, ExitCode},
    time::{Duration, Instant},
};

const ROW: &str = "pub struct Row { pub code: &'static str, pub status: u16, pub title: &'static str }\n";

const MACRO: &str = "macro_rules! rows {
    ($($code:literal $status:literal $title:literal;)*) => {
        pub static ROWS: &[Row] = &[$(Row { code: $code, status: $status, title: $title }),*];
    };
}\n";

/// What the lesson's `constants` does, for three columns.
const CONSTANT: &str = r#"
const TABLE: &str = include_str!("table.txt");
pub static ROWS: [Row; count(TABLE)] = rows(TABLE);

const fn count(text: &str) -> usize {
    let (bytes, mut count, mut at) = (text.as_bytes(), 0, 0);
    while at < bytes.len() {
        count += (bytes[at] == b'\n') as usize;
        at += 1;
    }
    count
}

const fn rows<const N: usize>(text: &'static str) -> [Row; N] {
    let mut rows = [const { Row { code: "", status: 0, title: "" } }; N];
    let (mut rest, mut row) = (text, 0);
    while row < N {
        let (code, after) = split_once(rest, b'|');
        let (status, after) = split_once(after, b'|');
        let (title, after) = split_once(after, b'\n');
        let Ok(status) = u16::from_str_radix(status, 10) else { panic!("a status is a number") };
        rows[row] = Row { code, status, title };
        rest = after;
        row += 1;
    }
    rows
}

const fn split_once(text: &str, separator: u8) -> (&str, &str) {
    let (bytes, mut at) = (text.as_bytes(), 0);
    while bytes[at] != separator {
        at += 1;
    }
    (text.split_at(at).0, text.split_at(at + 1).1)
}
"#;

fn main() -> ExitCode {
    // `cargo bench` says so; `cargo test --benches` wants to know only whether this runs.
    let lengths: &[usize] =
        if env::args().any(|argument| argument == "--bench") { &[500, 1000, 2000] } else { &[10] };
    let directory = env::temp_dir().join(format!("code_generation.{}", std::process::id()));
    fs::create_dir_all(&directory).expect("temporary directories can be made");
    let base = compile(&directory, ROW);
    println!(
        "{:>6} {:>11} {:>15} {:>15} {:>15}",
        "rows", "generated", "by a macro", "by a constant", "with an enum"
    );
    for &length in lengths {
        let text = lines(length, |row| format!("code-{row}|{}|what happened, {row}", 400 + row % 200));
        fs::write(directory.join("table.txt"), text).expect("the directory is ours");
        let programs = [generated(length), by_macro(length), CONSTANT.into(), with_enum(length)];
        let times =
            programs.map(|program| compile(&directory, &(ROW.to_owned() + &program)).saturating_sub(base));
        let [generated, others @ ..] = times.map(|time| time.as_secs_f64() * 1e3);
        let [by_macro, constant, with_enum] =
            others.map(|time| format!("{time:.0} ms ({:.1} x)", time / generated));
        println!("{length:>6} {generated:>8.0} ms {by_macro:>15} {constant:>15} {with_enum:>15}");
    }
    fs::remove_dir_all(&directory).expect("what was written can be removed");
    ExitCode::SUCCESS
}

fn lines(length: usize, line: impl Fn(usize) -> String) -> String {
    (0..length).map(|row| line(row) + "\n").collect()
}

/// A table as a generator writes it.
fn generated(length: usize) -> String {
    let rows = lines(length, |row| {
        let status = 400 + row % 200;
        format!("Row {{ code: \"code-{row}\", status: {status}, title: \"what happened, {row}\" }},")
    });
    format!("pub static ROWS: [Row; {length}] = [\n{rows}];\n")
}

fn by_macro(length: usize) -> String {
    let rows = lines(length, |row| format!("\"code-{row}\" {} \"what happened, {row}\";", 400 + row % 200));
    format!("{MACRO}rows! {{\n{rows}}}\n")
}

/// The generated table, and an enum with a variant for each row, with two derives and one list of them.
fn with_enum(length: usize) -> String {
    let mut program = generated(length);
    let variants = lines(length, |row| format!("Code{row},"));
    let all = lines(length, |row| format!("Self::Code{row},"));
    write!(
        program,
        "#[derive(Debug, Clone, Copy)]\npub enum Problem {{\n{variants}}}\n\
         impl Problem {{ pub const ALL: [Self; {length}] = [\n{all}]; }}\n"
    )
    .expect("a string takes any text");
    program
}

fn compile(directory: &Path, program: &str) -> Duration {
    let source = directory.join("table.rs");
    fs::write(&source, program).expect("the directory is ours");
    let once = || {
        let start = Instant::now();
        let status = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
            .args(["--edition=2024", "--crate-type=lib", "--emit=metadata,obj", "--out-dir"])
            .args([directory, &source])
            .status()
            .expect("the compiler can be run");
        assert!(status.success(), "the table does not compile");
        start.elapsed()
    };
    [once(), once(), once()].into_iter().min().expect("there were three runs")
}
