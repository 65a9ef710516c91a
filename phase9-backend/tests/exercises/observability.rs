//! # Whose thumbnail was that?
//!
//! Pictures of a magazine are made smaller by one task, to which requests send jobs through a queue. When a picture was
//! broken, the old log said so three times, and never whose request it was. Yours says it once, and whose.
//!
//! Complete the five parts. The tests read the log: each line is JSON, and has the list of the spans that it is in,
//! the outermost first.

use std::{error::Error, fmt};

use tokio::sync::{mpsc, oneshot};
use tracing::{Instrument, Span};

/// What the worker gets. The span is what its work is done in.
#[derive(Debug)]
pub struct Job {
    pub picture: String,
    pub span: Span,
    pub reply: oneshot::Sender<Result<u32, Failure>>,
}

#[derive(Debug)]
pub enum Failure {
    /// The picture cannot be read.
    Broken(Damage),
    /// The worker has gone.
    Closed,
}

#[derive(Debug)]
pub struct Damage {
    pub offset: u32,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Broken(_) => "the picture is broken",
            Self::Closed => "nobody resizes pictures",
        })
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Broken(damage) => Some(damage),
            Self::Closed => None,
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no marker at byte {}", self.offset)
    }
}

impl Error for Damage {}

/// Makes a picture smaller, which takes a while, and returns its new width.
async fn shrink(picture: &str) -> Result<u32, Failure> {
    if picture.starts_with("huge") {
        tracing::warn!("this one takes longer");
    }
    for step in 0..3 {
        tracing::debug!(step, "shrinking");
        tokio::task::yield_now().await;
    }
    if picture.starts_with("broken") { Err(Failure::Broken(Damage { offset: 7 })) } else { Ok(320) }
}

/// Who sends this token; known only after some time.
async fn authenticate(token: &str) -> u64 {
    tracing::debug!("authenticating");
    tokio::task::yield_now().await;
    token.len() as u64
}

/// Answers a request in a span of its own: level error (so that no filter takes it away from a warning), name
/// `request`, with the field `id`, and a field `user` that [`serve`] fills.
pub async fn request(id: &str, token: &str, picture: &str, queue: &mpsc::Sender<Job>) -> u16 {
    // solution:begin
    // hint: A guard would stay entered while others run. Make a future of the whole and give the span to it.
    // hint: A field that is not named when the span is made cannot be recorded later: `user = tracing::field::Empty`.
    // ban: enter because a guard across an await gives lines of others to this request
    // ban: entered because a guard across an await gives lines of others to this request
    let span = tracing::error_span!("request", id, user = tracing::field::Empty);
    async { answer(serve(token, picture, queue).await) }.instrument(span).await
    // solution:end
}

/// Finds out who asks, notes it in the request's span, and has the picture made smaller.
async fn serve(token: &str, picture: &str, queue: &mpsc::Sender<Job>) -> Result<u32, Failure> {
    let user = authenticate(token).await;
    // solution:begin
    // hint: Whoever called has put us into a span. `Span::current()` is a handle to it, here and in the message.
    // hint: If the queue does not take the job, or nobody replies, the worker has gone.
    let span = Span::current();
    span.record("user", user);
    let (reply, replied) = oneshot::channel();
    let job = Job { picture: picture.to_owned(), span, reply };
    queue.send(job).await.map_err(|_| Failure::Closed)?;
    replied.await.map_err(|_| Failure::Closed)?
    // solution:end
}

/// Does jobs, one after the other, until nobody can send any more. Each is done in a span of level error and name
/// `job`, with the field `picture`, inside of the span that came with it. Who has gone away is not waited for, and
/// failures are passed on, not logged.
pub async fn work(mut jobs: mpsc::Receiver<Job>) {
    // solution:begin
    // hint: `error_span!(parent: &span, "job", …)` makes a span inside of one that is not entered here.
    // hint: Instrument `shrink`, not the loop. `reply.send` fails if nobody waits; the next job is none the worse.
    // ban: enter because a guard across an await gives lines of others to this job
    // ban: entered because a guard across an await gives lines of others to this job
    while let Some(Job { picture, span, reply }) = jobs.recv().await {
        let job = tracing::error_span!(parent: &span, "job", picture);
        let shrunk = shrink(&picture).instrument(job).await;
        let _ = reply.send(shrunk);
    }
    // solution:end
}

