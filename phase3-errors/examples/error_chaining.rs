//! Four articles in search of a cover: one is found, one comes from the mirror, two fail with their whole story.
//!
//! Run: `cargo run --example error_chaining`. Look for what is returned and what is logged: each error shows up in
//! exactly one of the two.

use std::{collections::HashMap, io, sync::mpsc, thread};

use phase3_errors::error_chaining::{Article, Covers, Picture, Remote, Request, report};

fn main() {
    let (requests, inbox) = mpsc::channel::<Request>();
    let mirror = thread::spawn(move || {
        // Ends when the last `Remote` is gone. Who no longer waits for an answer does not need it either.
        inbox.iter().for_each(|(key, reply)| drop(reply.send(in_the_mirror(&key))));
    });
    let article = |picture: &str| Article { picture: Some(picture.into()) };
    let covers = Covers {
        catalogue: HashMap::from([
            ("emma".into(), article("emma.png")),
            ("middlemarch".into(), article("slow/dorothea.png")),
            ("persuasion".into(), article("slow/anne.png")),
            ("sanditon".into(), Article::default()),
        ]),
        store: in_the_store,
        mirror: Remote { requests },
    };

    let mut log = Vec::new();
    for (slug, outcome, logged) in [
        ("emma", "640 × 960 pixels", None),
        ("middlemarch", "800 × 600 pixels", Some("slow/dorothea.png is from the mirror: no answer in time")),
        (
            "persuasion",
            "no cover for `persuasion`: its picture cannot be read: no answer in time",
            Some("slow/anne.png is not in the mirror: no such file"),
        ),
        ("sanditon", "no cover for `sanditon`: it names no picture", None),
    ] {
        let returned = covers.cover(slug, &mut log).map_or_else(
            |error| report(&error),
            |picture| format!("{} × {} pixels", picture.width, picture.height),
        );
        println!("{slug}\n    returned: {returned}\n    logged:   {log:?}");
        assert_eq!((returned.as_str(), log.pop().as_deref()), (outcome, logged));
        assert!(log.is_empty());
    }

    let blank = covers.cover_or_blank("sanditon", &mut log);
    println!("sanditon, or a blank\n    returned: {} bytes\n    logged:   {log:?}", blank.file.len());
    assert_eq!(blank, Picture::BLANK);
    assert_eq!(log, ["no cover for `sanditon`: it names no picture"]);

    drop(covers);
    mirror.join().expect("the mirror has no way to panic");
}

fn in_the_store(key: &str) -> io::Result<Vec<u8>> {
    match key {
        "emma.png" => Ok(png(640, 960)),
        _ => Err(io::Error::new(io::ErrorKind::TimedOut, "no answer in time")),
    }
}

fn in_the_mirror(key: &str) -> io::Result<Vec<u8>> {
    match key {
        "slow/dorothea.png" => Ok(png(800, 600)),
        _ => Err(io::Error::new(io::ErrorKind::NotFound, "no such file")),
    }
}

fn png(width: u32, height: u32) -> Vec<u8> {
    [&b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"[..], &width.to_be_bytes(), &height.to_be_bytes()].concat()
}
