use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

fn press(arguments: &[&str]) -> Output {
    let mut press = Command::new(env!("CARGO_BIN_EXE_press"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("cargo has built it");
    // A program that refuses its arguments does not read what it is given.
    let _ = press.stdin.take().expect("it is piped").write_all(b"Fish & chips\n");
    press.wait_with_output().expect("it ends")
}

#[test]
fn a_renderer_that_was_not_built_is_refused_and_those_that_were_are_named() {
    let refused = press(&["pdf"]);
    assert_eq!((refused.status.code(), refused.stdout.as_slice()), (Some(2), &[][..]));
    let error = String::from_utf8_lossy(&refused.stderr);
    assert!(error.contains("`pdf`"), "{error}");
    for (name, built) in [("html", cfg!(feature = "html")), ("text", cfg!(feature = "text"))] {
        assert!(!built || error.contains(name), "{error}");
    }
}

#[cfg(feature = "text")]
#[test]
fn a_renderer_is_chosen_by_its_name() {
    let printed = press(&["text"]);
    assert!(printed.status.success());
    assert_eq!(String::from_utf8_lossy(&printed.stdout), "Fish & chips\n============\n");
}

#[cfg(feature = "html")]
#[test]
fn without_a_name_the_first_renderer_writes() {
    assert_eq!(press(&[]).stdout, b"<h1>Fish &amp; chips</h1>\n");
}
