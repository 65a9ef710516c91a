use std::{
    error::Error,
    fmt,
    io::{self, ErrorKind, Read},
    process::{Command, ExitCode, Termination},
};

use phase3_errors::error_propagation::{
    Capped, Conclusion, LineError, Order, OrderError, Report, Sorted, TooLarge, read_order, sort_inbox,
};

const GOOD: &str = "Moves | 12 | 300\nA value is moved.\n";

/// A reader that hands out its chunks one by one and then fails.
struct Torn(Vec<&'static str>, ErrorKind);

impl Read for Torn {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.0.is_empty() {
            return Err(self.1.into());
        }
        self.0.remove(0).as_bytes().read(buffer)
    }
}

fn read(order: &str) -> Result<Order, OrderError> {
    read_order(order.as_bytes(), 100)
}

#[track_caller]
fn check_line(line: &str, expected: &str) {
    let Err(OrderError::Line(error)) = read(line) else { panic!("{line:?} has a bad first line") };
    let cause = error.source().map(|source| format!(": {source}")).unwrap_or_default();
    assert_eq!(format!("{error}{cause}"), expected);
}

fn sort(inbox: &[(&'static str, Result<&'static str, ErrorKind>)]) -> io::Result<Sorted> {
    let opened = |text: Result<&'static str, ErrorKind>| text.map(str::as_bytes).map_err(io::Error::from);
    sort_inbox(inbox.iter().map(|(name, text)| (*name, opened(*text))), 100)
}

#[test]
fn an_order_is_its_first_line_and_the_text_below() {
    let expected =
        Order { title: "Moves".into(), pages: 12, copies: 300, text: "A value is moved.\n".into() };
    assert_eq!(read(GOOD).unwrap(), expected);
    assert_eq!(read("Moves | 12 | 300").unwrap().text, "");
}

#[test]
fn a_number_that_fails_is_named_though_its_error_cannot_name_it() {
    check_line(
        "Moves | a dozen | 300",
        "pages is not a number that can be printed: invalid digit found in string",
    );
    check_line(
        "Moves | 12 | 65536",
        "copies is not a number that can be printed: number too large to fit in target type",
    );
    check_line("Moves | 12", "copies is missing");
    check_line("", "pages is missing");
}

#[test]
fn exactly_the_limit_passes_and_one_byte_more_does_not() {
    assert!(read_order(GOOD.as_bytes(), GOOD.len()).is_ok());
    let refused = read_order(GOOD.as_bytes(), GOOD.len() - 1);
    assert!(matches!(refused, Err(OrderError::TooLarge(TooLarge(limit))) if limit == GOOD.len() - 1));
}

#[test]
fn an_io_error_that_carries_our_error_is_converted_into_it() {
    let carried = io::Error::new(ErrorKind::FileTooLarge, TooLarge(7));
    assert!(matches!(OrderError::from(carried), OrderError::TooLarge(TooLarge(7))));
}

#[test]
fn an_io_error_that_carries_anything_else_is_kept_whole() {
    let foreign = io::Error::new(ErrorKind::FileTooLarge, LineError::Missing("title"));
    let OrderError::Read(kept) = OrderError::from(foreign) else { panic!("no error of ours is in it") };
    assert_eq!(kept.kind(), ErrorKind::FileTooLarge);
    assert_eq!(kept.downcast::<LineError>().unwrap(), LineError::Missing("title"));
}

#[test]
fn the_cap_tells_its_kind_to_those_who_do_not_look_inside() {
    let error = io::copy(&mut Capped::new(GOOD.as_bytes(), 3), &mut io::sink()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::FileTooLarge);
    assert_eq!(error.to_string(), "it is longer than 3 bytes");
}

#[test]
fn the_wrapper_that_was_needed_on_the_way_is_gone_at_the_top() {
    let report = Report::from(read_order(GOOD.as_bytes(), 3).unwrap_err());
    assert_eq!(report.find(), Some(&TooLarge(3)));
    assert!(report.find::<io::Error>().is_none());
}

#[test]
fn a_source_that_fails_half_way_is_a_read_error_with_its_kind() {
    let torn = Torn(vec!["Moves | ", "12 | 300\n"], ErrorKind::ConnectionReset);
    let Err(OrderError::Read(error)) = read_order(torn, 100) else { panic!("the source failed") };
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);

    let latin1 = read_order(&b"Caf\xe9 | 1 | 1"[..], 100);
    assert!(matches!(latin1, Err(OrderError::Read(error)) if error.kind() == ErrorKind::InvalidData));
}

