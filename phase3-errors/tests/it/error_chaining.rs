use std::{
    cell::Cell,
    collections::HashMap,
    error::Error as _,
    io::{self, ErrorKind},
    sync::mpsc,
    thread,
};

use phase3_errors::error_chaining::{
    Article, Cause, Covers, Picture, PictureError, Remote, Request, Store, report,
};

type Answer = Result<Vec<u8>, ErrorKind>;

fn png(width: u32, height: u32) -> Vec<u8> {
    [&b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"[..], &width.to_be_bytes(), &height.to_be_bytes()].concat()
}

/// A store with one answer to everything. The error says which store it comes from.
fn answering(name: &str, answer: Answer, asked: &Cell<u32>) -> impl Store {
    move |_key: &str| {
        asked.update(|count| count + 1);
        answer.clone().map_err(|kind| io::Error::new(kind, name.to_owned()))
    }
}

/// The size or the report, the log, and how often each store was asked.
type Outcome = (Result<(u32, u32), String>, Vec<String>, [u32; 2]);

/// Asks for the cover of `slug`, with one answer from the store and one from the mirror.
fn ask(slug: &str, store: Answer, mirror: Answer) -> Outcome {
    let asked = [Cell::new(0), Cell::new(0)];
    let covers = Covers {
        catalogue: HashMap::from([
            ("emma".into(), Article { picture: Some("emma.png".into()) }),
            ("sanditon".into(), Article::default()),
        ]),
        store: answering("store", store, &asked[0]),
        mirror: answering("mirror", mirror, &asked[1]),
    };
    let mut log = Vec::new();
    let found = covers
        .cover(slug, &mut log)
        .inspect_err(|error| assert_eq!(error.slug, slug))
        .map(|picture| (picture.width, picture.height))
        .map_err(|error| report(&error));
    (found, log, asked.each_ref().map(Cell::get))
}

#[test]
fn a_cover_that_the_store_has_leaves_the_mirror_and_the_log_alone() {
    assert_eq!(ask("emma", Ok(png(640, 960)), Ok(png(1, 1))), (Ok((640, 960)), vec![], [1, 0]));
}

#[test]
fn a_step_that_fails_is_the_last_one() {
    for (slug, message) in [
        ("lady-susan", "no cover for `lady-susan`: it is not in the catalogue"),
        ("sanditon", "no cover for `sanditon`: it names no picture"),
    ] {
        assert_eq!(ask(slug, Ok(png(640, 960)), Ok(png(640, 960))), (Err(message.into()), vec![], [0, 0]));
    }
}

#[test]
fn an_outage_is_recovered_from_the_mirror_and_logged() {
    assert_eq!(
        ask("emma", Err(ErrorKind::TimedOut), Ok(png(800, 600))),
        (Ok((800, 600)), vec!["emma.png is from the mirror: store".into()], [1, 1])
    );
}

#[test]
fn the_mirror_is_not_asked_to_contradict_a_not_found() {
    assert_eq!(
        ask("emma", Err(ErrorKind::NotFound), Ok(png(800, 600))),
        (Err("no cover for `emma`: its picture cannot be read: store".into()), vec![], [1, 0])
    );
}

#[test]
fn when_both_fail_the_first_error_is_returned_and_the_second_is_logged() {
    assert_eq!(
        ask("emma", Err(ErrorKind::TimedOut), Err(ErrorKind::NotFound)),
        (
            Err("no cover for `emma`: its picture cannot be read: store".into()),
            vec!["emma.png is not in the mirror: mirror".into()],
            [1, 1]
        )
    );
}

#[test]
fn an_unusable_picture_says_why() {
    assert_eq!(
        ask("emma", Ok(b"GIF89a".into()), Ok(png(640, 960))).0,
        Err("no cover for `emma`: its picture cannot be used: it is not a PNG file".into())
    );
}

#[test]
fn the_error_keeps_the_cause_of_the_step_as_a_typed_source() {
    let nowhere = |_: &str| Err(ErrorKind::PermissionDenied.into());
    let catalogue = HashMap::from([("emma".into(), Article { picture: Some("emma.png".into()) })]);
    let error = Covers { catalogue, store: nowhere, mirror: nowhere }.cover("emma", &mut vec![]).unwrap_err();
    let cause = error.source().and_then(|cause| cause.downcast_ref::<Cause>());
    assert!(matches!(cause, Some(Cause::Read(source)) if source.kind() == ErrorKind::PermissionDenied));
}

#[test]
fn a_missing_cover_becomes_a_blank_and_one_entry_in_the_log() {
    let store = |_: &str| Ok(png(640, 960));
    let catalogue = HashMap::from([("emma".into(), Article { picture: Some("emma.png".into()) })]);
    let covers = Covers { catalogue, store, mirror: store };
    let mut log = Vec::new();
    assert_eq!(covers.cover_or_blank("emma", &mut log).width, 640);
    assert!(log.is_empty());
    assert_eq!(covers.cover_or_blank("sanditon", &mut log), Picture::BLANK);
    assert_eq!(log, ["no cover for `sanditon`: it is not in the catalogue"]);
}

#[test]
fn arguments_are_evaluated_before_the_call_and_closures_after_it() {
    let asked = Cell::new(0);
    let store = || -> Result<u32, ()> { Ok(1) };
    let mirror = || -> Result<u32, ()> {
        asked.update(|count| count + 1);
        Ok(2)
    };
    assert_eq!((store().or(mirror()), asked.get()), (Ok(1), 1));
    assert_eq!((store().or_else(|()| mirror()), asked.get()), (Ok(1), 1));
}

fn remote(serve: impl FnOnce(mpsc::Receiver<Request>) + Send + 'static) -> io::Result<Vec<u8>> {
    let (requests, inbox) = mpsc::channel();
    let server = thread::spawn(move || serve(inbox));
    let answer = Remote { requests }.read("emma.png");
    server.join().expect("no server in these tests panics");
    answer
}

#[test]
fn a_remote_store_answers_for_the_key_it_was_asked_for() {
    let echo = |inbox: mpsc::Receiver<Request>| {
        let (key, reply) = inbox.recv().expect("one request");
        reply.send(Ok(key.into_bytes())).expect("the caller waits");
    };
    assert_eq!(remote(echo).unwrap(), b"emma.png");
}

#[test]
fn a_failure_of_the_remote_store_comes_through_flat() {
    let refuse = |inbox: mpsc::Receiver<Request>| {
        let (_, reply) = inbox.recv().expect("one request");
        reply.send(Err(ErrorKind::NotFound.into())).expect("the caller waits");
    };
    assert_eq!(remote(refuse).unwrap_err().kind(), ErrorKind::NotFound);
}

#[test]
fn a_remote_store_that_stopped_before_or_after_the_request_is_a_broken_pipe() {
    let (requests, inbox) = mpsc::channel();
    drop(inbox);
    let unsent = Remote { requests }.read("emma.png");
    let unanswered = remote(|inbox| drop(inbox.recv()));
    for error in [unsent.unwrap_err(), unanswered.unwrap_err()] {
        assert_eq!(
            (error.kind(), error.to_string().as_str()),
            (ErrorKind::BrokenPipe, "the store has stopped")
        );
    }
}

#[test]
fn a_picture_is_a_png_of_sufficient_width_and_keeps_its_file() {
    let file = png(320, 7);
    assert_eq!(Picture::new(file.clone()), Ok(Picture { file, width: 320, height: 7 }));
    assert_eq!(Picture::new(png(319, 900)), Err(PictureError::TooNarrow(319)));
}

#[test]
fn a_truncated_or_altered_header_is_refused() {
    let file = png(640, 960);
    for length in 0..file.len() {
        assert_eq!(Picture::new(file[..length].to_vec()), Err(PictureError::NotPng), "{length} bytes");
    }
    for at in (0..8).chain(12..16) {
        let mut altered = file.clone();
        altered[at] ^= 1;
        assert_eq!(
            Picture::new(altered),
            Err(PictureError::NotPng),
            "byte {at}, of the signature or the chunk's name"
        );
    }
}
