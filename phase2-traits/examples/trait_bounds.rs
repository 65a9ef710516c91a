//! A morning at the hub of a publishing platform: listeners of every kind, none of whom had to give up more than the
//! hub needs.
//!
//! Run: `cargo run --example trait_bounds`. Look for what the closures do with what they captured: change it, lend it
//! to a future, give it away.

use std::{
    num::NonZeroU32,
    ops::ControlFlow,
    pin::pin,
    task::{Context, Poll, Waker},
};

use phase2_traits::trait_bounds::{Hub, retry};

#[derive(Debug)]
struct Article {
    tag: String,
    title: String,
}

fn article(tag: &str, title: &str) -> Article {
    Article { tag: tag.into(), title: title.into() }
}

/// Enough of a runtime for futures that never have to wait.
fn ready<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing in this tour waits"),
    }
}

fn main() {
    let (mut log, mut about_rust, mut room) = (Vec::new(), Vec::new(), 2);
    let (cake, mut eaten) = (String::from("a lemon cake"), None);

    let mut hub = Hub::new();
    hub.log_to(&mut log);
    hub.subscribe_when(
        |event: &Article| event.tag.as_str(),
        "rust",
        |event| about_rust.push(event.title.len()),
    );
    hub.subscribe_once(|_| eaten = Some(cake));
    hub.subscribe(|_| {
        room -= 1;
        if room == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(hub.listeners(), 4);
    hub.publish_all([article("rust", "Bounds"), article("tea", "Kettles"), article("rust", "Traits")]);
    println!("4 listened, {} still do", hub.listeners());
    assert_eq!(hub.listeners(), 2);
    drop(hub);

    println!("FnMut changes what it borrowed: {log:?}");
    assert_eq!((log.len(), log[1].as_str()), (3, r#"Article { tag: "tea", title: "Kettles" }"#));
    println!("the letters of the titles whose tag was lent to be compared: {about_rust:?}");
    assert_eq!(about_rust, [6, 6]);
    println!("FnOnce gave away what it owned: {eaten:?}");
    assert_eq!(eaten.as_deref(), Some("a lemon cake"));
    println!("a break ends a subscription: room for {room}");
    assert_eq!(room, 0);

    let mut letters = 0;
    let mut titles = Hub::<str>::new();
    titles.subscribe(|title| letters += title.len());
    titles.publish_all(["Emma".to_owned(), "Persuasion".to_owned()]);
    titles.publish_all(["Sanditon"]);
    drop(titles);
    println!("events without a size, from a feed of strings and one of borrows: {letters} letters");
    assert_eq!(letters, 22);

    let mut attempts = Vec::new();
    let sent = ready(retry(NonZeroU32::MIN.saturating_add(3), async |number| {
        attempts.push(number);
        if number < 3 { Err("busy") } else { Ok("accepted") }
    }));
    println!("AsyncFnMut lends its log to each attempt: {attempts:?}, {sent:?}");
    assert_eq!((attempts, sent), (vec![1, 2, 3], Ok("accepted")));
}
