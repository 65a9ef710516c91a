//! The server, over sockets of the loopback.

use std::{
    future::pending,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    routing::{get, post},
};
use phase9_backend::{
    config::Limits,
    http::{self, Draining, Input},
    http_server::LIMITS,
    server::{self, Drained},
    telemetry::Metrics,
};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::{Notify, oneshot},
    task::JoinHandle,
};

/// Short, where a test waits for it to be over.
const SHORT: Duration = Duration::from_millis(50);

/// A server that runs until it is asked to end.
struct Server {
    address: SocketAddr,
    draining: Draining,
    end: oneshot::Sender<()>,
    serving: JoinHandle<Drained>,
}

impl Server {
    async fn start(router: Router, limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let draining = Draining::default();
        let (end, ended) = oneshot::channel::<()>();
        let app = http::around(router, limits, Metrics::default());
        let serving = tokio::spawn(server::serve(listener, app, limits, draining.clone(), async {
            let _ = ended.await;
        }));
        Self { address, draining, end, serving }
    }

    async fn connect(&self) -> Client {
        Client(TcpStream::connect(self.address).await.unwrap())
    }

    /// Asks it to end, and waits until it has begun to.
    async fn begin_to_end(self) -> JoinHandle<Drained> {
        self.end.send(()).unwrap();
        let draining = self.draining;
        within(async {
            while !draining.has_begun() {
                tokio::task::yield_now().await;
            }
        })
        .await;
        self.serving
    }
}

struct Client(TcpStream);

impl Client {
    async fn send(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.unwrap();
    }

    async fn get(&mut self, path: &str) {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n")).await;
    }

    /// Reads one answer, whose body has a length that is told.
    async fn answer(&mut self) -> String {
        let mut text = Vec::new();
        let whole = |text: &[u8]| {
            let text = String::from_utf8_lossy(text);
            let (head, body) = text.split_once("\r\n\r\n")?;
            let length =
                head.to_lowercase().split_once("content-length: ")?.1.split("\r\n").next()?.parse::<usize>();
            (body.len() >= length.unwrap()).then_some(())
        };
        while whole(&text).is_none() {
            let read = within(self.0.read_buf(&mut text)).await.unwrap();
            assert!(read > 0, "the connection was cut after {:?}", String::from_utf8_lossy(&text));
        }
        String::from_utf8(text).unwrap()
    }

    /// Everything until the connection ends; nothing more if it is reset.
    async fn rest(&mut self) -> String {
        let mut text = Vec::new();
        let _ = within(self.0.read_to_end(&mut text)).await;
        String::from_utf8_lossy(&text).into_owned()
    }
}

/// A safety net: what takes this long has hung.
async fn within<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(30), future).await.expect("it hangs")
}

/// Routes whose handlers a test can hold and count.
#[derive(Clone, Default)]
struct Gate {
    entered: Arc<AtomicUsize>,
    came: Arc<Notify>,
    leave: Arc<Notify>,
    left: Arc<AtomicUsize>,
}

impl Gate {
    fn router(&self) -> Router {
        /// Counts how many have left, whether they were done or were dropped.
        struct Leaving(Arc<AtomicUsize>);
        impl Drop for Leaving {
            fn drop(&mut self) {
                self.0.fetch_add(1, Ordering::Relaxed);
            }
        }
        let gate = self.clone();
        let hold = move || async move {
            let _leaving = Leaving(gate.left.clone());
            gate.entered.fetch_add(1, Ordering::Relaxed);
            gate.came.notify_one();
            gate.leave.notified().await;
            "held"
        };
        let gate = self.clone();
        let count = move || async move {
            gate.entered.fetch_add(1, Ordering::Relaxed);
            "counted"
        };
        let echo = async |Input(value): Input<Value>| value.to_string();
        Router::new()
            .route("/hold", get(hold))
            .route("/count", get(count))
            .route("/echo", post(echo))
            .route("/long", get(|| async { vec![b'x'; 64 << 20] }))
            .route("/never", get(pending::<()>))
    }

    fn entered(&self) -> usize {
        self.entered.load(Ordering::Relaxed)
    }
}

#[tokio::test]
async fn a_connection_serves_many_requests() {
    let server = Server::start(Gate::default().router(), LIMITS).await;
    let mut client = server.connect().await;
    for _ in 0..3 {
        client.get("/count").await;
        assert!(client.answer().await.ends_with("counted"));
    }
}

#[tokio::test]
async fn a_head_that_does_not_end_is_cut() {
    let server = Server::start(Gate::default().router(), Limits { header_timeout: SHORT, ..LIMITS }).await;
    for begun in ["", "GET /count HTTP/1.1\r\nHost: loc"] {
        let mut client = server.connect().await;
        client.send(begun).await;
        assert!(!client.rest().await.contains("200"), "{begun:?}");
    }
}

#[tokio::test]
async fn a_connection_that_is_kept_open_is_not_kept_for_ever() {
    let server = Server::start(Gate::default().router(), Limits { header_timeout: SHORT, ..LIMITS }).await;
    let mut client = server.connect().await;
    client.get("/count").await;
    let text = client.rest().await;
    assert!(text.ends_with("counted"), "{text:?}");
}

