//! A client that costs as little as possible, since it shares the machine with what is measured.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use futures::future::try_join_all;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::{MissedTickBehavior, interval},
};

use crate::{
    client::User,
    service::{Service, text},
};

/// What is asked again and again.
#[derive(Clone)]
pub struct Request(Kind);

#[derive(Clone)]
enum Kind {
    Get(Vec<u8>),
    Publish(Box<User>, Arc<AtomicU64>),
}

impl Request {
    /// Always the same.
    pub fn get(path: &str) -> Self {
        Self(Kind::Get(format!("GET {path} HTTP/1.1\r\nHost: trial\r\n\r\n").into_bytes()))
    }

    /// An article with another title each time.
    pub fn publish(user: User) -> Self {
        Self(Kind::Publish(Box::new(user), Arc::default()))
    }

    /// As it is sent.
    pub fn bytes(&self) -> Vec<u8> {
        match &self.0 {
            Kind::Get(bytes) => bytes.clone(),
            Kind::Publish(user, number) => {
                user.raw_publish(&format!("Written {}", number.fetch_add(1, Ordering::Relaxed))).into_bytes()
            }
        }
    }
}

/// A connection that is kept.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// A new one.
    pub async fn open(service: &Service) -> Result<Self, String> {
        Ok(Self { stream: service.connect().await.map_err(text)?, buffer: Vec::with_capacity(64 << 10) })
    }

    /// Sends a request and reads its whole answer, which must be a good one.
    pub async fn ask(&mut self, request: &[u8]) -> Result<(), String> {
        self.stream.write_all(request).await.map_err(text)?;
        self.buffer.clear();
        let whole = loop {
            if let Some(whole) = length(&self.buffer)? {
                break whole;
            }
            self.fill().await?;
        };
        while self.buffer.len() < whole {
            self.fill().await?;
        }
        Ok(())
    }

    async fn fill(&mut self) -> Result<(), String> {
        match self.stream.read_buf(&mut self.buffer).await {
            Ok(0) => Err("the server has closed the connection".into()),
            Ok(_) => Ok(()),
            Err(error) => Err(text(error)),
        }
    }
}

/// The length of an answer with its head, once the head is there.
fn length(bytes: &[u8]) -> Result<Option<usize>, String> {
    let Some(head) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let lines = String::from_utf8_lossy(&bytes[..head]);
    if !lines.starts_with("HTTP/1.1 2") {
        return Err(format!("the server answers {}", String::from_utf8_lossy(bytes)));
    }
    let mut headers = lines.lines().filter_map(|line| line.split_once(':'));
    let length = headers.find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let body = length.and_then(|(_, value)| value.trim().parse::<usize>().ok());
    Ok(Some(head + 4 + body.ok_or("the server does not state a length")?))
}

/// Each client asks as soon as it has its answer. Returns requests a second.
pub async fn closed_loop(
    service: &Service,
    clients: usize,
    request: &Request,
    duration: Duration,
) -> Result<f64, String> {
    let connections = try_join_all((0..clients).map(|_| Connection::open(service))).await?;
    let begin = Instant::now();
    let tasks = connections.into_iter().map(|mut connection| {
        let request = request.clone();
        tokio::spawn(async move {
            let mut answered = 0_u64;
            while begin.elapsed() < duration {
                connection.ask(&request.bytes()).await?;
                answered += 1;
            }
            Ok::<_, String>(answered)
        })
    });
    let answered = try_join_all(tasks).await.map_err(text)?;
    let answered: u64 = answered.into_iter().sum::<Result<_, _>>()?;
    Ok(answered as f64 / begin.elapsed().as_secs_f64())
}

/// Requests begin at a fixed rate, whether or not the ones before have been answered: an answer that is late delays
/// nobody's clock. Returns how long each took from the time at which it was due.
pub async fn open_loop(
    service: &Service,
    clients: usize,
    request: &Request,
    rate: f64,
    seconds: f64,
) -> Result<Vec<Duration>, String> {
    let connections = try_join_all((0..clients).map(|_| Connection::open(service))).await?;
    let pause = Duration::from_secs_f64(clients as f64 / rate);
    let times = (seconds / pause.as_secs_f64()).ceil() as u64;
    let tasks = connections.into_iter().enumerate().map(|(number, mut connection)| {
        let request = request.clone();
        tokio::spawn(async move {
            tokio::time::sleep(pause.mul_f64(number as f64 / clients as f64)).await;
            let mut due = interval(pause);
            due.set_missed_tick_behavior(MissedTickBehavior::Burst);
            let mut waited = Vec::new();
            for _ in 0..times {
                let due = due.tick().await;
                connection.ask(&request.bytes()).await?;
                waited.push(due.elapsed());
            }
            Ok::<_, String>(waited)
        })
    });
    let waited = try_join_all(tasks).await.map_err(text)?;
    Ok(waited.into_iter().collect::<Result<Vec<_>, _>>()?.concat())
}
