//! The real program, as a child process with an environment and a directory of its own.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use serde_json::Value;

/// Only so that a program that hangs fails its test; nothing depends on how long it takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program, about to be started.
pub struct Program {
    command: Command,
    directory: tempfile::TempDir,
}

impl Program {
    /// It will listen on a free port, with no settings but those that are added.
    pub fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_phase9-backend"));
        command.env_clear().env("CONDUIT_LISTEN", "127.0.0.1:0").current_dir(directory.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self { command, directory }
    }

    pub fn arguments(mut self, arguments: &[&str]) -> Self {
        self.command.args(arguments);
        self
    }

    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs it to its end.
    pub fn output(mut self) -> Output {
        let child = self.command.spawn().unwrap();
        let id = child.id().to_string();
        let (sender, ended) = mpsc::channel();
        thread::spawn(move || sender.send(child.wait_with_output()));
        ended.recv_timeout(PATIENCE).map(Result::unwrap).unwrap_or_else(|_| {
            // It has not been waited for, so the id is still its own.
            let _ = Command::new("kill").args(["-KILL", &id]).status();
            panic!("the program does not end")
        })
    }

    /// Starts it, and reads its log from then on.
    pub fn start(mut self) -> Running {
        let mut child = self.command.spawn().unwrap();
        let (sender, lines) = mpsc::channel();
        let log = BufReader::new(child.stderr.take().unwrap());
        thread::spawn(move || log.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Running { child, lines, log: Vec::new(), address: None, _directory: self.directory }
    }
}

/// The program while it runs. It is killed if it is dropped before it has ended.
pub struct Running {
    child: Child,
    lines: mpsc::Receiver<String>,
    log: Vec<String>,
    address: Option<SocketAddr>,
    _directory: tempfile::TempDir,
}

impl Running {
    /// Waits until it listens, and returns where.
    pub fn address(&mut self) -> SocketAddr {
        loop {
            let line = self.lines.recv_timeout(PATIENCE).expect("the program says where it listens");
            let port = line.split_once("127.0.0.1:").map(|(_, rest)| {
                rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<u16>()
            });
            let is_the_line = line.contains("listening");
            self.log.push(line);
            if let Some(Ok(port)) = port.filter(|_| is_the_line) {
                return *self.address.insert(SocketAddr::from(([127, 0, 0, 1], port)));
            }
        }
    }

    /// Sends a request with this id, on a connection of its own, and reads the answer: JSON, or `Null`. It must listen.
    pub fn call_as(&self, id: &str, method: &str, path: &str, token: &str, body: &Value) -> (u16, Value) {
        let mut stream = TcpStream::connect(self.address.unwrap()).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let token =
            if token.is_empty() { String::new() } else { format!("authorization: Token {token}\r\n") };
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nx-request-id: {id}\r\n"
        );
        let length = body.len();
        write!(
            stream,
            "{head}{token}content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, serde_json::from_str(body).unwrap_or_default())
    }

    /// Asks it to end, waits for that, and returns how it ended and all that it logged.
    pub fn terminate(mut self) -> (ExitStatus, Vec<String>) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        // It closes its log when it ends.
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => self.log.push(line),
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
                Err(mpsc::RecvTimeoutError::Timeout) => panic!("the program does not end"),
            }
        }
        (self.child.wait().unwrap(), std::mem::take(&mut self.log))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended long ago.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
