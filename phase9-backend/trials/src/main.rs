//! The service under faults and under load, from outside: as a process, over sockets.
//!
//! `cargo xtask faults` and `cargo xtask load` build the service and this program with optimisation, and run it.

mod client;
mod faults;
mod load;
mod postgres;
mod service;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

#[derive(Parser)]
struct Cli {
    /// The service's program
    #[arg(long, value_name = "PATH")]
    service: PathBuf,
    #[command(subcommand)]
    trial: Trial,
}

#[derive(Subcommand)]
enum Trial {
    /// Break things, and see what is lost
    Faults {
        /// Only the faults whose names contain this
        #[arg(value_name = "NAME")]
        only: Option<String>,
        /// A fault that this machine cannot be given (no rights to mount a disk, no PostgreSQL) is no failure
        #[arg(long)]
        allow_not_run: bool,
    },
    /// How many requests a second each layer leaves
    Load(load::Options),
    /// One of the servers that the service is compared with
    #[command(hide = true)]
    Serve {
        rival: load::Rival,
        /// What it answers
        body: PathBuf,
    },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    rustls::crypto::ring::default_provider().install_default().expect("nobody else has chosen a provider");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let ended = runtime.map_err(|error| error.to_string()).and_then(|runtime| {
        runtime.block_on(async {
            match cli.trial {
                Trial::Faults { only, allow_not_run } => {
                    faults::run(&cli.service, only.as_deref(), allow_not_run).await
                }
                Trial::Load(options) => load::run(&cli.service, &options).await,
                Trial::Serve { rival, body } => load::serve(rival, &body).await.map(|()| true),
            }
        })
    });
    match ended {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
