//! An evening of the service, seen through its log and its numbers.
//!
//! Run: `cargo run --example observability`. Look for the id: it stands on every line of its request, and on no other.

use std::{error::Error, panic, sync::Arc};

use axum::{body::Body, http::Request};
use phase9_backend::{
    config::LogFormat,
    http::{self, Draining},
    http_server::{LIMITS, service},
    observability::Captured,
    store::Sqlite,
    telemetry::{self, Metrics},
};
use serde_json::Value;
use tower::ServiceExt as _;

fn tell(line: &Value) {
    let span = line["spans"].as_array().and_then(|spans| spans.first()).unwrap_or(&Value::Null);
    let shown = ["level", "message", "status", "error", "panic"].map(|key| match &line[key] {
        Value::Null => String::new(),
        value => format!(" {key}={value}"),
    });
    println!("  {}: {}", span["id"].as_str().unwrap_or("nobody"), shown.concat().trim_start());
}

async fn evening(app: axum::Router) -> Result<(), Box<dyn Error>> {
    let call = |method: &str, path: &str, id: &str| {
        Ok::<_, axum::http::Error>(app.clone().oneshot(
            Request::builder().method(method).uri(path).header("x-request-id", id).body(Body::empty())?,
        ))
    };
    let (list, article, user) = tokio::join!(
        call("GET", "/api/articles", "list")?,
        call("GET", "/api/articles/of-gardens", "article")?,
        call("GET", "/api/user", "user")?
    );
    assert_eq!([list?.status(), article?.status(), user?.status()], [200, 404, 401]);
    for id in 0..100 {
        call("GET", &format!("/api/articles/guess-{id}"), "guess")?.await?;
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let directory = tempfile::tempdir()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let metrics = Metrics::default();
    let store = runtime.block_on(Sqlite::open(&directory.path().join("conduit.db")))?;
    let app = http::app(service(Arc::new(store)), LIMITS, metrics.clone(), Draining::default());

    let log = Captured::default();
    let filter = "phase9_backend=debug";
    log.during(filter, LogFormat::Json, || runtime.block_on(evening(app)))?;
    let lines = log.json();
    let mut requests = Vec::new();
    println!("Three requests at once; what they log does not mix:");
    for id in ["list", "article", "user"] {
        let of_it = lines.iter().filter(|line| line["spans"][0]["id"] == id);
        of_it.clone().for_each(tell);
        requests.push(of_it.count());
    }
    assert_eq!(requests, [1, 2, 2]);

    println!("A hundred and one addresses, one series:");
    let text = metrics.text();
    let guesses = text.lines().filter(|line| line.contains("requests_total") && line.contains("/{slug}"));
    guesses.clone().for_each(|line| println!("  {line}"));
    assert_eq!(guesses.count(), 1);
    assert!(!text.contains("guess-7"));

    println!("A panic is a line, with the span that it happened in:");
    telemetry::log_panics();
    log.during(filter, LogFormat::Json, || {
        let span = tracing::error_span!(target: "phase9_backend", "request", id = "unlucky");
        span.in_scope(|| panic::catch_unwind(|| panic!("no author has the key {}", 7)))
    })
    .expect_err("it panics");
    let lines = log.json();
    lines.iter().for_each(tell);
    assert_eq!(lines[0]["spans"][0]["id"], "unlucky");
    assert_eq!((&lines[0]["panic"], lines.len()), (&Value::from("no author has the key 7"), 1));
    drop(panic::take_hook());

    println!("For people, a line stays a line:");
    let forged = "gone\n2026-01-01 INFO all is well";
    log.during(filter, LogFormat::Human, || {
        tracing::warn!(target: "phase9_backend", reason = %forged, "not delivered");
    });
    let lines = log.lines();
    let (_time, rest) = lines[0].split_once(' ').ok_or("a line begins with its time")?;
    println!("  {}", rest.trim_start());
    assert_eq!(lines.len(), 1);
    Ok(())
}
