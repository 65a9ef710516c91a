//! Observability: what a service tells about itself, to those who were not there.
//!
//! You will be able to write a log that answers questions at night: which request was that, whose, how did it end, and
//! what else did it do, in whatever task. And numbers that cost the same after a year. The rooms are
//! [`telemetry`] and the outermost layer of [`http::app`](crate::http::app).
//!
//! | you want to know | so you write | with |
//! |---|---|---|
//! | what happened, once | an event: a constant message, and fields | `tracing::info!(status, micros, "answered")` |
//! | what it belonged to | a span around a future | `.instrument(span)` |
//! | how often, how long | a counter, a histogram | [`Metrics::answered`](crate::telemetry::Metrics::answered) |
//! | why it failed | one event, with the chain of its sources | [`Chain`](crate::http::Chain), at the boundary |
//!
//! # Fields, not sentences
//!
//! `info!("request {id} took {micros} µs")` is a text that somebody will take apart again with a regular expression.
//! With fields, the message is constant, so it can be counted, and values keep their types: in JSON, `status` is a
//! number. (Not every number is: a `u128`, which [`as_micros`](std::time::Duration::as_micros) returns, becomes text.)
//! Numbers, truth values, texts, bytes and `&dyn Error` are fields as they are; any other value, an error of a type of
//! its own included, has to be told how it is written, by `%` or `?` (E0277). `#[instrument]` makes a field of every
//! argument, so a password in an argument is in the log, unless its type prevents it, or `skip` does.
//!
//! # A span belongs to a future, not to a thread
//!
//! A span is entered on a thread. A future leaves the thread at each await, and another future goes on there.
//! `span.enter()` returns a guard, and a guard that lives across an await leaves the span entered meanwhile: what
//! others log gets this request's id. The compiler refuses nothing; [`Entered`](tracing::span::Entered) can even be sent.
//! Only the guard that owns its span, of `entered()`, is not `Send`, and refused in a spawned future. For the other one
//! there is clippy, if `clippy.toml` says `await-holding-invalid-types = ["tracing::span::Entered"]`, as it does here.
//! [`Instrument`](tracing::Instrument) does what is meant: it enters the span for each poll, and leaves it after each.
//!
//! ```
//! use futures::future::{BoxFuture, join};
//! use phase9_backend::{config::LogFormat, observability::Captured};
//! use tracing::{Instrument, info, info_span};
//!
//! async fn step(name: &'static str) {
//!     tokio::task::yield_now().await;
//!     info!(name, "a step");
//! }
//! fn instrumented(name: &'static str) -> BoxFuture<'static, ()> {
//!     Box::pin(step(name).instrument(info_span!("request", id = name)))
//! }
//! fn guarded(name: &'static str) -> BoxFuture<'static, ()> {
//!     Box::pin(async move {
//!         let span = info_span!("request", id = name);
//!         let _guard = span.enter();
//!         step(name).await;
//!     })
//! }
//!
//! let attributed = |request: fn(&'static str) -> BoxFuture<'static, ()>| {
//!     let log = Captured::default();
//!     log.during("info", LogFormat::Json, || {
//!         let runtime = tokio::runtime::Builder::new_current_thread().build()?;
//!         Ok::<_, std::io::Error>(runtime.block_on(join(request("one"), request("two"))))
//!     })?;
//!     // The innermost span is the last one of the list.
//!     let right = |line: &serde_json::Value| {
//!         line["spans"].as_array().and_then(|spans| spans.last()).is_some_and(|span| span["id"] == line["name"])
//!     };
//!     Ok::<_, std::io::Error>(log.json().iter().map(right).collect::<Vec<_>>())
//! };
//! assert_eq!(attributed(instrumented)?, [true, true]);
//! assert_eq!(attributed(guarded)?, [false, true], "the first one's step is told of the second");
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! The span of a request is made at the level of errors, although it is no error: a filter decides about spans, too,
//! and with `log.filter = "warn"` a span of `info` does not exist; a warning would come without its request.
//!
//! # Through a queue to another task
//!
//! A task has no request. What it does for one, it is told by a message, and the message carries the span:
//! `Span::current()` where it is sent, `.instrument(span)` where it is handled. The [`Sqlite`](crate::store::Sqlite)
//! store does that: statements are executed by the task that owns the only connection that writes, and yet the line of
//! each has the id of the request that waits for it. `spawn_blocking`, and threads of one's own, need the same. A span
//! is counted: while a message holds it, it is open, and so are its parents.
//!
//! # An error is logged once
//!
//! Who logs an error and passes it on makes two lines of one failure, and each layer above adds another one. So the
//! layers pass it on, with what they know as another link of its chain, and the boundary writes one line with all of
//! them when nobody is left to pass it to: here, where an [`ApiError`](crate::http::ApiError) becomes a response. A
//! refusal is no failure: it is logged for those who ask for `debug`. A panic is the exception with two lines:
//! [`log_panics`](crate::telemetry::log_panics) says where, and the boundary says which request it cost.
//!
//! A request whose client has gone ends nowhere: its future is dropped at an await. Only `drop` is left to write its
//! access line; the line says `abandoned`, with the status 499 that nginx made known.
//!
//! # Numbers have labels, and labels have values for ever
//!
//! Each combination of values is a series, in this process and in the database that scrapes it. So a label must have
//! few values, and nobody outside may invent them: the matched [`Route`](crate::telemetry::Route), never the path; a
//! method of a list, or `other`; no user, and no request id. These belong into the log, where a value costs one line.
//! It is the same with a histogram's buckets: they are chosen once, where a decision hangs on them, because every
//! bucket is a series, too.
//!
//! # What must not be there
//!
//! What is logged is copied, shipped and kept, and read by more people than the database. Types keep out what they can
//! ([`Password`](crate::domain::Password), [`PasswordHash`](crate::domain::PasswordHash)). What they cannot, has to be
//! tried: the proofs of this lesson send requests of every kind to the real program while it logs everything at `trace`,
//! libraries included, and look for each password, token, hash, key, address and text in what it said. Two of the
//! findings: an error of the JSON parser quotes a value of the wrong type, and a password can be one; and what is shown
//! by `%` is written as it is, so that a line break in it forges a line. JSON escapes it, and
//! [`subscriber`](crate::telemetry::subscriber) does so for people.
//!
//! # What it costs when nobody listens
//!
//! Each place that logs asks the subscriber once whether it is ever interested, and remembers `never`: from then on, a
//! disabled event is a load or two with a comparison each; its fields are not evaluated, and no filter is called. Both
//! can be counted, and the proofs count them. A filter that depends on the span (`[request{user=7}]=debug`) cannot say
//! `never`; it is asked at each event.
//!
//! # And when somebody does
//!
//! A line is cheap to put together and dear to write. A write is a system call; if it wakes up who reads, that costs two
//! threads a switch; and if nobody reads, the pipe fills, and the next line holds up a request. So a thread writes
//! ([`tracing_appender`]), which rests for two milliseconds after each write: what comes meanwhile is written together.
//! Lines wait in a bounded queue, and nothing is dropped: if the reader is behind by thousands of lines, requests do wait
//! for it. What the thread has not written yet is lost with the process if that is killed, so `main` holds a guard that
//! waits for the rest at the end, about a second: a reader who has stopped reading stops no shutdown.
//!
//! Putting together differs, too. `tracing-subscriber` formats the fields of a span once, as a text; its JSON formatter
//! has to parse that text for each line in the span, and anew for each field that is recorded later.
//! [`telemetry`] keeps them in a form that can be copied as it is: about a quarter of the time for the
//! line of a request (`cargo bench -p phase9-backend --bench observability`).
//!
//! Where a log is too much even so, it is sampled by request, not by line: half of the lines of each request are of no
//! use. [Metrics](crate::telemetry::Metrics) count everything meanwhile. Libraries that log through the crate `log`
//! arrive here as well, by a bridge that [`init`](crate::telemetry::init) sets up.

