//! The loop of `cargo xtask practice`, at a terminal that is none.

use std::{
    fs,
    io::{ErrorKind, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    num::NonZero,
    os::fd::AsFd as _,
    process::Child,
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    thread,
    time::{Duration, Instant},
};

use nix::{
    sys::{
        signal::{Signal, kill},
        termios::{self, LocalFlags},
    },
    unistd::Pid,
};
use pty_process::{
    Size,
    blocking::{Command, Pty},
};

use crate::{fixture::Fixture, practice::course};

/// Far longer than anything takes here; a test that waits for so long has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// A loop that runs at a terminal, seen as people see it.
struct Loop {
    /// Everything that was written since the start.
    all: Vec<u8>,
    pty: Arc<Pty>,
    child: Child,
    written: Receiver<Vec<u8>>,
    screen: vt100::Parser,
}

impl Loop {
    fn start(course: &Fixture, arguments: &[&str]) -> Self {
        Self::start_in(course, arguments, (40, 100))
    }

    fn start_in(course: &Fixture, arguments: &[&str], size: (u16, u16)) -> Self {
        Self::start_as(course, arguments, "xterm", size)
    }

    fn start_as(course: &Fixture, arguments: &[&str], term: &str, (rows, columns): (u16, u16)) -> Self {
        let (pty, terminal) = pty_process::blocking::open().unwrap();
        pty.resize(Size::new(rows, columns)).unwrap();
        let mut command = course.command(&[&["practice"], arguments].concat());
        command.env("TERM", term);
        let child = Command::from(command).spawn(terminal).unwrap();
        let pty = Arc::new(pty);
        let [height, width] = [rows, columns].map(|cells| NonZero::new(cells).unwrap());
        let screen = vt100::Parser::new(height, width, 0);
        let (sender, written) = channel();
        let reader = Arc::clone(&pty);
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            // The end of the last process at the terminal is an error, too.
            while let Ok(length @ 1..) = (&*reader).read(&mut buffer) {
                if sender.send(buffer[..length].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self { all: Vec::new(), pty, child, written, screen }
    }

    fn press(&self, key: u8) {
        (&*self.pty).write_all(&[key]).unwrap();
    }

    /// Waits until all of these are in sight, and returns everything that is.
    #[track_caller]
    fn sees(&mut self, parts: &[&str]) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let sight = self.screen.screen().contents();
            if parts.iter().all(|part| sight.contains(part)) {
                return sight;
            }
            match self.written.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(bytes) => {
                    self.all.extend_from_slice(&bytes);
                    self.screen.process(&bytes);
                }
                Err(RecvTimeoutError::Timeout) => panic!("never saw {parts:?}, but\n{sight}"),
                Err(RecvTimeoutError::Disconnected) => panic!("ended without {parts:?}\n{sight}"),
            }
        }
    }

    /// Waits for its end and returns its exit code.
    fn ends(&mut self) -> Option<i32> {
        // All that it writes must be read, or it would wait for that. The last reader of the terminal ends with it.
        let deadline = Instant::now() + PATIENCE;
        while let Ok(bytes) = self.written.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            self.all.extend_from_slice(&bytes);
        }
        assert!(Instant::now() < deadline, "it does not end");
        self.child.wait().unwrap().code()
    }

    /// Ends the loop, and tells whether it has ever written this.
    fn has_said(&mut self, words: &str) -> bool {
        self.press(b'q');
        assert_eq!(self.ends(), Some(0));
        String::from_utf8_lossy(&self.all).contains(words)
    }

    fn is_as_before(&self) -> bool {
        let flags = termios::tcgetattr(self.pty.as_fd()).unwrap().local_flags;
        flags.contains(LocalFlags::ICANON | LocalFlags::ECHO)
    }
}

