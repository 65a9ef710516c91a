//! An editor is offered tags: words counted by a library in C, chosen by a closure in Rust, and nothing leaks or unwinds
//! where it must not.
//!
//! Run: `cargo run --example ffi`. Look for who owns what: the text is lent to C, the closure is given to it, the name is
//! lent by it, and the report is taken from it.

use std::{
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind, set_hook},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use deep_dives::ffi::{
    panics::{FAILED, SHARED, share_or_status, share_or_unwind},
    wordbook::{Fault, Wordbook, fold, fold_all},
};

fn main() {
    // The panics below are part of the story, and the messages of the hook are not.
    set_hook(Box::new(|_| {}));

    let mut title = *b"On BORROWING";
    fold_all(&mut title);
    println!(
        "a byte a call, or all in one: {:?}, {:?}",
        char::from(fold(b'O')),
        title.escape_ascii().to_string()
    );
    assert_eq!((fold(b'O'), &title), (b'o', b"on borrowing"));

    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let mut book = Wordbook::open(c"tags", 6).expect("six words fit into memory");
    book.keep_only(move |word| {
        counter.fetch_add(1, Ordering::Relaxed);
        word.len() > 3
    });
    book.add("A loan is no gift: what is lent, the lender counts.").expect("six words are long enough");
    println!("C has asked a closure about {} words", asked.load(Ordering::Relaxed));
    assert_eq!((asked.load(Ordering::Relaxed), Arc::strong_count(&asked)), (11, 2));

    let error = book.add("The lender has tools").expect_err("there are six words already");
    println!("an error: {error}");
    assert_eq!((error.fault, &*error.problem), (Fault::Full, "there is room for 6 words"));

    let counts = book.counts(&["lender", "gift", "tools"]);
    println!("in the book {:?}, by one call: {counts:?}", book.name());
    assert_eq!((book.name(), &*counts), (c"tags", &[2, 1, 0][..]));

    let twice =
        book.each(
            |word, count| {
                if count > 1 { ControlFlow::Break(word.to_owned()) } else { ControlFlow::Continue(()) }
            },
        );
    println!("a closure that breaks: {twice:?}");
    assert_eq!(twice, ControlFlow::Break("lender".to_owned()));

    let panic = catch_unwind(AssertUnwindSafe(|| {
        book.each(|word, _| -> ControlFlow<()> { panic!("{word} is on the list") })
    }));
    let message = panic.expect_err("the closure panics").downcast::<String>().expect("it has a message");
    println!("a closure that panics, around C and out of `each`: {message:?}");
    assert_eq!(*message, "loan is on the list");

    let report = book.report().expect("six lines fit into memory");
    drop(book);
    println!("the closure died with the book: {} owner left", Arc::strong_count(&asked));
    println!("the report is ours, and outlives it: {:?}", report.as_str());
    assert_eq!(
        (Arc::strong_count(&asked), report.as_str()),
        (1, "loan 1\ngift 1\nwhat 1\nlent 1\nlender 2\ncounts 1\n")
    );

    let mut part = 0;
    // SAFETY: `part` is a place for a number.
    let right = unsafe { share_or_status(900, 2, &raw mut part) };
    // SAFETY: as above.
    let wrong = unsafe { share_or_status(900, 0, &raw mut part) };
    println!("an export that catches: status {right} and {part} cents; status {wrong}");
    assert_eq!((right, part, wrong), (SHARED, 450, FAILED));
    let unwound = catch_unwind(|| share_or_unwind(900, 0)).is_err();
    println!("an export that unwinds was caught by its caller: {unwound}");
    assert!(unwound);
}
