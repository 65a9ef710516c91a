use std::{
    cell::Cell,
    panic,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    http::{Request, header},
    routing::{MethodFilter, get, on},
};
use futures::{FutureExt as _, future::BoxFuture};
use phase9_backend::{
    config::{LogConfig, LogFormat},
    http::{self, Draining},
    http_server::{LIMITS, service},
    observability::Captured,
    outbox::{Notice, Transport as _, Webhook},
    telemetry::{self, Metrics, Route},
};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use tracing::{Dispatch, Instrument as _, Metadata, Subscriber, span, subscriber::Interest};

use crate::{program::Program, support::App};

/// While there is a single subscriber in a process, a place that logs asks that of the thread that comes there first,
/// which may be another test's and have none, and remembers the answer for all. So there are always two.
static ANOTHER: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(tracing_subscriber::registry()));

/// What is logged from here to the end of the test's thread.
fn listen(filter: &str, format: LogFormat) -> (Captured, tracing::subscriber::DefaultGuard) {
    LazyLock::force(&ANOTHER);
    let log = Captured::default();
    let config = LogConfig { filter: filter.into(), format };
    let subscriber = telemetry::subscriber(&config, log.clone()).unwrap();
    (log, tracing::subscriber::set_default(subscriber))
}

fn request(method: &str, path: &str, id: &str) -> Request<Body> {
    Request::builder().method(method).uri(path).header("x-request-id", id).body(Body::empty()).unwrap()
}

fn span(line: &Value) -> &Value {
    &line["spans"][0]
}

#[tokio::test]
async fn a_request_leaves_one_line_with_fields_that_have_types() {
    let app = App::new().await;
    let (log, _guard) = listen("info", LogFormat::Json);
    let response = app.router.clone().oneshot(request("GET", "/api/articles/no-such", "r-1")).await.unwrap();
    assert_eq!(response.headers()["x-request-id"], "r-1");
    let lines = log.json();
    assert_eq!(lines.len(), 1, "{lines:?}");
    let line = &lines[0];
    assert_eq!(
        (&line["level"], &line["message"], &line["status"]),
        (&json!("INFO"), &json!("answered"), &json!(404))
    );
    assert!(line["micros"].is_u64(), "a number, and not a text: {line}");
    let expected = json!({"name": "request", "id": "r-1", "method": "GET", "route": "/api/articles/{slug}"});
    assert_eq!(span(line), &expected);
    assert!(line.get("span").is_none(), "said once: {line}");
}

#[tokio::test]
async fn the_lines_of_a_request_say_whose_it_is_once_that_is_known() {
    let app = App::new().await;
    let token = app.register("ada").await;
    let user = app.store.profile(None, phase9_backend::domain::Username::parse("ada").unwrap()).await;
    assert!(user.is_ok());
    let (log, _guard) = listen("info", LogFormat::Json);
    for token in ["", &token] {
        app.call("GET", "/tags", token, Value::Null).await;
        app.call("GET", "/articles", token, Value::Null).await;
    }
    let users: Vec<_> = log.json().iter().map(|line| span(line)["user"].clone()).collect();
    assert_eq!(users, [Value::Null, Value::Null, Value::Null, json!(1)], "tags ask for nobody");
}

#[tokio::test]
async fn ids_of_clients_are_taken_if_they_fit_into_a_log() {
    let app = App::new().await;
    let given = |id: String| {
        let request = request("GET", "/livez", &id);
        app.router
            .clone()
            .oneshot(request)
            .map(|it| it.unwrap().headers()["x-request-id"].to_str().unwrap().to_owned())
    };
    assert_eq!(given("a-B_9.".into()).await, "a-B_9.");
    assert_eq!(given("x".repeat(64)).await.len(), 64);
    let (first, second) = (given("not this one".into()).await, given("x".repeat(65)).await);
    assert!(first.len() == 32 && second.len() == 32 && first != second, "{first} {second}");
}

#[tokio::test]
async fn a_warning_has_its_request_even_if_nothing_less_is_logged() {
    let (log, _guard) = listen("warn", LogFormat::Json);
    let fails = || async { http::ApiError::Unavailable("the database sleeps".into()) };
    let app = layered(Router::new().route("/api/tags", get(fails)));
    app.oneshot(request("GET", "/api/tags", "r-2")).await.unwrap();
    let lines = log.json();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!((&span(&lines[0])["id"], &lines[0]["level"]), (&json!("r-2"), &json!("WARN")));
}