impl Drop for Loop {
    fn drop(&mut self) {
        // A test that failed may have left it running.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Writes an answer into `greeting` or `counting`, as an editor that puts a new file in place of the old one.
fn save(course: &Fixture, topic: &str, answer: &str) {
    let file = format!("practice/phase1-first/tests/{topic}.rs");
    let text = fs::read_to_string(course.path(&file)).unwrap();
    let (before, rest) = text.split_once("// yours:begin next\n").unwrap();
    let (_, after) = rest.split_once("    // yours:end").unwrap();
    let draft = "practice/phase1-first/tests/.draft";
    course.write(draft, format!("{before}// yours:begin next\n    {answer}\n    // yours:end{after}"));
    fs::rename(course.path(draft), course.path(&file)).unwrap();
}

#[test]
fn from_the_first_exercise_to_the_next_with_a_wrong_answer_a_hint_and_a_right_one() {
    let course = course();
    let mut session = Loop::start(&course, &[]);
    session.sees(&[
        "0/2 phase1-first · 0 of 3 exercises solved",
        "open        greeting",
        "write your answer into the file above",
    ]);
    save(&course, "greeting", "n + 2");
    session.sees(&["FAIL        greeting", "FAIL two_follows_one", "left: 3", "right: 2", "h hint · n next"]);
    session.press(b'h');
    session.sees(&["greeting · 1 of 1 hint", "Add.", "that is all"]);
    save(&course, "greeting", "n +");
    session.sees(&["no build    greeting", "error: expected expression", "mend the first error"]);
    save(&course, "greeting", "return n + 1;");
    session.sees(&[
        "1/2 phase1-first · 1 of 3 exercises solved",
        "solved      greeting · 1 of 1 test pass",
        "pass two_follows_one",
        "the reference solution: phase1-first/tests/exercises/greeting.rs",
        "next: counting (press n)",
        "clippy's advice",
        "needless_return",
    ]);
    session.press(b's');
    session.sees(&["the reference solution, in", "    n + 1"]);
    session.press(b'l');
    session.sees(&["> solved greeting", "  open   counting", "1 of 3 exercises solved"]);
    session.press(b'n');
    session.sees(&["open        counting"]);
    session.press(b'p');
    session.sees(&["solved      greeting · known from before"]);
    session.press(b'q');
    assert_eq!(session.ends(), Some(0));
    assert!(session.is_as_before());
}

#[test]
fn the_last_exercise_says_that_all_is_done() {
    let course = course();
    course
        .answer("    Sum(numbers.iter().sum())\n", "    sum(numbers).0.checked_div(numbers.len() as u32)\n");
    let mut session = Loop::start(&course, &["gre"]);
    session.sees(&["open        greeting"]);
    save(&course, "greeting", "n + 1");
    session.sees(&["next: counting"]);
    session.press(b'n');
    session.sees(&["open        counting"]);
    save(&course, "counting", "n + 1");
    session.sees(&["next: summing"]);
    session.press(b'n');
    session.sees(&["solved      summing", "all exercises are solved", "3 of 3 exercises solved"]);
    session.press(b'q');
    assert_eq!(session.ends(), Some(0));
    // And then there is nothing to open.
    let mut session = Loop::start(&course, &[]);
    session.sees(&["3 of 3 exercises solved"]);
    assert_eq!(session.ends(), Some(0));
}

/// Whether the other end of a connection goes away.
fn closes(socket: &mut TcpStream) -> bool {
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    match socket.read(&mut [0]) {
        Ok(length) => length == 0,
        Err(error) => error.kind() == ErrorKind::ConnectionReset,
    }
}

/// An answer that says hello at this port and never ends.
fn endless(listener: &TcpListener) -> String {
    let port = listener.local_addr().unwrap().port();
    format!(
        "let _hello = std::net::TcpStream::connect((\"127.0.0.1\", {port})).unwrap(); loop {{ std::hint::black_box(n); }}"
    )
}

#[test]
fn a_reset_asks_first() {
    let course = course();
    course.practice(&["list"]);
    save(&course, "greeting", "n + 2");
    let mut session = Loop::start(&course, &[]);
    session.sees(&["FAIL        greeting"]);
    session.press(b'x');
    session.sees(&["put the stub back?"]);
    session.press(b'z');
    session.sees(&["FAIL        greeting"]);
    // The question is not asked any more, nor after a save in between.
    session.press(b'y');
    session.press(b'x');
    session.sees(&["put the stub back?"]);
    save(&course, "greeting", "n + 3");
    session.sees(&["FAIL        greeting", "left: 4"]);
    session.press(b'y');
    session.press(b'l');
    session.sees(&["> begun  greeting"]);
    session.press(b'x');
    session.sees(&["put the stub back?"]);
    session.press(b'y');
    session.sees(&["open        greeting", "your file is practice/.practice/backups/greeting-1.rs"]);
    assert!(!course.path("practice/.practice/backups/greeting-2.rs").exists());
}

#[test]
fn a_save_overtakes_an_endless_loop() {
    let course = course();
    course.practice(&["list"]);
    let mut session = Loop::start(&course, &["--timeout", "600"]);
    session.sees(&["open        greeting"]);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    save(&course, "greeting", &endless(&listener));
    let (mut socket, _) = listener.accept().unwrap();
    save(&course, "greeting", "n + 1");
    session.sees(&["solved      greeting"]);
    assert!(closes(&mut socket), "the endless one has been ended");
}

#[test]
fn an_endless_loop_ends_in_time() {
    let course = course();
    course.practice(&["list"]);
    save(&course, "greeting", "loop {}");
    let mut session = Loop::start(&course, &["--timeout", "1"]);
    session.sees(&["timed out   greeting", "stopped after 1 s; `two_follows_one` does not end", "dbg!"]);
    save(&course, "greeting", "n + 1");
    session.sees(&["solved      greeting"]);
}

#[test]
fn a_file_that_is_gone_can_be_had_again() {
    let course = course();
    let mut session = Loop::start(&course, &[]);
    session.sees(&["open        greeting"]);
    fs::remove_file(course.path("practice/phase1-first/tests/greeting.rs")).unwrap();
    session.sees(&["greeting.rs: No such file", "save it again"]);
    session.press(b'x');
    session.sees(&["put the stub back?"]);
    session.press(b'y');
    session.sees(&["open        greeting"]);
    // What comes back is judged again, although it is what was judged before.
    save(&course, "greeting", "n + 2");
    session.sees(&["FAIL        greeting"]);
    let tests = course.path("practice/phase1-first/tests");
    let aside = course.path("practice/phase1-first/aside");
    fs::rename(&tests, &aside).unwrap();
    session.press(b'r');
    session.sees(&["greeting.rs: No such file"]);
    fs::rename(&aside, &tests).unwrap();
    session.sees(&["FAIL        greeting"]);
    // And it is watched, too.
    save(&course, "greeting", "n + 1");
    session.sees(&["solved      greeting"]);
}

#[test]
fn what_was_asked_for_stands_until_a_key_is_pressed() {
    let course = course();
    course.answer("    Sum(1)\n", "    todo!()\n");
    let mut session = Loop::start(&course, &["summing"]);
    session.sees(&["FAIL        summing", "todo nothing_has_no_mean"]);
    // What is written is wrong, so the hint is on that.
    session.press(b'h');
    session.sees(&["summing · 1 of 3 hints", "sum", "Add them up."]);
    session.press(b' ');
    session.press(b'z');
    session.sees(&["FAIL        summing"]);
    course.answer("    Sum(numbers.iter().sum())\n", "    todo!()\n");
    session.sees(&["unfinished  summing · 1 of 2 tests pass", "write the next part"]);
    // What is written passes, so the hint is on the rest.
    session.press(b'h');
    session.sees(&["summing · 2 of 3 hints", "mean", "Nothing has no mean."]);
    assert!(!session.has_said("clippy"), "there is nothing to advise on yet");
}

#[test]
fn a_solved_exercise_can_be_run_again() {
    let course = course();
    course.practice(&["list"]);
    save(&course, "greeting", "n + 1");
    course.practice(&["check", "greeting"]);
    let mut session = Loop::start(&course, &["greeting"]);
    session.sees(&["solved      greeting · known from before"]);
    session.press(b'r');
    session.sees(&["solved      greeting · 1 of 1 test pass"]);
}

#[test]
fn an_exercise_that_was_left_says_nothing_any_more() {
    let course = course();
    course.practice(&["list"]);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    save(&course, "greeting", &endless(&listener));
    let mut session = Loop::start(&course, &["--timeout", "600"]);
    let (mut socket, _) = listener.accept().unwrap();
    session.press(b'n');
    session.sees(&["open        counting"]);
    assert!(closes(&mut socket));
    // Of those that are not solved, the next one.
    session.press(b'n');
    session.sees(&["open        summing"]);
    session.press(b'p');
    session.sees(&["open        counting"]);
    assert!(!session.has_said("not run"));
}

#[test]
fn the_lock_of_an_editor_is_waited_for_with_a_word() {
    let course = course();
    course.practice(&["list"]);
    save(&course, "greeting", "n + 2");
    let mut session = Loop::start(&course, &[]);
    session.sees(&["FAIL        greeting"]);
    let lock = fs::File::open(course.path("practice/target/debug/.cargo-lock")).unwrap();
    lock.lock().unwrap();
    save(&course, "greeting", "n + 1");
    session.sees(&["waiting for another cargo, perhaps that of an editor"]);
    lock.unlock().unwrap();
    session.sees(&["solved      greeting"]);
}

#[test]
fn another_size_of_the_terminal_is_noticed() {
    let course = course();
    course.practice(&["list"]);
    save(&course, "greeting", "let a: u8 = \"a\"; let b: u8 = \"b\"; let c: bool = 'c'; 1");
    let mut session = Loop::start_in(&course, &[], (20, 90));
    session.sees(&["no build    greeting", "lines more (space)"]);
    session.press(b' ');
    session.sees(&["error[E0308]", "mend the first error"]);
    session.pty.resize(Size::new(60, 90)).unwrap();
    session.screen.screen_mut().set_size(NonZero::new(60).unwrap(), NonZero::new(90).unwrap());
    let sight = session.sees(&["expected `bool`, found `char`", "error[E0308]"]);
    assert!(!sight.contains("more (space)"), "{sight}");
}

#[test]
fn notes_are_in_sight() {
    let course = course();
    course.practice(&["list"]);
    course.write("practice/.practice/journal.jsonl", "garbage\n");
    let mut session = Loop::start(&course, &[]);
    session.sees(&["1 line cannot be read", "open        greeting"]);
}

#[test]
fn what_another_process_has_found_solved_is_known() {
    let course = course();
    let mut session = Loop::start(&course, &[]);
    session.sees(&["open        greeting"]);
    save(&course, "counting", "n + 1");
    assert_eq!(course.practice(&["check", "counting"]).code, Some(0));
    session.press(b'l');
    session.sees(&["solved counting", "1 of 3 exercises solved"]);
}

#[test]
fn without_news_from_the_system_the_file_is_looked_at() {
    let course = course();
    let mut session = Loop::start(&course, &["--poll"]);
    session.sees(&["open        greeting", "looking at the file from time to time: --poll was given"]);
    save(&course, "greeting", "n + 1");
    session.sees(&["solved      greeting"]);
}

#[test]
fn a_small_terminal_shows_the_beginning_of_what_there_is_to_say() {
    let course = course();
    course.practice(&["list"]);
    save(&course, "greeting", "let a: u8 = \"a\"; let b: u8 = \"b\"; let c: u8 = \"c\"; 1");
    let mut session = Loop::start_in(&course, &[], (20, 60));
    let sight = session.sees(&["no build", "error[E0308]", "lines more", "q quit"]);
    assert!(sight.starts_with('░'), "the head is still in sight:\n{sight}");
}

#[test]
fn a_signal_restores_the_terminal_and_ends_what_runs() {
    for signal in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP] {
        let course = course();
        course.practice(&["list"]);
        save(&course, "greeting", "loop {}");
        let mut session = Loop::start(&course, &["--timeout", "600"]);
        session.sees(&["running"]);
        assert!(!session.is_as_before(), "keys are read one by one");
        kill(Pid::from_raw(session.child.id().cast_signed()), signal).unwrap();
        assert_eq!(session.ends(), Some(3), "{signal}");
        assert!(session.is_as_before(), "{signal}");
    }
}

#[test]
fn ctrl_c_and_the_end_of_input_end_the_loop() {
    for (key, code) in [(3, 3), (4, 0)] {
        let course = course();
        let mut session = Loop::start(&course, &[]);
        session.sees(&["open        greeting"]);
        session.press(key);
        assert_eq!(session.ends(), Some(code));
        assert!(session.is_as_before());
    }
}

#[test]
fn a_terminal_without_a_cursor_gets_plain_lines() {
    let course = course();
    let mut session = Loop::start_as(&course, &[], "dumb", (40, 100));
    session.sees(&["write your answer into the file above"]);
    assert!(!session.has_said("\u{1b}"));
}