#[tokio::test]
async fn a_body_that_does_not_end_is_cut() {
    let server = Server::start(Gate::default().router(), Limits { body_timeout: SHORT, ..LIMITS }).await;
    let mut client = server.connect().await;
    client
        .send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"a\":")
        .await;
    let text = client.rest().await;
    assert!(text.starts_with("HTTP/1.1 408 "), "{text}");
    assert!(text.to_lowercase().contains("connection: close\r\n"), "{text}");
    assert!(text.ends_with(r#"{"errors":{"body":["the body took too long"]}}"#), "{text}");
}

#[tokio::test]
async fn a_body_in_pieces_has_the_same_limit_as_one_with_a_length() {
    let server = Server::start(Gate::default().router(), Limits { body_bytes: 16, ..LIMITS }).await;
    let head = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    let mut client = server.connect().await;
    client.send(&format!("{head}7\r\n[1, 2, \r\n2\r\n3]\r\n0\r\n\r\n")).await;
    assert!(client.answer().await.ends_with("[1,2,3]"));
    client.send(&format!("{head}20\r\n[{}]\r\n0\r\n\r\n", "1,".repeat(15))).await;
    let text = client.answer().await;
    assert!(text.starts_with("HTTP/1.1 413 ") && text.contains(r#"{"errors":{"body":["#), "{text}");
}

#[tokio::test]
async fn a_client_that_asks_first_is_answered_before_it_sends() {
    let server = Server::start(Gate::default().router(), LIMITS).await;
    let mut client = server.connect().await;
    client
        .send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n")
        .await;
    assert!(client.answer().await.starts_with("HTTP/1.1 415 "));
}

#[tokio::test]
async fn a_head_that_is_too_long_or_no_head_is_refused() {
    let server = Server::start(Gate::default().router(), LIMITS).await;
    let many: String = (0..65).map(|number| format!("X-{number}: y\r\n")).collect();
    let long = format!("X: {}\r\n", "y".repeat(200_000));
    for (headers, status) in [(many.as_str(), "431"), (&long, "431"), ("nonsense\r\n", "400")] {
        let mut client = server.connect().await;
        // Sending ends when the server has closed its side.
        let _ = client.0.write_all(format!("GET /count HTTP/1.1\r\n{headers}\r\n").as_bytes()).await;
        let text = client.rest().await;
        // Hyper's own answer, if it got through: without a body, and without what the layers add.
        let is_hypers = text.starts_with(&format!("HTTP/1.1 {status} ")) && text.ends_with("\r\n\r\n");
        assert!(text.is_empty() || is_hypers && !text.contains("x-request-id"), "{status}: {text}");
    }
}

#[tokio::test]
async fn nobody_works_for_whoever_has_hung_up() {
    let gate = Gate::default();
    let server = Server::start(gate.router(), LIMITS).await;
    let mut client = server.connect().await;
    client.get("/hold").await;
    within(gate.came.notified()).await;
    drop(client);
    within(async {
        while gate.left.load(Ordering::Relaxed) == 0 {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_does_not_read_is_cut() {
    let limits = Limits { connections: 1, request_timeout: SHORT, ..LIMITS };
    let server = Server::start(Gate::default().router(), limits).await;
    let mut lazy = server.connect().await;
    lazy.get("/long").await;
    // There is room for one: an answer means that the first one was let go.
    let mut next = server.connect().await;
    next.get("/count").await;
    assert!(next.answer().await.ends_with("counted"));
    assert!(lazy.rest().await.len() < 64 << 20);
}

#[tokio::test]
async fn one_connection_too_many_waits() {
    let gate = Gate::default();
    let server = Server::start(gate.router(), Limits { connections: 1, ..LIMITS }).await;
    let mut first = server.connect().await;
    first.get("/hold").await;
    within(gate.came.notified()).await;
    let mut second = server.connect().await;
    second.get("/count").await;
    for _ in 0..5_000 {
        tokio::task::yield_now().await;
    }
    assert_eq!(gate.entered(), 1, "the second one is not even read");
    gate.leave.notify_one();
    assert!(first.answer().await.ends_with("held"));
    drop(first);
    assert!(second.answer().await.ends_with("counted"));
}

#[tokio::test]
async fn draining_finishes_what_was_begun_and_takes_nothing_new() {
    let gate = Gate::default();
    let server = Server::start(gate.router(), LIMITS).await;
    let address = server.address;
    let (mut idle, mut busy) = (server.connect().await, server.connect().await);
    idle.get("/count").await;
    idle.answer().await;
    busy.get("/hold").await;
    within(gate.came.notified()).await;

    let serving = server.begin_to_end().await;
    assert_eq!(idle.rest().await, "", "a connection that waits for nothing ends at once");
    assert!(TcpStream::connect(address).await.is_err(), "nobody listens any more");
    gate.leave.notify_one();
    let text = busy.rest().await;
    assert!(text.ends_with("held") && text.to_lowercase().contains("connection: close"), "{text}");
    assert_eq!(within(serving).await.unwrap(), Drained::Completely);
}

#[tokio::test]
async fn draining_cuts_what_does_not_end_in_time() {
    let gate = Gate::default();
    let limits = Limits { drain_timeout: SHORT, ..LIMITS };
    let app = http::around(gate.router(), limits, Metrics::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut client = Client(TcpStream::connect(listener.local_addr().unwrap()).await.unwrap());
    client.get("/hold").await;
    let end = async { gate.came.notified().await };
    // Served in this task, so that no other one runs between its end and the next line.
    let drained = within(server::serve(listener, app, limits, Draining::default(), end)).await;
    assert_eq!(gate.left.load(Ordering::Relaxed), 1, "the handler is gone when serving has ended");
    assert_eq!(drained, Drained::AtTheDeadline);
    assert_eq!(client.rest().await, "");
}

#[tokio::test]
async fn whoever_stops_serving_cuts_everything() {
    let gate = Gate::default();
    let server = Server::start(gate.router(), LIMITS).await;
    let mut client = server.connect().await;
    client.get("/hold").await;
    within(gate.came.notified()).await;
    server.serving.abort();
    assert_eq!(client.rest().await, "");
    assert_eq!(gate.left.load(Ordering::Relaxed), 1);
}