/// The service's layers around other handlers.
fn layered(router: Router) -> Router {
    http::around(router, LIMITS, Metrics::default())
}

#[tokio::test]
async fn interleaved_requests_keep_their_ids() {
    let handler = || async {
        for _ in 0..3 {
            tracing::info!("a step");
            tokio::task::yield_now().await;
        }
    };
    let app = layered(Router::new().route("/steps", get(handler)));
    let (log, _guard) = listen("info", LogFormat::Json);
    let call = |id| app.clone().oneshot(request("GET", "/steps", id));
    let _ = futures::join!(call("one"), call("two"));
    let ids: Vec<_> = log.json().iter().map(|it| span(it)["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, ["one", "two", "one", "two", "one", "two", "one", "two"]);
}

#[tokio::test]
async fn statements_of_the_task_that_writes_belong_to_the_request_that_waits() {
    // The driver logs on a thread of its own, so this is the log of a whole process.
    let mut program = Program::new().variable("CONDUIT_LOG_FILTER", "sqlx::query=debug,phase9_backend=info");
    program = program.variable("CONDUIT_LOG_FORMAT", "json");
    let mut program = program.start();
    program.address();
    let user = json!({"user": {"username": "ada", "email": "ada@example.org", "password": "correct horse"}});
    let (status, _) = program.call_as("r-7", "POST", "/api/users", "", &user);
    assert_eq!(status, 201);
    let (_, log) = program.terminate();
    let lines = log.iter().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let inserts: Vec<_> = lines
        .filter(|it| it["summary"].as_str().is_some_and(|text| text.starts_with("INSERT INTO users")))
        .collect();
    assert!(!inserts.is_empty(), "{log:#?}");
    assert!(inserts.iter().all(|line| span(line)["id"] == "r-7"), "{inserts:?}");
}

#[derive(Debug, thiserror::Error)]
#[error("the disk is full")]
struct Disk;

#[derive(Debug, thiserror::Error)]
#[error("a page was not written")]
struct Page(#[source] Disk);

#[tokio::test]
async fn a_failure_is_one_line_with_all_of_its_sources() {
    let (log, _guard) = listen("debug", LogFormat::Json);
    let fails = || async { http::ApiError::Internal(Page(Disk).into()) };
    layered(Router::new().route("/fails", get(fails)))
        .oneshot(request("GET", "/fails", "r-3"))
        .await
        .unwrap();
    let errors: Vec<_> = log.json().into_iter().filter(|it| it["level"] == "ERROR").collect();
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0]["error"], "the service has failed: a page was not written: the disk is full");
    assert_eq!(span(&errors[0])["id"], "r-3");
}

#[tokio::test]
async fn a_panic_of_a_handler_is_told_with_its_request() {
    async fn unlucky() -> &'static str {
        panic!("no author has the key {}", 7)
    }
    let (log, _guard) = listen("error", LogFormat::Json);
    let app = layered(Router::new().route("/unlucky", get(unlucky)));
    app.oneshot(request("GET", "/unlucky", "r-5")).await.unwrap();
    let lines = log.json();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(lines[0]["error"], "the service has failed: no author has the key 7");
    assert_eq!(span(&lines[0])["id"], "r-5");
}

/// Runs a test of this program in a process of its own, and returns what it wrote to standard error; `None` in there.
fn alone(name: &str) -> Option<String> {
    if std::env::var_os("ALONE").is_some() {
        return None;
    }
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    let arguments = ["--exact", "--nocapture", &format!("observability::{name}")];
    let output = command.args(arguments).env("ALONE", "1").output().unwrap();
    let said = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    assert!(output.status.success() && said[0].contains("1 passed"), "{said:?}");
    Some(said[1].clone())
}

