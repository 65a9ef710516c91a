//! A press that puts pages together from what arrives later: polled by hand, by an executor, and thrown away half-done.
//!
//! Run: `cargo run --example async_await`. Look for what runs when: nothing at the call, everything up to the next
//! missing thing at a poll, and nothing but destructors at a drop.

use std::{
    cell::RefCell,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
    thread,
};

use phase6_async::async_await::{
    Page, Section,
    combinators::{join, timeout},
    corrected, corrected_standing,
    executor::{block_on, offload, yield_now},
    forward, forward_losing, page,
    tray::Tray,
    visit,
};

fn main() {
    let (text, cover) = (Tray::holding("Moves".to_string()), Tray::default());
    let mut compiled = pin!(page(&text, &cover));
    println!("called, and the text is still there: {:?}", text.peek());
    assert_eq!(text.peek().as_deref(), Some("Moves"));
    let mut context = Context::from_waker(Waker::noop());
    assert_eq!(compiled.as_mut().poll(&mut context), Poll::Pending);
    println!("polled once, at the second await: {:?}", text.peek());
    assert_eq!(text.peek(), None);
    assert_eq!(cover.offer("chessboard".into()), Ok(()));
    let ready = compiled.as_mut().poll(&mut context);
    println!("polled again: {ready:?}");
    assert_eq!(ready, Poll::Ready("Moves\n[chessboard]".into()));

    let mut written = Page::Called { text: &text, cover: &cover };
    assert_eq!(text.offer("Loans".into()), Ok(()));
    assert!(Pin::new(&mut written).poll(&mut context).is_pending());
    println!("the machine written by hand, at the same place: {}", matches!(written, Page::Cover { .. }));
    assert!(matches!(written, Page::Cover { .. }));

    let small = size_of_val(&corrected("Moves", &text));
    let large = size_of_val(&corrected_standing("Moves", &text));
    println!("4 KiB alive across an await are in the future: {}, {}", small > 4096, large > 4096);
    assert!(small < 128 && large > 4096);

    let printed = thread::scope(|scope| {
        scope.spawn(|| cover.offer("hourglass".into()));
        block_on(written)
    });
    println!("the cover came from another thread, which woke this one: {printed:?}");
    assert_eq!(printed, "Loans\n[hourglass]");

    for (name, safe) in [("forward_losing", false), ("forward", true)] {
        let (from, to) = (Tray::holding("proof"), Tray::holding("busy"));
        // The alarm is heard in the second turn.
        let late = if safe {
            block_on(timeout(forward(&from, &to), yield_now()))
        } else {
            block_on(timeout(forward_losing(&from, &to), yield_now()))
        };
        println!("{name}, cancelled: {late:?}, and what was to be moved is {:?}", from.peek());
        assert_eq!((late, from.peek(), to.peek()), (None, safe.then_some("proof"), Some("busy")));
    }

    let section = |text: &str, parts| Section { text: Tray::holding(text.into()), parts };
    let article = section(
        "Chess",
        vec![section("Openings", vec![section("Gambits", vec![])]), section("Ends", vec![])],
    );
    let mut contents = Vec::new();
    block_on(visit(&article, &mut async |text: &str| {
        yield_now().await;
        contents.push(text.to_owned());
    }));
    println!("all parts, read by one async closure: {contents:?}");
    assert_eq!(contents, ["Chess", "Openings", "Gambits", "Ends"]);

    let journal = RefCell::new(Vec::new());
    let note = |line| journal.borrow_mut().push(line);
    let polite = async || {
        note("first half");
        yield_now().await;
        note("second half");
    };
    block_on(join(async { ["rude", "rude still"].into_iter().for_each(note) }, polite()));
    block_on(join(polite(), async { note("in between") }));
    println!("without an await nobody else has a turn: {:?}", journal.borrow());
    assert_eq!(
        *journal.borrow(),
        ["rude", "rude still", "first half", "second half", "first half", "in between", "second half"]
    );
    let here = thread::current().id();
    let elsewhere = block_on(offload(move || thread::current().id() != here));
    println!("what blocks goes to a thread of its own: {elsewhere}");
    assert!(elsewhere);
}
