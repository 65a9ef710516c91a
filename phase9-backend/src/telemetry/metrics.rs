//! The numbers: how many requests, how they ended, and how long they took.

use std::{sync::Arc, time::Duration};

use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

/// From a millisecond to ten seconds: finer where a fast service lives, coarser where somebody waits.
const BUCKETS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0];

/// The labels of a request.
///
/// Each combination of values is a series of its own, for ever. So the route is the pattern that matched
/// (`/api/articles/{slug}`) and never the path, of which anybody can invent as many as they like.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Route {
    /// The request's method, or `other`.
    pub method: &'static str,
    /// The pattern, or nothing if none has matched.
    pub route: Arc<str>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    method: &'static str,
    route: Arc<str>,
    status: u16,
}

/// All numbers of one service. Clones share them.
#[derive(Clone, Debug)]
pub struct Metrics(Arc<Numbers>);

#[derive(Debug)]
struct Numbers {
    registry: Registry,
    requests: Family<Outcome, Counter>,
    duration: Family<Route, Histogram, fn() -> Histogram>,
    in_flight: Gauge,
    turned_away: Counter,
    deliveries: Family<Delivery, Counter>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Delivery {
    outcome: &'static str,
}

impl Default for Metrics {
    fn default() -> Self {
        let numbers = Numbers {
            requests: Family::default(),
            duration: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
            in_flight: Gauge::default(),
            turned_away: Counter::default(),
            deliveries: Family::default(),
            registry: Registry::default(),
        };
        let mut registry = Registry::with_prefix("conduit");
        registry.register("http_requests", "Requests that were answered", numbers.requests.clone());
        registry.register("http_request_duration_seconds", "Time to the answer", numbers.duration.clone());
        registry.register(
            "http_requests_in_flight",
            "Requests that are being answered",
            numbers.in_flight.clone(),
        );
        registry.register(
            "http_requests_turned_away",
            "Requests beyond the limit",
            numbers.turned_away.clone(),
        );
        registry.register(
            "webhook_deliveries",
            "Events that were sent, by outcome",
            numbers.deliveries.clone(),
        );
        Self(Arc::new(Numbers { registry, ..numbers }))
    }
}

impl Metrics {
    /// Notes that a request has begun; it has ended when the guard is dropped.
    pub fn begin(&self) -> InFlight {
        self.0.in_flight.inc();
        InFlight(self.0.in_flight.clone())
    }

    /// Notes how a request ended.
    pub fn answered(&self, route: Route, status: u16, duration: Duration) {
        self.0.duration.get_or_create(&route).observe(duration.as_secs_f64());
        let Route { method, route } = route;
        self.0.requests.get_or_create(&Outcome { method, route, status }).inc();
    }

    /// Notes that a request was one too many.
    pub fn turned_away(&self) {
        self.0.turned_away.inc();
    }

    /// Notes how a delivery ended.
    pub fn delivery(&self, outcome: &'static str) {
        self.0.deliveries.get_or_create(&Delivery { outcome }).inc();
    }

    /// All numbers, in the text format of OpenMetrics.
    ///
    /// # Panics
    /// Never: a string takes everything that is written to it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        encode(&mut text, &self.0.registry).expect("a string takes everything");
        text
    }
}

/// A request that has not ended.
#[derive(Debug)]
pub struct InFlight(Gauge);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.dec();
    }
}