/// An error and all of its sources, with `: ` between them.
pub fn chain(error: &dyn Error) -> String {
    // solution:begin
    // hint: The error itself, and then, as long as there is one, the source of the last.
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
    // solution:end
}

/// The status of the answer: 200, 422 for a broken picture, 503 if the worker has gone. The boundary: each failure is
/// one event here, of level error, with the message `failed` and the fields `status` (a number) and `error` (the chain);
/// what went well is none.
fn answer(result: Result<u32, Failure>) -> u16 {
    // solution:begin
    // hint: One `match` for the status, and one `tracing::error!` for both failures.
    // hint: `error = chain(&failure)` is a text; `%failure` would be the first link only.
    let failure = match result {
        Ok(_) => return 200,
        Err(failure) => failure,
    };
    let status = match failure {
        Failure::Broken(_) => 422_u16,
        Failure::Closed => 503,
    };
    tracing::error!(status, error = chain(&failure), "failed");
    status
    // solution:end
}

use std::{
    io,
    sync::{Arc, LazyLock, Mutex},
};

use serde_json::{Value, json};
use tracing_subscriber::{fmt::MakeWriter, layer::SubscriberExt as _};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for &Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("nobody panics while writing").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = &'a Self;

    fn make_writer(&'a self) -> &'a Self {
        self
    }
}

/// Where there is one subscriber only, places that log ask the thread that comes there first, for all threads.
static ANOTHER: LazyLock<tracing::Dispatch> =
    LazyLock::new(|| tracing::Dispatch::new(tracing_subscriber::registry()));

/// What the future logs, at this level and above.
fn logged<F: Future>(level: tracing::Level, future: F) -> (F::Output, Vec<Value>) {
    LazyLock::force(&ANOTHER);
    let log = Log::default();
    let lines = tracing_subscriber::fmt::layer().json().flatten_event(true).with_writer(log.clone());
    let levels = tracing_subscriber::filter::LevelFilter::from_level(level);
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime needs nothing");
    let subscriber = tracing_subscriber::registry().with(levels).with(lines);
    let output = tracing::subscriber::with_default(subscriber, || runtime.block_on(future));
    let bytes = std::mem::take(&mut *log.0.lock().expect("nobody panics while writing"));
    let text = String::from_utf8(bytes).expect("the log is text");
    (output, text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect())
}

/// Two requests at once, and a worker for both.
async fn two(first: &str, second: &str) -> (u16, u16) {
    let (queue, jobs) = mpsc::channel(1);
    let worker = tokio::spawn(work(jobs));
    let statuses = tokio::join!(request("one", "abc", first, &queue), request("two", "defg", second, &queue));
    drop(queue);
    worker.await.expect("the worker ends with the queue");
    statuses
}

