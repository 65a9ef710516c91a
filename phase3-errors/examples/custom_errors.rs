//! Pages that cannot be set, and what each of the readers of an error gets to see of it.
//!
//! Run: `cargo run --example custom_errors`. Look for who can help, which does not follow from the variant, and for the
//! hook's own error: its words are there, but in the chain there is no link of its type.

use std::{
    error::Error,
    io::{self, BufReader, ErrorKind, Read},
};

use phase3_errors::custom_errors::{Kind, PageError, Unclosed, by_hand, set_page};

#[derive(Debug, thiserror::Error)]
#[error("{0:?} is not in the dictionary")]
struct Misspelt(String);

fn main() -> Result<(), PageError> {
    let mut page = Vec::new();
    set_page("A value\nis *moved*.".as_bytes(), &mut page, |line| Ok(line.into()))?;
    println!("set without an error: {}", page.escape_ascii());
    assert_eq!(page, b"A value\nis <em>moved</em>.\n");

    let unclosed = failure("A value\nis *moved.".as_bytes());
    tell("wrong markup", &unclosed, Kind::Author);
    assert!(matches!(unclosed, PageError::Markup { line: 2, source: Unclosed { column: 4 } }));

    tell("a broken disk", &failure(b"A value\n".chain(Broken)), Kind::Operator);
    tell("a byte that is not UTF-8", &failure(&b"Caf\xe9"[..]), Kind::Author);
    tell(
        "data that needs no cause",
        &failure("A value is moved, and moved, and moved again.".as_bytes()),
        Kind::Author,
    );

    let misspelt = failure("A valeu".as_bytes());
    tell("an error of the hook", &misspelt, Kind::Hook);
    println!("  found in the chain by its type: {}", chain(&misspelt).any(|error| error.is::<Misspelt>()));
    assert!(!chain(&misspelt).any(|error| error.is::<Misspelt>()));
    let PageError::Hook(cause) = misspelt else { panic!("the hook refuses this word") };
    println!("  found by those who match the variant: {}", cause.is::<Misspelt>());
    assert!(cause.is::<Misspelt>());

    let derived = PageError::Write(ErrorKind::StorageFull.into());
    let by_hand = by_hand::PageError::Write(ErrorKind::StorageFull.into());
    println!("derived or by hand, the same is said: {}", sentences(&derived));
    assert_eq!(sentences(&derived), sentences(&by_hand));
    Ok(())
}

fn failure(manuscript: impl Read) -> PageError {
    let spell = |line: &str| match line.split(' ').find(|word| *word == "valeu") {
        Some(word) => Err(Misspelt(word.into()).into()),
        None => Ok(line.into()),
    };
    set_page(BufReader::new(manuscript), io::sink(), spell).expect_err("only bad manuscripts come here")
}

fn tell(what: &str, error: &PageError, helper: Kind) {
    println!("{what}: {}\n  who can help: {:?}", sentences(error), error.kind());
    assert_eq!(error.kind(), helper);
}

/// What a report prints. No sentence contains the one after it, so nothing is said twice.
fn sentences(error: &(dyn Error + 'static)) -> String {
    let sentences: Vec<_> = chain(error).map(ToString::to_string).collect();
    assert!(sentences.windows(2).all(|pair| !pair[0].contains(&pair[1])));
    sentences.join("; because ")
}

fn chain<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(ErrorKind::StaleNetworkFileHandle.into())
    }
}
