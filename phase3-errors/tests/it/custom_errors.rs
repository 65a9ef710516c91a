use std::{
    error::Error,
    fmt,
    io::{self, ErrorKind, Read, Write},
    iter,
    sync::Arc,
};

use phase3_errors::{
    custom_errors::{Kind, PageError, Unclosed, WIDTH, by_hand, derived, set_page},
    error_propagation::Report,
};

type Cause = Box<dyn Error + Send + Sync>;

/// Fails with this kind, whether it is read from, written to or flushed.
struct Broken(ErrorKind);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(self.0.into())
    }
}

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Err(self.0.into())
    }
}

/// An error of the hook, with a cause below it.
#[derive(Debug)]
struct Forbidden(Unclosed);

impl fmt::Display for Forbidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad("forbidden")
    }
}

impl Error for Forbidden {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

fn unchanged(line: &str) -> Result<String, Cause> {
    Ok(line.to_owned())
}

fn set(manuscript: &str) -> Result<String, PageError> {
    let mut page = Vec::new();
    set_page(manuscript.as_bytes(), &mut page, unchanged)?;
    Ok(String::from_utf8(page).expect("text in, text out"))
}

fn chain<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    iter::successors(Some(error), |&error| error.source())
}

/// Everything that can be seen of an error from outside.
fn seen(error: &(dyn Error + 'static)) -> Vec<String> {
    let types = |error: &(dyn Error + 'static)| [error.is::<io::Error>(), error.is::<Unclosed>()];
    let below = chain(error).skip(1).map(|cause| format!("{cause} {cause:?} {:?}", types(cause)));
    iter::once(format!("{error} {error:?} {error:#?} [{error:>30}] [{error:.3}]")).chain(below).collect()
}

/// The same variant in both forms.
macro_rules! twins {
    ($($variant:tt)*) => { (by_hand::PageError::$($variant)*, derived::PageError::$($variant)*) };
}

#[test]
fn by_hand_and_derived_cannot_be_told_apart() {
    let boxed = || Cause::from(Forbidden(Unclosed { column: 5 }));
    let all = [
        twins!(Read(io::Error::other("torn"))),
        twins!(Write(ErrorKind::StorageFull.into())),
        twins!(TooLong { line: 3, excess: 12 }),
        twins!(Markup { line: 4, source: Unclosed { column: 7 } }),
        twins!(Hook(boxed())),
        twins!(Hook("only text".into())),
        twins!(from(boxed())),
    ];
    for (by_hand, derived) in &all {
        assert_eq!(seen(by_hand), seen(derived));
    }
    assert_eq!(size_of::<by_hand::PageError>(), size_of::<derived::PageError>());
}

#[test]
fn every_variant_says_its_own_sentence_and_leads_to_its_cause() {
    #[track_caller]
    fn check(error: by_hand::PageError, expected: &[&str]) {
        assert_eq!(chain(&error).map(ToString::to_string).collect::<Vec<_>>(), expected);
    }
    use by_hand::PageError::{Hook, Markup, Read, TooLong, Write};
    check(Read(io::Error::other("torn")), &["the manuscript cannot be read", "torn"]);
    check(Write(io::Error::other("full")), &["the page cannot be written", "full"]);
    check(TooLong { line: 3, excess: 12 }, &["line 3 is too long by 12"]);
    check(
        Markup { line: 4, source: Unclosed { column: 7 } },
        &["line 4 cannot be set", "the emphasis at column 7 has no end"],
    );
    check(
        Hook(Forbidden(Unclosed { column: 1 }).into()),
        &["forbidden", "the emphasis at column 1 has no end"],
    );
}

#[test]
fn a_transparent_cause_is_no_link_of_the_chain() {
    let transparent = Report::from(PageError::from(Cause::from(Forbidden(Unclosed { column: 1 }))));
    assert!(transparent.find::<Forbidden>().is_none());
    assert_eq!(transparent.find(), Some(&Unclosed { column: 1 }), "what is below it is one");
    let with_source = Report::from(PageError::Markup { line: 1, source: Unclosed { column: 1 } });
    assert_eq!(with_source.find(), Some(&Unclosed { column: 1 }));
}

#[test]
fn a_transparent_message_heeds_the_width_that_the_caller_asked_for() {
    let (by_hand, derived) = twins!(Hook(Forbidden(Unclosed { column: 1 }).into()));
    assert_eq!([format!("{by_hand:>12}"), format!("{derived:>12}")], ["   forbidden"; 2]);
}

#[test]
fn a_message_with_its_cause_in_it_would_be_read_twice() {
    #[derive(Debug, thiserror::Error)]
    #[error("line {line} cannot be set: {source}")]
    struct Both {
        line: usize,
        source: Unclosed,
    }
    let said = format!("{:?}", Report::from(Both { line: 4, source: Unclosed { column: 7 } }));
    assert_eq!(said.matches("has no end").count(), 2);
    let said = format!("{:?}", Report::from(PageError::Markup { line: 4, source: Unclosed { column: 7 } }));
    assert_eq!(said.matches("has no end").count(), 1);
}

#[test]
fn emphasis_becomes_html() {
    assert_eq!(
        set("plain\n*one* and *two*\n\n**").unwrap(),
        "plain\n<em>one</em> and <em>two</em>\n\n<em></em>\n"
    );
}

#[test]
fn an_emphasis_without_an_end_is_reported_where_it_begins() {
    for (manuscript, expected_line, expected_column) in [("*", 1, 1), ("ok\n*é* *é", 2, 5)] {
        let Err(PageError::Markup { line, source }) = set(manuscript) else {
            panic!("{manuscript:?} is bad")
        };
        assert_eq!((line, source), (expected_line, Unclosed { column: expected_column }));
    }
}

#[test]
fn a_full_line_passes_and_one_character_more_does_not() {
    let full = "é".repeat(WIDTH);
    assert!(set(&full).is_ok());
    assert!(matches!(set(&format!("ok\n{full}é")), Err(PageError::TooLong { line: 2, excess: 1 })));
}

#[test]
fn the_hook_sees_each_line_first_and_may_change_or_refuse_it() {
    let mut page = Vec::new();
    let hook = |line: &str| match line {
        "stop" => Err(Cause::from("the hook says stop")),
        other => Ok(format!("*{other}*")),
    };
    let Err(PageError::Hook(cause)) = set_page("a\nstop\nb".as_bytes(), &mut page, hook) else {
        panic!("the second line is refused")
    };
    assert_eq!(cause.to_string(), "the hook says stop");
    assert_eq!(page, b"<em>a</em>\n", "what came before has been written");
}

#[test]
fn the_two_io_errors_keep_their_meaning() {
    let read = set_page(io::BufReader::new(Broken(ErrorKind::TimedOut)), io::sink(), unchanged);
    assert!(matches!(read, Err(PageError::Read(cause)) if cause.kind() == ErrorKind::TimedOut));
    let written = set_page("a".as_bytes(), Broken(ErrorKind::TimedOut), unchanged);
    assert!(matches!(written, Err(PageError::Write(cause)) if cause.kind() == ErrorKind::TimedOut));
    let flushed = set_page("".as_bytes(), Broken(ErrorKind::TimedOut), unchanged);
    assert!(matches!(flushed, Err(PageError::Write(cause)) if cause.kind() == ErrorKind::TimedOut));
}

#[test]
fn the_kind_says_who_can_help_and_does_not_follow_the_variant() {
    let cases = [
        (PageError::TooLong { line: 1, excess: 1 }, Kind::Author),
        (PageError::Markup { line: 1, source: Unclosed { column: 1 } }, Kind::Author),
        (PageError::Read(ErrorKind::InvalidData.into()), Kind::Author),
        (PageError::Read(ErrorKind::TimedOut.into()), Kind::Operator),
        (PageError::Write(ErrorKind::InvalidData.into()), Kind::Operator),
        (PageError::Hook("no".into()), Kind::Hook),
    ];
    for (error, kind) in cases {
        assert_eq!(error.kind(), kind, "{error:?}");
    }
    let latin1 = set_page(&b"Caf\xe9"[..], io::sink(), unchanged).unwrap_err();
    assert_eq!(latin1.kind(), Kind::Author);
}

#[test]
#[deny(unreachable_patterns)]
fn other_crates_need_an_arm_for_what_is_still_to_come() {
    // Were one of the enums exhaustive, its last arm could not be reached, and that is denied here.
    let kind = |kind| match kind {
        Kind::Author | Kind::Operator | Kind::Hook => "known",
        _ => "to come",
    };
    macro_rules! form {
        ($form:ident) => {
            |error| {
                use $form::PageError::{Hook, Markup, Read, TooLong, Write};
                match error {
                    Read(_) | Write(_) | TooLong { .. } | Markup { .. } | Hook(_) => "known",
                    _ => "to come",
                }
            }
        };
    }
    let (by_hand, derived) = twins!(TooLong { line: 1, excess: 1 });
    assert_eq!([kind(Kind::Hook), form!(by_hand)(by_hand), form!(derived)(derived)], ["known"; 3]);
}

#[test]
fn a_failure_is_shared_by_arc_and_stays_an_error() {
    let failure = Arc::new(PageError::Read(ErrorKind::TimedOut.into()));
    let report = Report::from(Arc::clone(&failure));
    assert_eq!(report.chain().count(), 2);
    assert!(report.find::<io::Error>().is_some());
    assert!(report.find::<PageError>().is_none(), "its type is Arc<PageError> now");
    assert!(report.find::<Arc<PageError>>().is_some());
}

#[test]
fn a_shared_cause_is_not_found_by_the_type_that_it_had() {
    #[derive(Debug, Clone, thiserror::Error)]
    #[error("the page cannot be read")]
    struct Remembered(#[source] Arc<io::Error>);

    let report = Report::from(Remembered(Arc::new(ErrorKind::TimedOut.into())));
    assert!(report.find::<io::Error>().is_none());
    assert!(report.find::<Arc<io::Error>>().is_some_and(|cause| cause.kind() == ErrorKind::TimedOut));
}

#[test]
fn the_error_trait_of_core_is_that_of_std() {
    fn of_std(error: &dyn std::error::Error) -> &dyn core::error::Error {
        error
    }
    assert_eq!(of_std(&Unclosed { column: 7 }).to_string(), "the emphasis at column 7 has no end");
}
