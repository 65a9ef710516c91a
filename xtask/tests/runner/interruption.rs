//! Runs that are ended before they are done: nothing that they started is left.

use std::{
    io::Read as _,
    net::{TcpListener, TcpStream},
    time::Duration,
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use crate::fixture::Fixture;

/// Far longer than anything takes here; a test that waits for so long has failed.
const PATIENCE: Duration = Duration::from_secs(120);

/// A tour that starts another process; both say hello on a socket and never end. The sockets close when they do.
const ENDLESS_FAMILY: &str = r#"//! A tour.

fn main() {
    let port: u16 = std::env::var("HELLO_PORT").unwrap().parse().unwrap();
    let _socket = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
    if std::env::args().len() == 1 {
        std::process::Command::new(std::env::current_exe().unwrap()).arg("child").status().unwrap();
    }
    loop {
        std::thread::park();
    }
}
"#;

fn accept(listener: &TcpListener) -> TcpStream {
    let (socket, _) = listener.accept().unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket
}

/// Starts a run, sends it a signal in the middle of the tour, and returns exit code, output and errors.
#[track_caller]
fn interrupt(arguments: &[&str], signal: Signal) -> (Option<i32>, String, String) {
    let fixture = Fixture::new();
    fixture.write("phase1-first/examples/greeting.rs", ENDLESS_FAMILY);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let run = fixture.command(arguments).env("HELLO_PORT", port).spawn().unwrap();
    let mut family = [accept(&listener), accept(&listener)];

    kill(Pid::from_raw(run.id().cast_signed()), signal).unwrap();
    let output = run.wait_with_output().unwrap();
    for socket in &mut family {
        assert_eq!(socket.read(&mut [0]).unwrap(), 0, "a process of the tour is still there");
    }
    let [stdout, stderr] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    (output.status.code(), stdout, stderr)
}

#[test]
fn ctrl_c_ends_everything_and_the_board_says_what_was_not_run() {
    let (code, stdout, stderr) = interrupt(&["progress"], Signal::SIGINT);
    assert_eq!(code, Some(3), "{stderr}");
    assert!(stdout.contains("not run    greeting"), "{stdout}");
    assert!(
        stdout.lines().last().unwrap().starts_with("interrupted · 1 topic: 0 pass, 1 not run"),
        "{stdout}"
    );
    assert!(!stderr.contains("panicked"), "{stderr}");
}

#[test]
fn a_request_to_end_is_an_interruption_too_and_the_document_is_still_whole() {
    let (code, stdout, _) = interrupt(&["progress", "--json"], Signal::SIGTERM);
    assert_eq!(code, Some(3));
    let report: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((&report["interrupted"], &report["verdict"]), (&true.into(), &"not_run".into()));
}

#[test]
fn check_can_be_interrupted() {
    let (code, stdout, _) = interrupt(&["check"], Signal::SIGINT);
    // What a fixture lacks are its READMEs; what was not run is no finding.
    assert_eq!(
        (code, stdout.lines().last()),
        (Some(3), Some("interrupted · checked 1 topic in 1 phase: 2 findings"))
    );
}

#[test]
fn a_reader_that_goes_away_ends_the_run_quietly() {
    let fixture = Fixture::with(&[("phase1-first", &["greeting"]), ("phase2-second", &["counting"])]);
    // The second phase goes on until the test is over, which is not before the run has ended.
    fixture.write("phase2-second/examples/counting.rs", ENDLESS_FAMILY);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let mut command = fixture.command(&["progress"]);
    let mut run = command.env("HELLO_PORT", port).spawn().unwrap();
    drop(run.stdout.take());
    let output = run.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{stderr}");
    assert!(!stderr.contains("panicked") && !stderr.contains("Broken pipe"), "{stderr}");
}

#[test]
fn runs_at_once_do_not_harm_each_other() {
    let fixture = Fixture::new();
    let runs =
        ["progress", "progress", "check", "check"].map(|task| fixture.command(&[task]).spawn().unwrap());
    for (run, code) in runs.into_iter().zip([0, 0, 1, 1]) {
        let output = run.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stderr));
        let stdout = String::from_utf8_lossy(&output.stdout);
        assert!(code == 0 || stdout.ends_with("2 findings\n"), "only the READMEs are missing: {stdout}");
    }
    let saved = std::fs::read(fixture.path("target/xtask/passes.json")).unwrap();
    serde_json::from_slice::<serde_json::Value>(&saved).unwrap();
}
