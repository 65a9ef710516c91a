//! Runs programs that may hang, flood or leave children behind, so that nothing here ever does.
//!
//! Each program gets a process group of its own, which is killed as a whole: at its time limit, when it writes too
//! much, on Ctrl-C, and also when it ends by itself, since it may have started others.

use std::{
    collections::HashSet,
    io::{self, Read},
    os::unix::process::CommandExt as _,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering::SeqCst},
        mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

use nix::{
    errno::Errno,
    sys::{
        signal::{Signal, killpg},
        wait::{Id, WaitPidFlag, WaitStatus, waitid},
    },
    unistd::Pid,
};

/// How long output is still read after the group is dead: only who left the group (`setsid`) can hold the pipe open then.
/// Such a process is not followed any further; writing will end it, since nobody reads its pipes any more.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// What a program may use up.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From its start to its end.
    pub time: Duration,
    /// Bytes that it may write to standard output and standard error together.
    pub output: usize,
}

/// How a program ended.
#[derive(Debug)]
pub enum Ending {
    /// By itself, or by a signal that did not come from here.
    Exited(ExitStatus),
    /// Killed at its time limit.
    TimedOut,
    /// Killed because it wrote more than it may.
    Flooded,
    /// Killed because the whole run was interrupted, or not started for that reason.
    Interrupted,
    /// It could not be started or waited for.
    Failed(io::Error),
}

/// What a program wrote, as far as the limit let it.
#[derive(Debug, Default)]
pub struct Output {
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    Stdout,
    Stderr,
}

/// Knows every process group that runs, so that one call ends them all. Clones share that knowledge.
#[derive(Clone, Default)]
pub struct Supervisor(Arc<Shared>);

#[derive(Default)]
struct Shared {
    interrupted: AtomicBool,
    /// Groups whose leader has not been reaped, so none of these numbers can belong to anybody else.
    running: Mutex<HashSet<Pid>>,
    /// Who else wants to know of an interruption.
    listener: OnceLock<Box<dyn Fn() + Send + Sync>>,
}

enum Event {
    Wrote(Stream, Vec<u8>),
    Closed,
    Ended(Result<(), Errno>),
}

impl Supervisor {
    /// Kills every group and refuses to start another one. What runs at the time ends as [`Ending::Interrupted`].
    pub fn interrupt(&self) {
        self.0.interrupted.store(true, SeqCst);
        for group in self.running().iter() {
            kill(*group);
        }
        self.0.listener.get().iter().for_each(|listener| listener());
    }

    /// Has `listener` called at each interruption, also if there was one before. Only the first listener is taken.
    pub fn on_interrupt(&self, listener: impl Fn() + Send + Sync + 'static) {
        let listener = self.0.listener.get_or_init(|| Box::new(listener));
        if self.is_interrupted() {
            listener();
        }
    }

    pub fn is_interrupted(&self) -> bool {
        self.0.interrupted.load(SeqCst)
    }

    /// Runs a program to its end and returns what it wrote.
    pub fn capture(&self, command: &mut Command, limits: Limits) -> (Ending, Output) {
        let mut output = Output::default();
        let ending = self.run(command, limits, |stream, bytes| match stream {
            Stream::Stdout => output.stdout.extend(bytes),
            Stream::Stderr => output.stderr.extend(bytes),
        });
        (ending, output)
    }

    /// Runs a program to its end and hands over what it writes, piece by piece, while it runs.
    ///
    /// It reads nothing: its standard input is empty.
    pub fn run(&self, command: &mut Command, limits: Limits, sink: impl FnMut(Stream, &[u8])) -> Ending {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
        let (mut child, group) = {
            // Registered under the lock that `interrupt` takes: a program is either killed by it or not started.
            let mut running = self.running();
            if self.is_interrupted() {
                return Ending::Interrupted;
            }
            let child = match command.spawn() {
                Ok(child) => child,
                Err(error) => return Ending::Failed(error),
            };
            let group = Pid::from_raw(child.id().cast_signed());
            running.insert(group);
            (child, group)
        };
        let ending = follow(&mut child, group, limits, sink);
        // `follow` has killed the group, and its leader is still unreaped: the group's number is ours until `wait`.
        self.running().remove(&group);
        match (child.wait(), ending) {
            _ if self.is_interrupted() => Ending::Interrupted,
            (Ok(status), None) => Ending::Exited(status),
            (_, Some(ending)) => ending,
            (Err(error), None) => Ending::Failed(error),
        }
    }

