//! The real program, as a child process with an environment and a directory of its own.

use std::{
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

/// Only so that a program that hangs fails its test; nothing depends on how long it takes.
const PATIENCE: Duration = Duration::from_secs(120);

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
        self.command.output().unwrap()
    }

    /// Starts it, and reads its log from then on.
    pub fn start(mut self) -> Running {
        let mut child = self.command.spawn().unwrap();
        let (sender, lines) = mpsc::channel();
        let log = BufReader::new(child.stderr.take().unwrap());
        thread::spawn(move || log.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Running { child, lines, log: Vec::new(), _directory: self.directory }
    }
}

/// The program while it runs. It is killed if it is dropped before it has ended.
pub struct Running {
    child: Child,
    lines: mpsc::Receiver<String>,
    log: Vec<String>,
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
                return SocketAddr::from(([127, 0, 0, 1], port));
            }
        }
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