#[test]
fn the_programs_log_has_panics_and_libraries_that_know_nothing_of_tracing() {
    let Some(said) = alone("the_programs_log_has_panics_and_libraries_that_know_nothing_of_tracing") else {
        // It is written in the background, and complete when this is dropped.
        let _log = telemetry::init(&LogConfig { filter: "debug".into(), format: LogFormat::Json }).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        // That it is about to connect, reqwest tells the crate `log`; nobody listens on that port.
        let (id, timestamp, signature) = ("7".into(), "0".into(), "v1,".into());
        let notice = Notice { id, timestamp, signature, body: Vec::new().into() };
        let webhook = Webhook::new("http://127.0.0.1:1/").unwrap();
        assert!(runtime.block_on(webhook.post(notice)).is_err());
        let unlucky = || panic::catch_unwind(|| panic!("no author has the key {}", 7));
        assert!(tracing::error_span!("request", id = "r-6").in_scope(unlucky).is_err());
        return;
    };
    let lines: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let panic = lines.iter().find(|line| line["message"] == "a thread has panicked").unwrap();
    assert_eq!((&panic["panic"], &span(panic)["id"]), (&json!("no author has the key 7"), &json!("r-6")));
    assert!(panic["location"].as_str().unwrap().contains("observability.rs:"), "{panic}");
    let bridged = lines.iter().find(|line| line["target"] == "reqwest::connect");
    assert!(bridged.is_some(), "{said}");
}

#[tokio::test]
async fn a_refusal_is_no_failure() {
    let app = App::new().await;
    let (log, _guard) = listen("debug,sqlx=off", LogFormat::Json);
    app.call("GET", "/user", "", Value::Null).await;
    let levels: Vec<_> = log.json().iter().map(|it| it["level"].as_str().unwrap().to_owned()).collect();
    assert_eq!(levels, ["DEBUG", "INFO"]);
}

#[tokio::test]
async fn what_cannot_be_understood_is_not_repeated_in_the_log() {
    let app = App::new().await;
    let (log, _guard) = listen("debug,sqlx=off", LogFormat::Json);
    let (_, answer) = app.call("POST", "/users/login", "", json!({"user": {"password": 7_355_608}})).await;
    assert!(answer.to_string().contains("user.password"), "the sender is told where: {answer}");
    let lines = log.json();
    assert_eq!(
        (&lines[0]["message"], &lines[0]["part"]),
        (&json!("a request was malformed"), &json!("body"))
    );
    assert!(!lines[0].to_string().contains("user.password"), "{}", lines[0]);
}

