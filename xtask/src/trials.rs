//! `cargo xtask faults` and `cargo xtask load`: programs of ours, tried from outside.
//!
//! The trials are a program of their own, nested in the phase whose program they try: what they need to start servers,
//! databases and clients is none of the runner's business. A package of trials says in its manifest, as
//! `[package.metadata.trials]`, whose `service` they try.

use std::{ffi::OsString, process::Command, time::Duration};

use clap::Args;

use crate::{
    build, exit,
    process::{Ending, Limits, Stream, Supervisor},
    progress::jobs_or_default,
    roadmap::{Phase, Roadmap},
    screen::Screen,
};

/// No trial takes so long, and none writes so much.
const LIMITS: Limits = Limits { time: Duration::from_secs(60 * 60), output: 64 << 20 };

#[derive(Args)]
pub struct Options {
    /// Handed on to the trials; `--help` shows what they know
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGUMENTS")]
    arguments: Vec<OsString>,
}

/// Builds the services and their trials with optimisation, and runs the trials called `trial`.
///
/// # Errors
/// A sentence for the user, if the roadmap is wrong or has no trials.
pub fn trials(trial: &str, options: &Options, supervisor: &Supervisor) -> Result<u8, String> {
    let roadmap = Roadmap::load()?;
    let mut screen = Screen::new();
    let mut code = None;
    for phase in &roadmap.phases {
        for part in &phase.parts {
            let Some(service) = part.package.metadata["trials"]["service"].as_str() else { continue };
            if service != phase.name() {
                return Err(format!(
                    "{}: [package.metadata.trials] service: is not `{}`, the phase that it is nested in",
                    part.name(),
                    phase.name()
                ));
            }
            let ended = run(trial, options, &roadmap, phase, part, supervisor, &mut screen);
            code = code.max(Some(ended));
        }
    }
    code.ok_or_else(|| "no phase has trials".into())
}

fn run(
    trial: &str,
    options: &Options,
    roadmap: &Roadmap,
    phase: &Phase,
    part: &Phase,
    supervisor: &Supervisor,
    screen: &mut Screen,
) -> u8 {
    let packages = [phase, part];
    let [service, trials] = packages.map(Phase::name);
    screen.now(format!("building {service} and {trials}"));
    screen.plain_note(&format!("building {service} and {trials}"));
    let jobs = jobs_or_default(None);
    let build = build::optimised_programs(roadmap, &packages, jobs, supervisor, |step| match step {
        build::Step::Compiled(what) => screen.now(format!("building {service} and {trials}: {what}")),
        build::Step::Waiting => screen.plain_note("waiting for another cargo to release its lock"),
    });
    let program = |name: &str| build.programs.iter().find(|program| program.target == name);
    let (Some(service), Some(trials)) = (program(service), program(trials)) else {
        let errors = build.errors.into_iter().map(|error| error.rendered).chain(build.failure);
        errors.for_each(|error| screen.note(&error));
        return if supervisor.is_interrupted() { exit::INTERRUPTED } else { exit::FAILED };
    };
    screen.now(format!("{trial}: it prints as it goes"));
    let mut command = Command::new(&trials.path);
    command.arg("--service").arg(&service.path).arg(trial).args(&options.arguments);
    let mut line = Vec::new();
    let ending = supervisor.run(&mut command, LIMITS, |stream, bytes| match stream {
        Stream::Stdout => {
            line.extend_from_slice(bytes);
            while let Some(end) = line.iter().position(|byte| *byte == b'\n') {
                let whole: Vec<u8> = line.drain(..=end).collect();
                screen.print([String::from_utf8_lossy(&whole[..end])]);
            }
        }
        Stream::Stderr => screen.note(String::from_utf8_lossy(bytes).trim_end()),
    });
    match ending {
        _ if screen.is_closed() => exit::INTERRUPTED,
        Ending::Exited(status) if status.success() => exit::PASSED,
        Ending::Exited(status) if status.code() == Some(2) => exit::USAGE,
        Ending::Interrupted => exit::INTERRUPTED,
        Ending::Failed(error) => {
            screen.note(&format!("error: {}: {error}", trials.path.display()));
            exit::FAILED
        }
        Ending::Exited(_) | Ending::TimedOut | Ending::Flooded => exit::FAILED,
    }
}
