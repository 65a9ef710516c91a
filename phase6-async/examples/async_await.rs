//! A press that puts pages together from what arrives later: polled by hand, by an executor, and thrown away half-done.
//!
//! Run: `cargo run --example async_await`. Look for what runs when: nothing at the call, everything up to the next
//! missing thing at a poll, and nothing but destructors at a drop.

use std::{
    cell::RefCell,
    pin::pin,
    task::{Context, Poll, Waker},
    thread,
};

use phase6_async::async_await::{
    Page, Section,
    combinators::{join, timeout},
    corrected, corrected_standing,
    executor::{block_on, yield_now},
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
    let ready = compiled.poll(&mut context);
    println!("polled again: {ready:?}");
    assert_eq!(ready, Poll::Ready("Moves\n[chessboard]".into()));

    let small = size_of_val(&corrected("Moves", &text));
    let large = size_of_val(&corrected_standing("Moves", &text));
    println!("4 KiB alive across an await are in the future: {}, {}", small > 4096, large > 4096);
    assert!(small < 128 && large > 4096);

    assert_eq!(text.offer("Loans".into()), Ok(()));
    let printed = thread::scope(|scope| {
        scope.spawn(|| cover.offer("hourglass".into()));
        block_on(Page::Called { text: &text, cover: &cover })
    });
    println!("the machine written by hand, woken by the thread that brought the cover: {printed:?}");
    assert_eq!(printed, "Loans\n[hourglass]");

    for (name, safe) in [("forward_losing", false), ("forward", true)] {
        let (from, to) = (Tray::holding("proof"), Tray::holding("busy"));
        let alarm = yield_now(); // heard in the second turn
        let late = if safe {
            block_on(timeout(forward(&from, &to), alarm))
        } else {
            block_on(timeout(forward_losing(&from, &to), alarm))
        };
        println!("{name}, cancelled: {late:?}, and what was to be moved is {:?}", from.peek());
        assert_eq!((late, from.peek(), to.peek()), (None, safe.then_some("proof"), Some("busy")));
    }

    let section = |text: &str, parts| Section { text: Tray::holding(text.into()), parts };
    let article = section("Chess", vec![section("Openings", vec![section("Gambits", vec![])])]);
    let mut contents = Vec::new();
    block_on(visit(&article, &mut async |text: &str| contents.push(text.to_owned())));
    println!("all parts, read by one async closure: {contents:?}");
    assert_eq!(contents, ["Chess", "Openings", "Gambits"]);

    let journal = RefCell::new(Vec::new());
    let note = |line| journal.borrow_mut().push(line);
    let polite = async {
        note("first half");
        yield_now().await;
        note("second half");
    };
    block_on(join(polite, async { ["rude", "rude still"].into_iter().for_each(note) }));
    println!("others have a turn at an await, and only there: {:?}", journal.borrow());
    assert_eq!(*journal.borrow(), ["first half", "rude", "rude still", "second half"]);
}
