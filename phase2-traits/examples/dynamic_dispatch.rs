//! A day at the desk: rules that borrow, channels from plugins, and archives that answer later.
//!
//! Run: `cargo run --example dynamic_dispatch`. Look for what is forgotten behind a `dyn`, and for the two times that a
//! concrete type comes back.

use std::{
    any::Any,
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Waker},
    thread,
};

use phase2_traits::dynamic_dispatch::{
    Article,
    archives::{Archive, DynArchive, Fallback, search},
    channels::{Channel, Desk, Digest, Feed},
    rules::{Check, StyleGuide, complaints},
};

/// In memory, so its future is ready at once.
struct Shelf(Vec<Article>);

impl Archive for Shelf {
    async fn load(&self, title: &str) -> Option<Article> {
        self.0.iter().find(|article| article.title == title).cloned()
    }
}

fn ready<T>(future: impl Future<Output = T>) -> T {
    let poll = pin!(future).poll(&mut Context::from_waker(Waker::noop()));
    let Poll::Ready(value) = poll else { unreachable!("nothing here waits") };
    value
}

fn main() {
    let article = |title: &str, tag: &str, text: &str| {
        let [title, tag, text] = [title, tag, text].map(String::from);
        Article { title, tags: vec![tag], text }
    };
    let vtables = article("Vtables", "rust", "simply a table of functions");
    let gardens = article("Gardens", "leisure", "tables in the shade");

    let guide = StyleGuide { banned: vec!["simply".into()], most: 4 };
    let said = complaints(&guide.rules(), &vtables);
    println!("rules behind dyn, which borrow the guide: {:?} {}", vtables.title, said.join(" and "));
    assert_eq!(said, ["has 5 words", "says \"simply\""]);
    let checks = guide.checks();
    println!("the same as an enum, which can be printed and compared: {checks:?}");
    assert_eq!(checks, [Check::Length { most: 4 }, Check::Banned { word: "simply" }]);

    let mut desk = Desk::default();
    let plugin: Box<dyn Channel> = Box::new(Feed::default());
    let any: &dyn Any = &plugin;
    println!(
        "the Any of the box is a feed: {}; the channel in it: {}",
        any.is::<Feed>(),
        plugin.is::<Feed>()
    );
    assert!(!any.is::<Feed>() && plugin.is::<Feed>());

    desk.open(plugin);
    desk.open(Box::new(Digest::new("gardeners").only("leisure")));
    desk.open(Box::new(Digest::new("everybody")));
    desk.publish(&vtables);
    desk.publish(&gardens);
    let mail = desk.find::<Digest>().map(Digest::mail);
    println!("only a digest writes mails, so one is looked for by its type: {mail:?}");
    assert_eq!(mail.as_deref(), Some("Vtables, Gardens"));
    let feed = desk.close::<Feed>().map(|feed| feed.titles);
    println!("the feed is closed and has its type again: {feed:?}");
    assert_eq!(feed, Some(vec!["Vtables".into(), "Gardens".into()]));

    let left = desk.shut();
    let dropped = thread::spawn(move || left.into_iter().map(drop).count()).join();
    println!("another thread dropped {dropped:?} channels and knew nothing about them");
    assert!(matches!(dropped, Ok(2)));

    let near: Arc<dyn DynArchive> = Arc::new(Shelf(vec![vtables]));
    let both = Arc::new(Fallback(Arc::clone(&near), Shelf(vec![gardens])));
    let found = ready(search(&[near, both], "Gardens")).map(|article| article.text);
    println!("archives of two types in one list, and one of them inside the other: {found:?}");
    assert_eq!(found.as_deref(), Some("tables in the shade"));
}
