//! `cargo xtask bless`: rewrites what is generated, that is, golden outputs and the tables in READMEs.

use std::{fs, path::Path};

use clap::Args;

use crate::{
    check::TIMEOUT,
    exit,
    judge::INTERRUPTED,
    memory::Memory,
    outcome::{Check, Kind, Verdict},
    process::Supervisor,
    progress::{Selection, jobs_or_default},
    roadmap::Roadmap,
    run::{self, Event, Order},
    screen::Screen,
    tables,
    unit::{Context, Golden},
};

#[derive(Args)]
pub struct Options {
    /// Only the golden output of this topic
    #[arg(long, value_name = "SLUG")]
    topic: Option<String>,
}

/// Writes what has changed and says so. What a failing tour prints is not written.
///
/// # Errors
/// A sentence for the user, if the roadmap or the topic is wrong.
pub fn bless(options: &Options, supervisor: &Supervisor) -> Result<u8, String> {
    let roadmap = Roadmap::load()?;
    let selection = Selection::new(&roadmap, &[], options.topic.as_deref())?;
    let mut screen = Screen::new();
    let (mut written, mut faults) = (Vec::new(), Vec::new());
    if selection.topic.is_none() {
        for (file, table) in tables::all(&roadmap) {
            match write_table(&roadmap.root.join(&file), &table) {
                Ok(true) => written.push(file),
                Ok(false) => {}
                Err(complaint) => faults.push(format!("{file}: {complaint}")),
            }
        }
    }

    let (memory, _) = Memory::load(&roadmap.target);
    let context = Context {
        roadmap: &roadmap,
        supervisor,
        memory: &memory,
        timeout: TIMEOUT,
        // What a tour prints is what is wanted here, so nothing remembered will do.
        fresh: true,
        golden: Golden::Write,
        compiler: "",
    };
    let order = Order {
        phases: selection.phases,
        topic: selection.topic,
        jobs: jobs_or_default(None),
        parts: false,
        filter: |unit| unit.kind == Kind::Tour,
    };
    run::run(&context, &order, |event| match event {
        Event::Building(phase) => screen.now(format!("building {}", roadmap.phases[phase].name())),
        Event::Built { build, .. } => {
            faults.extend(build.errors.into_iter().map(|error| error.rendered));
            faults.extend(build.failure);
        }
        Event::Ran { phase, report } => {
            let told = |check: &Check| !check.output.is_empty() && check.output != INTERRUPTED;
            for check in report.checks.into_iter().filter(told) {
                let name = format!("{}/tests/golden/{}.txt", roadmap.phases[phase].name(), check.name);
                match check.verdict {
                    Verdict::Pass => written.push(name),
                    _ => faults.push(format!("{name} stays as it is: {}", check.output)),
                }
            }
        }
        Event::Compiled(..) | Event::Waiting(_) => {}
    });
    written.sort();
    screen.print(written.iter().map(|file| format!("written: {file}")));
    screen.print(&faults);
    screen.print([format!("{} written, {} failed", written.len(), faults.len())]);
    Ok(match () {
        () if supervisor.is_interrupted() || screen.is_closed() => exit::INTERRUPTED,
        () if faults.is_empty() => exit::PASSED,
        () => exit::FAILED,
    })
}

/// Puts `table` into a README, and tells whether that has changed anything.
fn write_table(readme: &Path, table: &str) -> Result<bool, String> {
    let text = fs::read_to_string(readme).map_err(|error| error.to_string())?;
    let fresh = tables::insert(&text, table)?;
    if fresh != text {
        fs::write(readme, &fresh).map_err(|error| error.to_string())?;
    }
    Ok(fresh != text)
}
