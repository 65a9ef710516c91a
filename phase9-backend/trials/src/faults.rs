//! Breaking things, and seeing what is lost: nothing that was acknowledged may be.

mod clients;
mod data;
mod storage;

use std::{path::Path, time::Instant};

use futures::future::BoxFuture;

/// What came of a fault.
pub enum Outcome {
    /// The service behaved; with what was counted.
    Survived(String),
    /// It cannot be tried on this machine.
    NotRun(&'static str),
}

/// One fault, tried on a service of its own. An error says what was lost or wrong.
type Fault = for<'a> fn(&'a Path) -> BoxFuture<'a, Result<Outcome, String>>;

const FAULTS: &[(&str, Fault)] = &[
    ("killed under write load", |service| Box::pin(data::killed_under_load(service))),
    ("asked to end under load", |service| Box::pin(clients::ended_under_load(service))),
    ("slow heads and bodies", |service| Box::pin(clients::slow(service))),
    ("too large in every way", |service| Box::pin(clients::oversize(service))),
    ("client gone in the middle of a write", |service| Box::pin(clients::gone(service))),
    ("more requests than allowed", |service| Box::pin(clients::overload(service))),
    ("strings that mean something to somebody", |service| Box::pin(data::injection(service))),
    ("the same favourite from everywhere, SQLite", |service| Box::pin(data::favorites(service, None))),
    ("the same favourite from everywhere, PostgreSQL", |service| {
        Box::pin(data::favorites_on_postgres(service))
    }),
    ("database locked by another process", |service| Box::pin(storage::locked(service))),
    ("disk full", |service| Box::pin(storage::full(service))),
    ("PostgreSQL restarted under load", |service| Box::pin(storage::restarted(service))),
];

/// Tries all faults whose names contain `only`, and prints a table; whether all of them were survived, or at least all
/// that could be tried.
pub async fn run(service: &Path, only: Option<&str>, allow_not_run: bool) -> Result<bool, String> {
    let wanted = |name: &str| only.is_none_or(|only| name.contains(only));
    let chosen: Vec<_> = FAULTS.iter().filter(|(name, _)| wanted(name)).collect();
    if chosen.is_empty() {
        let names: Vec<_> = FAULTS.iter().map(|(name, _)| *name).collect();
        return Err(format!(
            "no fault has {:?} in its name; there are\n  {}",
            only.unwrap_or_default(),
            names.join("\n  ")
        ));
    }
    let (mut not_run, mut failed) = (0, 0);
    for (name, fault) in &chosen {
        let begin = Instant::now();
        let outcome = fault(service).await;
        let seconds = begin.elapsed().as_secs_f64();
        let (verdict, what) = match outcome {
            Ok(Outcome::Survived(what)) => ("survived", what),
            Ok(Outcome::NotRun(why)) => ("not run", why.to_owned()),
            Err(what) => ("FAILED", what),
        };
        not_run += usize::from(verdict == "not run");
        failed += usize::from(verdict == "FAILED");
        println!("{verdict:9} {name:47} {seconds:5.1} s  {what}");
    }
    println!(
        "\n{} faults: {} survived, {not_run} not run, {failed} failed",
        chosen.len(),
        chosen.len() - not_run - failed
    );
    Ok(failed == 0 && (allow_not_run || not_run == 0))
}

/// Fails with `complaint` unless `truth`.
fn ensure(truth: bool, complaint: impl FnOnce() -> String) -> Result<(), String> {
    if truth { Ok(()) } else { Err(complaint()) }
}