#[test]
fn one_bad_order_keeps_no_other_waiting() {
    let sorted = sort(&[
        ("directory", Err(ErrorKind::IsADirectory)),
        ("good", Ok(GOOD)),
        ("bad", Ok("Moves")),
        ("also good", Ok("Fees | 1 | 1")),
    ])
    .unwrap();
    let accepted: Vec<_> = sorted.accepted.iter().map(|(name, order)| (&**name, &*order.title)).collect();
    assert_eq!(accepted, [("good", "Moves"), ("also good", "Fees")]);
    let refused: Vec<_> = sorted.refused.iter().map(|(name, error)| format!("{name}: {error}")).collect();
    assert_eq!(refused, ["directory: the order cannot be read", "bad: the first line cannot be understood"]);
}

#[test]
fn an_outage_ends_the_inbox_at_once() {
    use ErrorKind::{HostUnreachable, NetworkDown, NetworkUnreachable, StaleNetworkFileHandle};
    for kind in [HostUnreachable, NetworkDown, NetworkUnreachable, StaleNetworkFileHandle] {
        let mut opened = 0;
        let inbox = [("first", Ok(GOOD)), ("second", Err(kind)), ("third", Ok(GOOD))].map(|(name, text)| {
            (name, text.map(str::as_bytes).map_err(|kind| io::Error::new(kind, "spool")))
        });
        let outage = sort_inbox(inbox.into_iter().inspect(|_| opened += 1), 100).unwrap_err();
        assert_eq!((outage.kind(), outage.to_string().as_str(), opened), (kind, "spool", 2));
    }
}

#[test]
fn a_report_remembers_the_first_question_mark_and_no_later_one() {
    fn first() -> Result<(), Report> {
        read("Moves")?;
        Ok(())
    }
    let line = line!() - 3;
    fn second() -> Result<(), Report> {
        first()?;
        Ok(())
    }
    let report = format!("{:?}", second().unwrap_err());
    assert!(report.contains(&format!("({}:{line}:", file!())), "{report} is not from line {line}");
}

#[test]
fn a_report_prints_every_cause_on_a_line_of_its_own() {
    let report = format!("{:?}", Report::from(read("Moves | 12 | many").unwrap_err()));
    let lines: Vec<_> = report.lines().collect();
    assert_eq!(
        lines[..3],
        [
            "the first line cannot be understood",
            "because copies is not a number that can be printed",
            "because invalid digit found in string"
        ]
    );
    assert_eq!(lines.len(), 4, "the last line is the place");
}

#[test]
fn a_report_is_searched_by_type_down_to_its_last_cause() {
    let report = Report::from(read("Moves | 12 | many").unwrap_err());
    assert!(matches!(report.find(), Some(OrderError::Line(_))));
    assert!(matches!(report.find(), Some(LineError::Number { field: "copies", .. })));
    assert!(report.find::<std::num::ParseIntError>().is_some());
    assert!(report.find::<fmt::Error>().is_none());
}

#[test]
fn a_result_of_a_report_is_one_pointer_wide() {
    assert_eq!(size_of::<Result<(), Report>>(), size_of::<usize>());
    assert!(size_of::<Result<(), [u64; 32]>>() > 256, "an error in place is paid for on the good path, too");
}

#[test]
fn the_exit_status_tells_an_outage_from_a_bad_order() {
    let outage = io::Error::from(ErrorKind::StaleNetworkFileHandle);
    let wrapped = OrderError::Read(ErrorKind::HostUnreachable.into());
    let cases: [(Result<(), Report>, u8); 7] = [
        (Ok(()), 0),
        (Err(outage.into()), 75),
        (Err(wrapped.into()), 75),
        (Err(read("Moves").unwrap_err().into()), 65),
        (Err(OrderError::Read(ErrorKind::IsADirectory.into()).into()), 65),
        (Err(io::Error::from(ErrorKind::TimedOut).into()), 1),
        (Err(fmt::Error.into()), 1),
    ];
    for (outcome, status) in cases {
        let shown = format!("{outcome:?}");
        assert_eq!(Conclusion(outcome).report(), ExitCode::from(status), "{shown}");
    }
}

#[test]
fn a_program_that_fails_shows_its_report_on_stderr() {
    // The test above, as a program of its own, whose stderr can be read.
    let program = std::env::current_exe().unwrap();
    let above = "error_propagation::the_exit_status_tells_an_outage_from_a_bad_order";
    let output = Command::new(program).args(["--exact", above, "--nocapture"]).output().unwrap();
    assert!(output.status.success());
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("the first line cannot be understood\nbecause pages is missing\n("), "{stderr}");
}

#[test]
fn main_would_exit_with_failure_for_every_error_and_print_its_debug_form() {
    struct Printed<'t>(&'t std::cell::Cell<bool>);
    impl fmt::Debug for Printed<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.set(true);
            f.write_str("printed by the standard library")
        }
    }
    let printed = std::cell::Cell::new(false);
    assert_eq!(Err::<(), _>(Printed(&printed)).report(), ExitCode::FAILURE);
    assert!(printed.get());
}
