//! What it costs to write the line of a request.
//!
//! Run: `cargo bench -p phase9-backend --bench observability`.

use std::{hint::black_box, io, time::Duration};

use criterion::{Criterion, criterion_group, criterion_main};
use phase9_backend::{
    config::{LogConfig, LogFormat},
    telemetry,
};
use tracing::{Dispatch, dispatcher, field};
use tracing_subscriber::{EnvFilter, Layer as _, layer::SubscriberExt as _};

/// As the outermost layer does it, for a request whose caller is known.
fn request(status: u16) {
    let span = tracing::error_span!(
        "request",
        id = "3b2a850eed37f84cdcf9c670893bd7d7",
        method = "GET",
        route = "/api/articles/{slug}",
        user = field::Empty
    );
    span.record("user", 7);
    span.in_scope(|| tracing::info!(status, micros = 250_u64, "answered"));
}

fn ours(filter: &str, format: LogFormat) -> Dispatch {
    let config = LogConfig { filter: filter.into(), format };
    Dispatch::new(telemetry::subscriber(&config, io::sink).expect("the filter makes sense"))
}

/// JSON as `tracing-subscriber` writes it, with the same things in it.
fn theirs() -> Dispatch {
    let filter: EnvFilter = "info".parse().expect("the filter makes sense");
    let lines = tracing_subscriber::fmt::layer().with_writer(io::sink);
    let lines = lines.json().flatten_event(true).with_current_span(false).boxed();
    Dispatch::new(tracing_subscriber::registry().with(filter).with(lines))
}

fn a_line(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("a request is logged");
    for (name, dispatch) in [
        ("nobody listens", ours("off", LogFormat::Json)),
        ("JSON", ours("info", LogFormat::Json)),
        ("JSON, the fields of spans parsed anew", theirs()),
        ("for people", ours("info", LogFormat::Human)),
    ] {
        dispatcher::with_default(&dispatch, || {
            group.bench_function(name, |bencher| bencher.iter(|| request(black_box(200))));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().measurement_time(Duration::from_secs(2)).warm_up_time(Duration::from_secs(1));
    targets = a_line
}
criterion_main!(benches);
