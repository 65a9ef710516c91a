//! The service as a process of its own.

use std::{
    fmt::Display,
    io,
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    process::{ExitStatus, Stdio},
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    net::TcpStream,
    process::{Child, Command},
    sync::watch,
};

/// Longer than any start or end that is not broken.
const PATIENCE: Duration = Duration::from_secs(30);

/// A service that runs; it is killed when this is dropped.
pub struct Service {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From the start of the process to its first answer.
    pub started_in: Duration,
}

impl Service {
    /// Starts `program` with `flags`, on a port that the system chooses, and waits for its first answer.
    pub async fn start(program: &Path, flags: &[&str]) -> Result<Self, String> {
        let mut command = Command::new(program);
        command.args(["--listen", "127.0.0.1:0", "--log-format", "json", "--token-key", KEY]).args(flags);
        Self::spawn(command).await
    }

    /// Starts a program that says in a line of JSON on its standard error where it listens, as `address`.
    pub async fn spawn(mut command: Command) -> Result<Self, String> {
        let begin = Instant::now();
        let mut child = command
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| format!("{command:?} cannot be started: {error}"))?;
        let log = child.stderr.take().expect("the log is piped");
        let (found, mut port) = watch::channel(None);
        // The log is read to its end, since a full pipe would stop the service; but only its beginning is looked at.
        tokio::spawn(async move {
            let mut log = BufReader::new(log);
            let (mut line, mut last) = (String::new(), String::new());
            while found.borrow().is_none() && log.read_line(&mut line).await.is_ok_and(|length| length > 0) {
                let record: serde_json::Value = serde_json::from_str(&line).unwrap_or_default();
                if let Some(address) = record["address"].as_str() {
                    found.send_replace(Some(Ok(address.to_owned())));
                }
                last = std::mem::take(&mut line);
            }
            if found.borrow().is_none() {
                found.send_replace(Some(Err(last)));
            }
            drop(tokio::io::copy_buf(&mut log, &mut tokio::io::sink()).await);
        });
        let waited = tokio::time::timeout(PATIENCE, port.wait_for(Option::is_some)).await;
        let heard = waited.map_err(|_| "the service does not say where it listens".to_owned())?;
        let heard = heard.map_err(|_| "the service has ended".to_owned())?.clone();
        let address =
            heard.expect("it was waited for").map_err(|last| format!("the service has ended: {last}"))?;
        let address = address.parse().map_err(|_| format!("{address:?} is no address"))?;
        let service = Self { child, address, started_in: Duration::ZERO };
        crate::client::get(&service, "/livez").await?;
        Ok(Self { started_in: begin.elapsed(), ..service })
    }

    /// Sends a signal to it.
    pub fn signal(&self, signal: Signal) -> Result<(), String> {
        let pid = self.pid().ok_or("the service has ended already")?;
        kill(Pid::from_raw(pid), signal).map_err(text)
    }

    /// Its process, as long as it has not been waited for.
    pub fn pid(&self) -> Option<i32> {
        self.child.id().and_then(|id| i32::try_from(id).ok())
    }

    /// Waits until it has ended.
    pub async fn ended(&mut self) -> Result<ExitStatus, String> {
        let waited = tokio::time::timeout(PATIENCE, self.child.wait()).await;
        waited.map_err(|_| "the service does not end".to_owned())?.map_err(text)
    }

    /// A connection to it, which may be waited for elsewhere.
    pub fn connect(&self) -> impl Future<Output = io::Result<TcpStream>> + use<> {
        let address = self.address;
        async move {
            let stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?;
            Ok(stream)
        }
    }
}

/// What tokens are signed with, so that they outlive a process.
const KEY: &str = "a key for trials, and for nothing else";

/// A port that nobody listens on at the moment.
pub fn free_port() -> Result<u16, String> {
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(text)?;
    Ok(listener.local_addr().map_err(text)?.port())
}

/// An error's words.
pub fn text(error: impl Display) -> String {
    error.to_string()
}
