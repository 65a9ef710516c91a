//! Holds one file to what it says about itself.

use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};

use crate::{
    case::{Case, Reason},
    rustc::{Compiler, Mode, Refusal},
};

/// Compiles `program` as it stands and as its repaired twin.
///
/// # Errors
/// A report for people: what was expected and what rustc said, each with its line.
pub fn check(compiler: &Compiler, program: &Path) -> Result<(), String> {
    let source = fs::read_to_string(program).map_err(|error| format!("{}: {error}", program.display()))?;
    let case = Case::parse(&source).map_err(|faults| format!("{}:\n{faults}\n", program.display()))?;

    let mode = Mode { edition: &case.edition, fixed: false, build: case.build };
    let refusals = compiler.compile(program, mode).map_err(|error| error.to_string())?;
    let mut report = differences(program, &case, &refusals);

    let mode = Mode { edition: &case.fixed_edition, fixed: true, build: case.build };
    let complaints = compiler.compile(program, mode).map_err(|error| error.to_string())?;
    if !complaints.is_empty() {
        let _ = writeln!(report, "{}: the repaired twin (--cfg fixed) does not compile", program.display());
        append_rendered(&mut report, &complaints);
    }
    if report.is_empty() { Ok(()) } else { Err(report) }
}

fn differences(program: &Path, case: &Case, refusals: &[Refusal]) -> String {
    let mut met = BTreeSet::new();
    let mut report = String::new();
    for refusal in refusals {
        let matching: Vec<_> = case.expected.iter().filter(|expected| matches(expected, refusal)).collect();
        if matching.is_empty() {
            let line = refusal.line.map_or(String::new(), |line| format!(":{line}"));
            let code = refusal.code.as_deref().unwrap_or("an error without a code");
            let _ = writeln!(
                report,
                "{}{line}: rustc said {code}, which no mark expects there",
                program.display()
            );
        }
        met.extend(matching);
    }
    for (line, reason) in case.expected.iter().filter(|expected| !met.contains(expected)) {
        let said = if refusals.is_empty() { "rustc accepted the program" } else { "rustc did not say so" };
        let _ = writeln!(report, "{}:{line}: expected {reason}, but {said}", program.display());
    }
    if !report.is_empty() {
        append_rendered(&mut report, refusals);
    }
    report
}

fn matches((line, reason): &(usize, Reason), refusal: &Refusal) -> bool {
    let same_reason = match reason {
        Reason::Code(code) => refusal.code.as_ref() == Some(code),
        Reason::Message(part) => refusal.code.is_none() && refusal.message.contains(part),
        Reason::CodeWithMessage(code, part) => {
            refusal.code.as_ref() == Some(code) && refusal.message.contains(part)
        }
    };
    refusal.line == Some(*line) && same_reason
}

fn append_rendered(report: &mut String, refusals: &[Refusal]) {
    for refusal in refusals {
        report.push_str(refusal.rendered.trim_end());
        report.push('\n');
    }
}