    fn running(&self) -> MutexGuard<'_, HashSet<Pid>> {
        // A set of numbers is as good after a panic as before.
        self.0.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hands over what the program writes until it has ended, or until there is a reason to end it, which is returned. Then
/// kills the whole group, and waits until nobody holds its pipes any more.
fn follow(
    child: &mut Child,
    group: Pid,
    limits: Limits,
    mut sink: impl FnMut(Stream, &[u8]),
) -> Option<Ending> {
    let (sender, events) = sync_channel(16);
    read(Stream::Stdout, child.stdout.take().expect("stdout is piped"), sender.clone());
    read(Stream::Stderr, child.stderr.take().expect("stderr is piped"), sender.clone());
    thread::spawn(move || {
        let ended = waitid(Id::Pid(group), WaitPidFlag::WEXITED | WaitPidFlag::WNOWAIT).map(drop);
        sender.send(Event::Ended(ended))
    });

    let mut room = limits.output;
    let mut open = 2;
    // Tells whether everything was handed over.
    let mut hand_over = |stream, bytes: &[u8]| {
        let taken = bytes.len().min(room);
        sink(stream, &bytes[..taken]);
        room -= taken;
        taken == bytes.len()
    };

    let deadline = Instant::now() + limits.time;
    let reason = loop {
        match next(&events, deadline) {
            Some(Event::Wrote(stream, bytes)) if hand_over(stream, &bytes) => {}
            Some(Event::Wrote(..)) => break Some(Ending::Flooded),
            Some(Event::Closed) => open -= 1,
            Some(Event::Ended(Ok(()))) => break None,
            Some(Event::Ended(Err(errno))) => break Some(Ending::Failed(errno.into())),
            // After a pause of the whole machine, say, it may have ended in time, and its last words still wait.
            None if has_ended(group) => break None,
            None => break Some(Ending::TimedOut),
        }
    };
    kill(group);
    let deadline = Instant::now() + LAST_WORDS;
    while open > 0 {
        match next(&events, deadline) {
            Some(Event::Wrote(stream, bytes)) => drop(hand_over(stream, &bytes)),
            Some(Event::Closed) => open -= 1,
            Some(Event::Ended(_)) => {}
            None => break,
        }
    }
    reason
}

/// Whether the leader of a group has ended; it stays unreaped.
fn has_ended(group: Pid) -> bool {
    let flags = WaitPidFlag::WEXITED | WaitPidFlag::WNOWAIT | WaitPidFlag::WNOHANG;
    matches!(waitid(Id::Pid(group), flags), Ok(status) if status != WaitStatus::StillAlive)
}

fn read(stream: Stream, mut pipe: impl Read + Send + 'static, events: SyncSender<Event>) {
    thread::spawn(move || {
        let mut buffer = [0; 8192];
        loop {
            match pipe.read(&mut buffer) {
                Ok(0) => break,
                Ok(length) if events.send(Event::Wrote(stream, buffer[..length].to_vec())).is_ok() => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // The pipe is broken, or nobody listens any more.
                Ok(_) | Err(_) => break,
            }
        }
        let _ = events.send(Event::Closed);
    });
}

/// The next event, or none if the deadline comes first.
fn next(events: &Receiver<Event>, deadline: Instant) -> Option<Event> {
    // Asked first: a channel that is never empty would hand over one more event for ever.
    let left = deadline.checked_duration_since(Instant::now())?;
    match events.recv_timeout(left) {
        Ok(event) => Some(event),
        Err(RecvTimeoutError::Timeout) => None,
        Err(RecvTimeoutError::Disconnected) => {
            unreachable!("both streams are reported closed before their threads end")
        }
    }
}

fn kill(group: Pid) {
    // That there is nobody left to kill is what was wanted.
    let _ = killpg(group, Signal::SIGKILL);
}

#[cfg(test)]
mod tests {
    use std::{fs::OpenOptions, os::unix::fs::OpenOptionsExt as _};

    use nix::fcntl::OFlag;

    use super::*;

    const LIMITS: Limits = Limits { time: Duration::from_secs(60), output: 1 << 20 };

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    /// A pipe with a name, to be held open by a process; [`closes`](Self::closes) when no process does.
    struct Held(tempfile::TempDir);