use std::{
    io::{self, Write},
    mem,
    sync::{Arc, Mutex, PoisonError},
};

use tracing_subscriber::fmt::MakeWriter;

use crate::{
    config::{LogConfig, LogFormat},
    telemetry,
};

/// A log that is kept in memory, so that a test can read it. Clones share it.
///
/// # Example: a number stays a number
/// ```
/// use phase9_backend::{config::LogFormat, observability::Captured};
///
/// let log = Captured::default();
/// log.during("info", LogFormat::Json, || tracing::info!(status = 201, "answered"));
/// assert_eq!(log.json()[0]["status"], 201);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Captured(Arc<Mutex<Vec<u8>>>);

impl Captured {
    /// Runs `work` with a log of its own on this thread. What `work` starts on other threads logs elsewhere.
    ///
    /// # Panics
    /// If `filter` makes no sense.
    pub fn during<T>(&self, filter: &str, format: LogFormat, work: impl FnOnce() -> T) -> T {
        let config = LogConfig { filter: filter.to_owned(), format };
        let subscriber = telemetry::subscriber(&config, self.clone()).expect("the filter makes sense");
        tracing::subscriber::with_default(subscriber, work)
    }

    /// The lines since the last time.
    pub fn lines(&self) -> Vec<String> {
        let bytes = mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect()
    }

    /// The lines since the last time, which are JSON.
    ///
    /// # Panics
    /// If one of them is not.
    pub fn json(&self) -> Vec<serde_json::Value> {
        let parse = |line: &String| serde_json::from_str(line).expect("each line is JSON");
        self.lines().iter().map(parse).collect()
    }
}

impl Write for &Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = &'a Self;

    fn make_writer(&'a self) -> &'a Self {
        self
    }
}