fn spans(line: &Value) -> &[Value] {
    line["spans"].as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn every_line_is_in_the_span_of_its_request() {
    let (statuses, lines) = logged(tracing::Level::DEBUG, two("a.png", "b.png"));
    assert_eq!((statuses, lines.len()), ((200, 200), 8));
    for id in ["one", "two"] {
        assert_eq!(lines.iter().filter(|line| spans(line)[0]["id"] == id).count(), 4, "{lines:#?}");
    }
    assert!(lines.iter().all(|line| spans(line)[0]["name"] == "request"));
}

#[test]
fn the_workers_lines_are_in_a_job_within_the_request() {
    let (_, lines) = logged(tracing::Level::DEBUG, two("a.png", "b.png"));
    let jobs: Vec<_> = lines.iter().filter(|line| line["message"] == "shrinking").map(spans).collect();
    for spans in &jobs {
        assert_eq!(spans.len(), 2, "{spans:?}");
        let picture = if spans[0]["id"] == "one" { "a.png" } else { "b.png" };
        assert_eq!(spans[1], json!({"name": "job", "picture": picture}));
    }
    assert_eq!(jobs.len(), 6);
    let changes = jobs.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert_eq!(changes, 1, "one job after the other");
}

#[test]
fn the_user_is_noted_as_soon_as_it_is_known() {
    let (_, lines) = logged(tracing::Level::DEBUG, two("a.png", "b.png"));
    for line in &lines {
        let expected = match (line["message"].as_str(), spans(line)[0]["id"].as_str()) {
            (Some("authenticating"), _) => Value::Null,
            (_, Some("one")) => json!(3),
            _ => json!(4),
        };
        assert_eq!(spans(line)[0]["user"], expected, "{line}");
    }
}

#[test]
fn a_failure_is_one_event_with_its_chain_and_its_request() {
    let (statuses, lines) = logged(tracing::Level::DEBUG, two("broken.png", "b.png"));
    assert_eq!(statuses, (422, 200));
    let told: Vec<_> = lines.iter().filter(|line| line["level"] != "DEBUG").collect();
    assert_eq!(told.len(), 1, "{told:#?}");
    let failed = told[0];
    assert_eq!(
        (&failed["message"], &failed["status"], &failed["level"]),
        (&json!("failed"), &json!(422), &json!("ERROR"))
    );
    assert_eq!(failed["error"], "the picture is broken: no marker at byte 7");
    assert_eq!(spans(failed), [json!({"name": "request", "id": "one", "user": 3})]);
}

#[test]
fn a_filter_for_errors_takes_no_span_away() {
    let (_, lines) = logged(tracing::Level::ERROR, two("a.png", "broken.png"));
    assert_eq!(lines.len(), 1);
    assert_eq!(spans(&lines[0])[0]["id"], "two");
}

#[test]
fn a_warning_of_the_worker_has_both_spans_even_if_nothing_less_is_logged() {
    let (_, lines) = logged(tracing::Level::WARN, two("huge.png", "b.png"));
    assert_eq!(lines.len(), 1);
    let names: Vec<_> = spans(&lines[0]).iter().map(|span| span["name"].clone()).collect();
    assert_eq!(names, ["request", "job"]);
}

#[test]
fn without_a_worker_requests_fail_and_say_so() {
    let (queue, jobs) = mpsc::channel(1);
    drop(jobs);
    let (status, lines) = logged(tracing::Level::INFO, request("one", "abc", "a.png", &queue));
    assert_eq!(
        (status, &lines[0]["error"], &lines[0]["status"]),
        (503, &json!("nobody resizes pictures"), &json!(503))
    );
    let lost = async {
        let (queue, mut jobs) = mpsc::channel(1);
        let losing = async { drop(jobs.recv().await) };
        tokio::join!(request("two", "abc", "a.png", &queue), losing).0
    };
    assert_eq!(logged(tracing::Level::INFO, lost).0, 503);
}

#[test]
fn a_requester_who_has_gone_does_not_end_the_worker() {
    let both = async {
        let (queue, jobs) = mpsc::channel(2);
        let (reply, gone) = oneshot::channel();
        drop(gone);
        let job = Job { picture: "a.png".into(), span: Span::none(), reply };
        queue.send(job).await.expect("there is room for two");
        let worker = tokio::spawn(work(jobs));
        let status = request("two", "abc", "b.png", &queue).await;
        drop(queue);
        (status, worker.await.is_ok())
    };
    assert_eq!(logged(tracing::Level::ERROR, both).0, (200, true));
}

#[test]
fn a_chain_has_every_link() {
    assert_eq!(chain(&Failure::Broken(Damage { offset: 9 })), "the picture is broken: no marker at byte 9");
    assert_eq!(chain(&Failure::Closed), "nobody resizes pictures");
}

#[test]
fn a_request_can_be_spawned() {
    let spawned = async {
        let (queue, jobs) = mpsc::channel(1);
        let worker = tokio::spawn(work(jobs));
        let asked = tokio::spawn(async move { request("one", "abc", "a.png", &queue).await });
        (asked.await.expect("it does not panic"), worker.await.is_ok())
    };
    assert_eq!(logged(tracing::Level::ERROR, spawned).0, (200, true));
}