    impl Held {
        fn new() -> Self {
            let held = Self(tempfile::tempdir().unwrap());
            nix::unistd::mkfifo(&held.path(), nix::sys::stat::Mode::S_IRWXU).unwrap();
            held
        }

        fn path(&self) -> std::path::PathBuf {
            self.0.path().join("pipe")
        }

        /// Waits, not for ever, until nobody has the pipe open for writing.
        fn closes(&self) -> bool {
            let mut reader = OpenOptions::new();
            let mut pipe =
                reader.read(true).custom_flags(OFlag::O_NONBLOCK.bits()).open(self.path()).unwrap();
            let deadline = Instant::now() + LIMITS.time;
            while Instant::now() < deadline {
                // It would block as long as there is a writer; without one, this is the end of the file.
                if pipe.read(&mut [0]).is_ok() {
                    return true;
                }
                thread::yield_now();
            }
            false
        }
    }

    #[test]
    fn both_streams_and_the_exit_code_are_returned() {
        let (ending, output) =
            Supervisor::default().capture(&mut shell("echo out; echo err >&2; exit 3"), LIMITS);
        assert!(matches!(ending, Ending::Exited(status) if status.code() == Some(3)), "{ending:?}");
        assert_eq!((output.stdout, output.stderr), (b"out\n".to_vec(), b"err\n".to_vec()));
    }

    #[test]
    fn standard_input_is_empty() {
        let (ending, output) = Supervisor::default().capture(&mut shell("cat; echo end"), LIMITS);
        assert!(matches!(ending, Ending::Exited(status) if status.success()), "{ending:?}");
        assert_eq!(output.stdout, b"end\n");
    }

    #[test]
    fn an_endless_program_ends_at_its_limit_together_with_its_children() {
        let limits = Limits { time: Duration::from_millis(300), ..LIMITS };
        let held = Held::new();
        // Opened for both, since opening it for writing only would wait for a reader.
        let script = format!("exec 3<>{pipe}; sleep 1000 & wait", pipe = held.path().display());
        let (ending, _) = Supervisor::default().capture(&mut shell(&script), limits);
        assert!(matches!(ending, Ending::TimedOut), "{ending:?}");
        assert!(held.closes());
    }

    #[test]
    fn a_child_that_is_left_behind_is_killed_when_its_parent_ends() {
        let held = Held::new();
        let script = format!("exec 3<>{pipe}; sleep 1000 &", pipe = held.path().display());
        let (ending, _) = Supervisor::default().capture(&mut shell(&script), LIMITS);
        assert!(matches!(ending, Ending::Exited(status) if status.success()), "{ending:?}");
        assert!(held.closes());
    }

    #[test]
    fn a_flood_is_cut_off_at_the_limit() {
        let (ending, output) = Supervisor::default().capture(&mut shell("yes"), LIMITS);
        assert!(matches!(ending, Ending::Flooded), "{ending:?}");
        assert_eq!(output.stdout.len(), LIMITS.output);
    }

    #[cfg(target_os = "linux")] // Others have no `setsid` to type.
    #[test]
    fn a_child_that_leaves_the_group_and_writes_for_ever_is_not_listened_to_for_ever() {
        let held = Held::new();
        let script = format!(
            "setsid sh -c 'echo > {pipe}; exec yes' & read line < {pipe}",
            pipe = held.path().display()
        );
        let (ending, output) = Supervisor::default().capture(&mut shell(&script), LIMITS);
        assert!(matches!(ending, Ending::Exited(_) | Ending::Flooded), "{ending:?}");
        assert!(output.stdout.len() <= LIMITS.output);
    }

    #[test]
    fn an_interruption_ends_what_runs_and_prevents_what_would() {
        let supervisor = Supervisor::default();
        let handle = supervisor.clone();
        let ending = supervisor.run(&mut shell("echo ready; sleep 1000"), LIMITS, |_, _| handle.interrupt());
        assert!(matches!(ending, Ending::Interrupted), "{ending:?}");
        assert!(matches!(supervisor.capture(&mut shell("true"), LIMITS).0, Ending::Interrupted));
    }

    #[test]
    fn a_program_that_does_not_exist_is_an_error() {
        let (ending, _) = Supervisor::default().capture(&mut Command::new("/nonexistent"), LIMITS);
        assert!(matches!(ending, Ending::Failed(error) if error.kind() == io::ErrorKind::NotFound));
    }
}
