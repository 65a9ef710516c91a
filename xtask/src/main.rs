//! The runner: builds and runs the roadmap's phases in order, and keeps their content whole.
//!
//! `main` parses and dispatches; each command has a file of its own.

mod anatomy;
mod bless;
mod board;
mod build;
mod check;
mod collect;
mod counts;
mod exercise;
mod golden;
mod judge;
mod libtest;
mod memory;
mod names;
mod outcome;
mod plan;
mod practice;
mod process;
mod progress;
mod python;
mod roadmap;
mod run;
mod sanitize;
mod screen;
mod stubs;
mod tables;
mod trials;
mod unit;

use std::{
    io::{self, Write as _},
    process::{Command, ExitCode},
};

use clap::{Parser, Subcommand};

use process::Supervisor;

/// Exit codes.
mod exit {
    pub const PASSED: u8 = 0;
    /// Something failed, does not build, timed out or was not run.
    pub const FAILED: u8 = 1;
    /// The command line or the roadmap is wrong. The command line parser uses the same.
    pub const USAGE: u8 = 2;
    /// Ctrl-C, a request to end, or nobody reads the output any more.
    pub const INTERRUPTED: u8 = 3;
}

/// Runs the roadmap's phases in order and reports which pass.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", after_help = EXIT_CODES, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Task,
}

const EXIT_CODES: &str = "Exit codes: 0 all passed, 1 something failed or was not run, 2 wrong usage or a broken roadmap, \
                          3 interrupted.";

#[derive(Subcommand)]
enum Task {
    /// Build and run every phase in order, and show a board of what passes
    Progress(progress::Options),
    /// Solve the exercises: opens the next one, watches your file, and tells how it goes
    Practice(practice::Options),
    /// Find everything that a topic lacks, that belongs to none, or that is stale
    Check(check::Options),
    /// Hold claims about costs against the instructions that callgrind counts
    Counts(counts::Options),
    /// Look at unsafe and concurrent code with memory checkers and model checkers
    Sanitize(sanitize::Options),
    /// Break the services, and see what is lost
    Faults(trials::Options),
    /// Put the services under load, and compare
    Load(trials::Options),
    /// Build what calls Python and what Python calls, and run both
    Python(python::Options),
    /// Rewrite what is generated: golden outputs and the tables in READMEs
    Bless(bless::Options),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let supervisor = Supervisor::default();
    let handler = supervisor.clone();
    ctrlc::set_handler(move || handler.interrupt()).expect("nobody else handles signals here");
    let result = match cli.command {
        Task::Progress(options) => progress::progress(&options, &supervisor),
        Task::Practice(options) => practice::practice(&options, &supervisor),
        Task::Check(options) => check::check(&options, &supervisor),
        Task::Counts(options) => counts::counts(&options, &supervisor),
        Task::Sanitize(options) => sanitize::sanitize(&options, &supervisor),
        Task::Faults(options) => trials::trials("faults", &options, &supervisor),
        Task::Load(options) => trials::trials("load", &options, &supervisor),
        Task::Python(options) => python::python(&options, &supervisor),
        Task::Bless(options) => bless::bless(&options, &supervisor),
    };
    result.map(ExitCode::from).unwrap_or_else(|complaint| {
        // If nobody reads it, the exit code still says it.
        let _ = writeln!(io::stderr(), "error: {complaint}");
        ExitCode::from(exit::USAGE)
    })
}

/// What the compiler says about itself; empty if it says nothing, which is as good as any other word for it.
fn compiler() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    Command::new(rustc)
        .arg("-vV")
        .output()
        .map_or(String::new(), |output| String::from_utf8_lossy(&output.stdout).into())
}
