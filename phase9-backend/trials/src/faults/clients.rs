//! Faults of clients, and of whoever ends the service.

use std::{
    io,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use futures::future::{join_all, try_join_all};
use nix::sys::signal::Signal;
use reqwest::{Method, StatusCode};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use super::{Outcome, ensure};
use crate::{
    client::{self, User},
    service::{Service, text},
};

async fn start(program: &Path, more: &[&str]) -> Result<(Service, tempfile::TempDir), String> {
    let directory = tempfile::tempdir().map_err(text)?;
    let url = format!("sqlite:{}", directory.path().join("conduit.db").display());
    let service = Service::start(program, &[&["--database-url", &url], more].concat()).await?;
    Ok((service, directory))
}

/// Reads one answer with a body of a stated length; none if the connection ended before its first byte.
async fn read_answer(stream: &mut TcpStream) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return Ok(Some(text.into_owned()));
            }
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return match bytes.is_empty() {
                true => Ok(None),
                false => Err(io::Error::other("an answer was cut off")),
            };
        }
    }
}

fn status_of(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default()
}

/// Asks the service to end while many connections are in the middle of requests; each request that was sent gets its
/// answer.
pub async fn ended_under_load(program: &Path) -> Result<Outcome, String> {
    const CLIENTS: usize = 32;
    let (mut service, _directory) = start(program, &["--limits-drain-timeout", "10s"]).await?;
    let user = User::register(&service, "writer").await?;
    let (answered, refused) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let ending = Arc::new(AtomicBool::new(false));
    let clients = (0..CLIENTS).map(|client| {
        let (user, answered, refused, ending) =
            (user.clone(), Arc::clone(&answered), Arc::clone(&refused), Arc::clone(&ending));
        let stream = service.connect();
        async move {
            let mut stream = stream.await.map_err(text)?;
            for number in 0.. {
                let request = user.raw_publish(&format!("Client {client} number {number}"));
                let written = stream.write_all(request.as_bytes()).await;
                match read_answer(&mut stream).await {
                    Ok(Some(answer)) => {
                        ensure(status_of(&answer) == 201, || format!("answered {answer}"))?;
                        answered.fetch_add(1, Ordering::Relaxed);
                        if answer.to_lowercase().contains("connection: close") {
                            return Ok(());
                        }
                    }
                    // The connection was closed between two requests, as HTTP allows: nobody had read this one.
                    Ok(None) | Err(_) if ending.load(Ordering::Relaxed) || written.is_err() => {
                        refused.fetch_add(1, Ordering::Relaxed);
                        return Ok(());
                    }
                    Ok(None) => return Err("a request got no answer".to_owned()),
                    Err(error) => return Err(error.to_string()),
                }
            }
            Ok(())
        }
    });
    let clients = tokio::spawn(join_all(clients.collect::<Vec<_>>()));
    while answered.load(Ordering::Relaxed) < 20 * CLIENTS {
        ensure(!clients.is_finished(), || "all clients have ended".into())?;
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    ending.store(true, Ordering::Relaxed);
    service.signal(Signal::SIGTERM)?;
    let status = service.ended().await?;
    ensure(status.success(), || format!("the service ended with {status}"))?;
    clients.await.map_err(text)?.into_iter().collect::<Result<Vec<()>, _>>()?;
    let (answered, refused) = (answered.load(Ordering::Relaxed), refused.load(Ordering::Relaxed));
    Ok(Outcome::Survived(format!("{answered} requests answered; {refused} closed before they were read")))
}

/// Clients that send a byte now and then, and never end: they are cut, and others do not notice.
pub async fn slow(program: &Path) -> Result<Outcome, String> {
    const SLOW: usize = 50;
    let flags = ["--limits-header-timeout", "1s", "--limits-body-timeout", "1s"];
    let (service, _directory) = start(program, &flags).await?;
    let user = User::register(&service, "writer").await?;
    let begin = Instant::now();
    let heads = (0..SLOW).map(|_| cut(&service, "GET /api/tags HTTP/1.1\r\nHost: t", "a"));
    let whole = user.raw_publish("Slow");
    let (head, _) = whole.split_once("{").unwrap_or_default();
    let bodies = (0..SLOW).map(|_| cut(&service, head, " "));
    let others = async {
        for number in 0..20 {
            user.publish(&format!("Quick {number}")).await.map_err(text)?.map_err(|it| format!("{it:?}"))?;
        }
        Ok::<_, String>(begin.elapsed())
    };
    let (heads, bodies, others) = tokio::join!(try_join_all(heads), try_join_all(bodies), others);
    let (longest, others) = (heads?.into_iter().chain(bodies?).max().unwrap_or_default(), others?);
    ensure(longest < Duration::from_secs(6), || format!("a slow client was held for {longest:?}"))?;
    Ok(Outcome::Survived(format!(
        "{} slow clients cut after at most {:.1} s; 20 quick writes took {:.2} s beside them",
        2 * SLOW,
        longest.as_secs_f64(),
        others.as_secs_f64()
    )))
}

/// Sends `begin`, then `more` again and again, until the other side closes; how long that took.
async fn cut(service: &Service, begin: &str, more: &str) -> Result<Duration, String> {
    let started = Instant::now();
    let stream = service.connect().await.map_err(text)?;
    let (mut answers, mut requests) = stream.into_split();
    requests.write_all(begin.as_bytes()).await.map_err(text)?;
    let drip = async {
        loop {
            tokio::time::sleep(Duration::from_millis(200)).await;
            if requests.write_all(more.as_bytes()).await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    };
    let mut answer = Vec::new();
    let closed = async { drop(answers.read_to_end(&mut answer).await) };
    tokio::select! {
        () = drip => unreachable!("it goes on for ever"),
        ended = tokio::time::timeout(Duration::from_secs(15), closed) => {
            ended.map_err(|_| "a slow client is held for ever".to_owned())?;
        }
    }
    Ok(started.elapsed())
}

/// Bodies, headers and addresses that are too long: each is refused with its own status, and the service goes on.
pub async fn oversize(program: &Path) -> Result<Outcome, String> {
    let (service, _directory) = start(program, &["--limits-body-bytes", "10000"]).await?;
    let user = User::register(&service, "writer").await?;
    let large = "x".repeat(20_000);
    let many: String = (0..200).map(|number| format!("X-{number}: y\r\n")).collect();
    let token = user.raw_publish("t");
    let (head, _) = token.split_once("Content-Length").unwrap_or_default();
    for (what, request, expected) in [
        ("a body", user.raw_publish(&large), &[413][..]),
        (
            "a body in chunks",
            format!("{head}Transfer-Encoding: chunked\r\n\r\n4e20\r\n{large}\r\n0\r\n\r\n"),
            &[413],
        ),
        ("an address", format!("GET /api/articles?tag={large} HTTP/1.1\r\nHost: t\r\n\r\n"), &[414, 431]),
        ("a header", format!("GET /api/tags HTTP/1.1\r\nHost: t\r\nX-Y: {large}{large}\r\n\r\n"), &[431]),
        ("headers", format!("GET /api/tags HTTP/1.1\r\nHost: t\r\n{many}\r\n"), &[431]),
    ] {
        let mut stream = service.connect().await.map_err(text)?;
        // It may answer and close before it has read everything.
        let _ = stream.write_all(request.as_bytes()).await;
        let answer = read_answer(&mut stream).await.map_err(|error| format!("{what}: {error}"))?;
        let status = answer.as_deref().map_or(0, status_of);
        ensure(expected.contains(&status), || format!("{what} that is too long: {status}"))?;
    }
    let (status, _) = client::get(&service, "/readyz").await?;
    ensure(status == StatusCode::OK, || format!("afterwards it is not ready: {status}"))?;
    Ok(Outcome::Survived("5 kinds, each refused with its status".into()))
}

/// Clients that hang up as soon as they have sent a write: the write is done or not, and nothing in between.
pub async fn gone(program: &Path) -> Result<Outcome, String> {
    const CLIENTS: usize = 200;
    let (service, _directory) = start(program, &[]).await?;
    let user = User::register(&service, "writer").await?;
    let sent = (0..CLIENTS).map(|client| {
        let request = user.raw_publish(&format!("Gone {client}"));
        let stream = service.connect();
        async move {
            let mut stream = stream.await.map_err(text)?;
            // Some in the middle of their request, some right after it.
            let length = if client % 4 == 0 { request.len() / 2 } else { request.len() };
            stream.write_all(&request.as_bytes()[..length]).await.map_err(text)
        }
    });
    try_join_all(sent).await?;
    // Whatever was begun is done before this is.
    let last = user.publish("After all of them").await.map_err(text)?;
    last.map_err(|it| format!("nobody can write any more: {it:?}"))?;
    let (_, list) = user.call(Method::GET, "/articles?limit=100", None).await.map_err(text)?;
    let written = list["articlesCount"].as_u64().unwrap_or_default();
    let halves = CLIENTS as u64 / 4;
    ensure(written <= CLIENTS as u64 - halves + 1, || format!("{written} articles of fewer whole requests"))?;
    let (_, numbers) = client::get(&service, "/metrics").await?;
    let in_flight = numbers
        .as_str()
        .and_then(|text| text.lines().find(|line| line.starts_with("conduit_http_requests_in_flight ")));
    ensure(in_flight == Some("conduit_http_requests_in_flight 1"), || {
        format!("requests have leaked: {in_flight:?}")
    })?;
    Ok(Outcome::Survived(format!(
        "{CLIENTS} clients gone, {} of their writes done as a whole",
        written.saturating_sub(1)
    )))
}

/// Far more requests at once than allowed: some are answered, the others are told at once to come again.
pub async fn overload(program: &Path) -> Result<Outcome, String> {
    let (service, _directory) = start(program, &["--limits-requests", "4"]).await?;
    let user = User::register(&service, "writer").await?;
    let all = (0..300).map(|number| {
        let user = user.clone();
        async move { user.publish(&format!("Crowd {number}")).await }
    });
    let (mut written, mut turned_away) = (0, 0);
    for answer in try_join_all(all).await.map_err(text)? {
        match answer {
            Ok(_) => written += 1,
            Err((StatusCode::SERVICE_UNAVAILABLE, _)) => turned_away += 1,
            Err(other) => return Err(format!("{other:?}")),
        }
    }
    ensure(written > 0 && turned_away > 0, || format!("{written} written, {turned_away} turned away"))?;
    let (_, list) = user.call(Method::GET, "/articles", None).await.map_err(text)?;
    ensure(list["articlesCount"] == written, || format!("{written} were acknowledged: {list}"))?;
    Ok(Outcome::Survived(format!("{written} written, {turned_away} turned away with 503")))
}