#[tokio::test]
async fn a_request_that_nobody_waits_for_any_more_is_logged_and_counted() {
    let metrics = Metrics::default();
    let forever = on(MethodFilter::GET, std::future::pending::<()>);
    let app = http::around(Router::new().route("/slow/{id}", forever), LIMITS, metrics.clone());
    let (log, _guard) = listen("info", LogFormat::Json);
    {
        let mut answer = Box::pin(app.oneshot(request("GET", "/slow/7", "r-4")));
        assert!((&mut answer).now_or_never().is_none());
        assert!(metrics.text().contains("conduit_http_requests_in_flight 1\n"));
    }
    let lines = log.json();
    assert_eq!((&lines[0]["message"], &lines[0]["status"]), (&json!("abandoned"), &json!(499)));
    assert_eq!((lines.len(), &span(&lines[0])["id"]), (1, &json!("r-4")));
    let text = metrics.text();
    assert!(text.contains("conduit_http_requests_in_flight 0\n"), "{text}");
    assert!(
        text.contains(r#"conduit_http_requests_total{method="GET",route="/slow/{id}",status="499"} 1"#),
        "{text}"
    );
}

#[tokio::test]
async fn numbers_know_routes_and_no_paths() {
    let app = App::new().await;
    let token = app.register("ada").await;
    let slug = app.publish(&token, "A Garden of Clauses").await;
    for path in
        [&*format!("/articles/{slug}"), "/articles/no-such", "/articles?tag=x&limit=3", "/profiles/ada"]
    {
        app.call("GET", path, &token, Value::Null).await;
    }
    for (method, path) in [
        ("GET", "/api/../etc/passwd"),
        ("GET", "/wp-admin.php"),
        ("BREW", "/api/tags"),
        ("PATCH", "/api/tags"),
    ] {
        let request = request(method, path, "r");
        app.router.clone().oneshot(request).await.unwrap();
    }
    let numbers = app.router.clone().oneshot(request("GET", "/metrics", "r")).await.unwrap();
    assert!(
        numbers.headers()[header::CONTENT_TYPE].to_str().unwrap().starts_with("application/openmetrics-text")
    );
    let body = http_body_util::BodyExt::collect(numbers.into_body()).await.unwrap().to_bytes();
    let text = std::str::from_utf8(&body).unwrap();
    for series in [
        r#"{method="GET",route="/api/articles/{slug}",status="200"} 1"#,
        r#"{method="GET",route="/api/articles/{slug}",status="404"} 1"#,
        r#"{method="GET",route="/api/articles",status="200"} 1"#,
        r#"{method="GET",route="/api/profiles/{username}",status="200"} 1"#,
        r#"{method="POST",route="/api/users",status="201"} 1"#,
        r#"{method="GET",route="",status="404"} 2"#,
        r#"{method="other",route="/api/tags",status="405"} 1"#,
        r#"{method="PATCH",route="/api/tags",status="405"} 1"#,
    ] {
        assert!(text.contains(&format!("conduit_http_requests_total{series}")), "{series}\n{text}");
    }
    for path in [&slug, "no-such", "passwd", "wp-admin", "BREW", "tag=x", "ada"] {
        assert!(!text.contains(path), "{path}\n{text}");
    }
    assert!(text.ends_with("# EOF\n"), "the end that OpenMetrics asks for");
}

#[test]
fn a_duration_is_counted_in_seconds_and_in_each_bucket_that_it_fits_into() {
    let metrics = Metrics::default();
    let route = Route { method: "GET", route: "/api/tags".into() };
    metrics.answered(route, 200, Duration::from_micros(3500));
    let text = metrics.text();
    let labels = r#"method="GET",route="/api/tags""#;
    for line in [
        format!("_sum{{{labels}}} 0.0035\n"),
        format!("_count{{{labels}}} 1\n"),
        format!("_bucket{{le=\"0.0025\",{labels}}} 0\n"),
        format!("_bucket{{le=\"0.005\",{labels}}} 1\n"),
        format!("_bucket{{le=\"10.0\",{labels}}} 1\n"),
        format!("_bucket{{le=\"+Inf\",{labels}}} 1\n"),
    ] {
        assert!(text.contains(&format!("conduit_http_request_duration_seconds{line}")), "{line}{text}");
    }
}

#[test]
fn a_line_stays_a_line_whatever_is_in_it() {
    LazyLock::force(&ANOTHER);
    let odd = "one\ntwo\r\u{1b}[31m\u{85}three";
    let log = Captured::default();
    let work = || {
        let span = tracing::info_span!("request", id = %odd);
        span.in_scope(|| tracing::info!(shown = %odd, debugged = ?odd, odd, "{odd}"));
    };
    log.during("info", LogFormat::Human, work);
    let lines = log.lines();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(!lines[0].contains(char::is_control), "{lines:?}");
    assert!(lines[0].contains("shown=one\\ntwo\\r\\u{1b}[31m\\u{85}three"), "{lines:?}");
    assert!(lines[0].contains("request{id=one\\ntwo"), "{lines:?}");
    log.during("info", LogFormat::Json, work);
    assert_eq!(log.json()[0]["shown"], odd);
}

#[test]
fn the_formats_say_the_same_for_people_and_for_machines() {
    LazyLock::force(&ANOTHER);
    let log = Captured::default();
    let work = || tracing::warn!(attempt = 2, error = %Page(Disk), "tried again");
    log.during("info", LogFormat::Human, work);
    let line = log.lines().concat();
    assert!(
        line.contains(" WARN ") && line.ends_with("tried again attempt=2 error=a page was not written"),
        "{line}"
    );
    log.during("info", LogFormat::Json, work);
    let line = &log.json()[0];
    assert_eq!((&line["attempt"], &line["error"]), (&json!(2), &json!("a page was not written")));
    log.during("error", LogFormat::Json, work);
    assert!(log.lines().is_empty());
}

/// A subscriber that is interested in everything but one level of one place, and counts what it is asked.
#[derive(Clone, Default)]
struct Counting {
    interest: Option<&'static str>,
    asked: Arc<AtomicUsize>,
}

impl Subscriber for Counting {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        match self.interest {
            Some("sometimes") if metadata.target() == "counted" => Interest::sometimes(),
            _ => Interest::never(),
        }
    }

    fn enabled(&self, _: &Metadata<'_>) -> bool {
        self.asked.fetch_add(1, Ordering::Relaxed);
        false
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn event(&self, _: &tracing::Event<'_>) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

/// How often a subscriber was asked, and a field computed, for 1000 events and spans that nobody wants.
fn counted(interest: Option<&'static str>) -> (usize, usize) {
    let computed = Cell::new(0);
    let compute = || computed.set(computed.get() + 1);
    let counting = Counting { interest, ..Counting::default() };
    tracing::subscriber::with_default(counting.clone(), || {
        for _ in 0..1000 {
            tracing::info!(target: "counted", value = ?compute(), "nobody wants this");
            let _span = tracing::info_span!(target: "counted", "nobody", value = ?compute());
        }
    });
    (counting.asked.load(Ordering::Relaxed), computed.get())
}

#[test]
fn what_nobody_wants_is_neither_computed_nor_asked_for_twice() {
    // In a process of its own: there, no other test's subscriber is asked as well.
    if alone("what_nobody_wants_is_neither_computed_nor_asked_for_twice").is_some() {
        return;
    }
    assert_eq!(counted(None), (0, 0), "never: remembered at the place itself");
    assert_eq!(counted(Some("sometimes")), (2000, 0), "sometimes: asked at each event and span");
}

#[test]
fn a_guard_across_an_await_gives_lines_to_the_wrong_request() {
    fn can_be_sent<T: Send>(_: T) {}
    can_be_sent(tracing::Span::none().enter());

    #[expect(clippy::await_holding_invalid_type, reason = "this is what it warns of")]
    fn steps(name: &'static str) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            let span = tracing::info_span!("request", id = name);
            let _guard = span.enter();
            tokio::task::yield_now().await;
            tracing::info!(name, "a step");
        })
    }
    fn instrumented(name: &'static str) -> BoxFuture<'static, ()> {
        let step = async move {
            tokio::task::yield_now().await;
            tracing::info!(name, "a step");
        };
        Box::pin(step.instrument(tracing::info_span!("request", id = name)))
    }
    LazyLock::force(&ANOTHER);
    let attributed = |make: fn(&'static str) -> BoxFuture<'static, ()>| {
        let log = Captured::default();
        log.during("info", LogFormat::Json, || {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            runtime.block_on(futures::future::join(make("one"), make("two")))
        });
        let lines = log.json();
        let last = |line: &Value| line["spans"].as_array().unwrap().last().unwrap()["id"].clone();
        lines.iter().filter(|line| last(line) == line["name"]).count()
    };
    assert_eq!((attributed(instrumented), attributed(steps)), (2, 1));
}

#[tokio::test]
async fn requests_beyond_the_limit_are_counted_and_health_is_not_limited() {
    let app = App::new().await;
    let limits = phase9_backend::config::Limits { requests: 0, ..LIMITS };
    let metrics = Metrics::default();
    let router = http::app(service(app.store.clone()), limits, metrics.clone(), Draining::default());
    for (path, status) in [("/api/tags", 503), ("/livez", 200), ("/metrics", 200)] {
        assert_eq!(router.clone().oneshot(request("GET", path, "r")).await.unwrap().status(), status);
    }
    assert!(metrics.text().contains("conduit_http_requests_turned_away_total 1\n"));
}

/// Everything that an API client can do, and much that it cannot, at the most talkative level there is.
fn journey(format: &str) {
    const KEY: &str = "a key of thirty-two bytes, or a few more";
    let mut program = Program::new()
        .variable("CONDUIT_LOG_FILTER", "trace")
        .variable("CONDUIT_LOG_FORMAT", format)
        .variable("CONDUIT_TOKEN_KEY", KEY)
        .start();
    program.address();
    let mut statuses = Vec::new();
    let mut call = |method: &str, path: &str, token: &str, body: Value| {
        let (status, answer) = program.call_as("journey", method, path, token, &body);
        statuses.push(status);
        answer
    };
    let account = |password: Value| json!({"user": {"username": "ada", "email": "Ada@Example.org", "password": password}});
    let registered = call("POST", "/api/users", "", account("correct horse".into()));
    let first = registered["user"]["token"].as_str().unwrap().to_owned();
    call("POST", "/api/users", "", account("correct horse".into()));
    call("POST", "/api/users", "", account(7_355_608_355_u64.into()));
    call("POST", "/api/users", "", json!({"user": "bare password"}));
    call("POST", "/api/users/login", "", account("wrong horse".into()));
    let logged_in = call("POST", "/api/users/login", "", account("correct horse".into()));
    let second = logged_in["user"]["token"].as_str().unwrap().to_owned();
    let changes = json!({"user": {"email": "lovelace@example.org", "password": "better horse", "bio": "Engines, mostly"}});
    call("PUT", "/api/user", &second, changes);
    call("GET", "/api/user", &format!("{second}x"), Value::Null);
    call("GET", "/api/user", "forged.token.here", Value::Null);
    let article = json!({"article": {"title": "Gardens", "description": "About it", "body": "A bench below the elder", "tagList": ["rust"]}});
    call("POST", "/api/articles", &second, article.clone());
    call("PUT", "/api/articles/gardens", &second, article);
    call(
        "POST",
        "/api/articles/gardens/comments",
        &second,
        json!({"comment": {"body": "Moss on the bench"}}),
    );
    for path in [
        "/api/articles",
        "/api/articles/gardens",
        "/api/articles/gardens/comments",
        "/api/tags",
        "/api/articles/feed",
    ] {
        call("GET", path, &second, Value::Null);
    }
    for (method, path) in [
        ("GET", "/api/profiles/ada"),
        ("POST", "/api/profiles/ada/follow"),
        ("DELETE", "/api/profiles/ada/follow"),
        ("POST", "/api/articles/gardens/favorite"),
        ("DELETE", "/api/articles/gardens/favorite"),
        ("GET", "/api/articles?author=ada&tag=rust&favorited=ada"),
        ("GET", "/metrics"),
        ("GET", "/readyz"),
    ] {
        call(method, path, &second, Value::Null);
    }
    call("DELETE", "/api/articles/gardens/comments/first", &second, Value::Null);
    call("DELETE", "/api/articles/gardens", &second, Value::Null);
    let (begun, read) = statuses.split_at(10);
    assert_eq!(begun, [201, 422, 422, 422, 401, 200, 200, 401, 401, 201]);
    let (read, ended) = read.split_at(read.len() - 2);
    assert!(read.iter().all(|status| *status == 200) && ended == [404, 204], "{statuses:?}");
    let (_, log) = program.terminate();
    assert!(log.iter().any(|line| line.contains("INSERT INTO users")), "the driver was heard: {log:#?}");
    for line in &log {
        match format {
            "json" => assert!(serde_json::from_str::<Value>(line).is_ok(), "{line}"),
            _ => assert!(line.starts_with("20"), "each line begins with its time: {line}"),
        }
    }
    let log = log.join("\n");
    let signature = |token: &str| token.rsplit('.').next().unwrap().to_owned();
    for secret in [
        "correct horse",
        "wrong horse",
        "better horse",
        "bare password",
        "7355608355",
        KEY,
        "argon2id",
        &signature(&first),
        &signature(&second),
        "forged.token",
        "Example.org",
        "example.org",
        "Engines, mostly",
        "below the elder",
        "Moss on the bench",
    ] {
        assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
    }
}

#[test]
fn no_secret_is_in_the_log_for_people() {
    journey("human");
}

#[test]
fn no_secret_is_in_the_log_for_machines() {
    journey("json");
}

#[test]
fn why_the_program_failed_is_a_line_of_its_log() {
    let program = Program::new().variable("CONDUIT_LOG_FORMAT", "json");
    let output = program.arguments(&["--database-url=sqlite:/no/such/directory/conduit.db"]).output();
    let said = String::from_utf8(output.stderr).unwrap();
    let line: Value = serde_json::from_str(said.lines().last().unwrap()).unwrap();
    assert_eq!((&line["level"], &line["message"]), (&json!("ERROR"), &json!("the service has failed")));
}
