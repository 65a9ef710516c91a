use std::{
    cell::{Cell, RefCell},
    fmt::Debug,
    future::{self, Future},
    num::NonZeroU32,
    ops::ControlFlow,
    pin::pin,
    task::{Context, Poll, Waker},
};

use phase2_traits::trait_bounds::{Feed, Hub, retry};

/// Neither `Debug` nor `Clone` nor `Default` nor `PartialEq`: a hub must not ask for any of them.
struct Article {
    tag: String,
    title: String,
}

fn article(tag: &str, title: &str) -> Article {
    Article { tag: tag.into(), title: title.into() }
}

/// Polls until it is ready. Nobody wakes it, so it suits only futures that are ready after a few polls.
fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..1000 {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
    panic!("the future is never ready");
}

/// Pending once, as if it waited for the network.
async fn pause() {
    let mut paused = false;
    future::poll_fn(|_| if std::mem::replace(&mut paused, true) { Poll::Ready(()) } else { Poll::Pending })
        .await;
}

fn tries(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).expect("at least one")
}

#[test]
fn listeners_are_told_in_the_order_in_which_they_came() {
    let heard = RefCell::new(Vec::new());
    let mut hub = Hub::new();
    for name in ["first", "second", "third"] {
        let heard = &heard;
        hub.subscribe(move |article: &Article| heard.borrow_mut().push(format!("{name}: {}", article.title)));
    }
    hub.publish(&article("rust", "Bounds"));
    assert_eq!(*heard.borrow(), ["first: Bounds", "second: Bounds", "third: Bounds"]);
}

#[test]
fn an_event_may_be_unsized() {
    let mut heard = Vec::new();
    let mut titles = Hub::<str>::new();
    titles.subscribe(|title| heard.push(title.len()));
    titles.publish("Emma");
    drop(titles);
    let mut slices = Hub::<[u32]>::new();
    slices.subscribe(|pages| heard.push(pages.len()));
    slices.publish(&[1, 2, 3]);
    drop(slices);
    let mut any = Hub::<dyn Debug>::new();
    any.subscribe(|event| heard.push(format!("{event:?}").len()));
    any.publish(&Some(1));
    drop(any);
    assert_eq!(heard, [4, 3, 7]);
}

#[test]
fn an_event_may_itself_hold_borrows() {
    let mut heard = Vec::new();
    let owned = String::from("Emma");
    let mut hub = Hub::<&str>::new();
    hub.subscribe(|title| heard.push(*title)); // what the event borrows outlives the event
    hub.publish(&owned.as_str());
    drop(hub);
    assert_eq!(heard, ["Emma"]);
}

#[test]
fn a_break_ends_one_subscription_and_no_other() {
    let (mut patient, mut until_two) = (0, 0);
    let mut hub = Hub::<u32>::new();
    hub.subscribe(|number| {
        until_two += 1;
        if *number == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    hub.subscribe(|_| patient += 1);
    for number in 1..=4 {
        hub.publish(&number);
        assert_eq!(hub.listeners(), if number < 2 { 2 } else { 1 });
    }
    drop(hub);
    assert_eq!((patient, until_two), (4, 2));
}

#[test]
fn whoever_listens_once_may_give_away_what_it_captured() {
    let desk = Cell::new(None);
    let bouquet = String::from("roses");
    let address = bouquet.as_ptr();
    let mut hub = Hub::<str>::new();
    hub.subscribe_once(|_| desk.set(Some(bouquet)));
    assert_eq!(hub.listeners(), 1);
    hub.publish("first article");
    assert_eq!(hub.listeners(), 0);
    hub.publish("second article");
    let bouquet = desk.take().expect("the first article was heard");
    assert_eq!(bouquet.as_ptr(), address, "moved, not cloned");
}

#[test]
fn only_events_with_the_wanted_field_are_heard() {
    let (mut rust, mut none) = (Vec::new(), 0);
    let mut hub = Hub::new();
    hub.subscribe_when(
        |article: &Article| article.tag.as_str(),
        "rust",
        |article| rust.push(article.title.clone()),
    );
    hub.subscribe_when(|article: &Article| &article.title, const { &String::new() }, |_| none += 1);
    hub.publish_all([article("rust", "Bounds"), article("tea", "Kettles"), article("rust", "Traits")]);
    drop(hub);
    assert_eq!((rust, none), (vec!["Bounds".to_owned(), "Traits".to_owned()], 0));
}

#[test]
fn a_wanted_field_is_lent_and_may_end_before_the_program() {
    let wanted = String::from("tea");
    let (mut asked, seen) = (0, Cell::new(None));
    let mut hub = Hub::new();
    hub.subscribe_when(
        |article: &Article| {
            asked += 1;
            article.tag.as_str()
        },
        wanted.as_str(),
        |article| seen.set(Some(article.tag.as_ptr())),
    );
    let kettles = article("tea", "Kettles");
    hub.publish(&kettles);
    drop(hub);
    assert_eq!((seen.get(), asked), (Some(kettles.tag.as_ptr()), 1), "the event itself was lent");
}

#[test]
fn a_feed_may_yield_what_it_owns_or_what_it_borrows() {
    let mut heard = Vec::new();
    let mut hub = Hub::<str>::new();
    hub.subscribe(|title| heard.push(title.to_owned()));
    let kept = ["Persuasion".to_owned()];
    hub.publish_all(["Emma"]);
    hub.publish_all(kept.iter().map(String::as_str));
    hub.publish_all(kept.iter().cloned());
    hub.publish_all(Some(Box::<str>::from("Sanditon")));
    drop(hub);
    assert_eq!(heard, ["Emma", "Persuasion", "Persuasion", "Sanditon"]);
}

#[test]
fn what_a_feed_implies_need_not_be_repeated() {
    // Compiles without a word about the items: the bound on them is a part of the supertrait.
    fn longest(feed: impl Feed<str>) -> usize {
        use std::borrow::Borrow;
        feed.into_iter().map(|title| title.borrow().len()).max().unwrap_or(0)
    }
    assert_eq!(longest(["Emma", "Persuasion"]), 10);
}

#[test]
fn bounds_on_associated_types_and_outlives_bounds_are_implied() {
    trait Source {
        type Fault: Debug;
        fn fault(&self) -> Self::Fault;
    }
    fn describe<S: Source>(source: &S) -> String {
        format!("{:?}", source.fault()) // nothing was said about `S::Fault`
    }
    struct Wire;
    impl Source for Wire {
        type Fault = u32;
        fn fault(&self) -> u32 {
            404
        }
    }
    // The box needs `E: 'a`, and `&'a E` implies it; so does a struct that has this bound.
    fn boxed<'a, E: Debug>(event: &'a E) -> Box<dyn Debug + 'a> {
        Box::new(event)
    }
    struct Page<'a, E: 'a> {
        event: E,
        title: &'a str,
    }
    fn boxed_event<'a, E: Debug + 'a>(event: E) -> Box<dyn Debug + 'a> {
        Box::new(event)
    }
    fn of_a_page<'a, E: Debug>(page: Page<'a, E>) -> (Box<dyn Debug + 'a>, &'a str) {
        (boxed_event(page.event), page.title)
    }
    let name = String::from("Emma");
    assert_eq!((describe(&Wire), format!("{:?}", boxed(&name.as_str()))), ("404".into(), "\"Emma\"".into()));
    let (event, title) = of_a_page(Page { event: name.as_str(), title: &name });
    assert_eq!((format!("{event:?}"), title), ("\"Emma\"".into(), "Emma"));
}

#[test]
fn a_where_clause_is_implied_if_it_is_about_a_type_that_the_trait_declares() {
    trait Source
    where
        Self::Event: Debug,
    {
        type Event;
        fn event(&self) -> Self::Event;
    }
    impl Source for u32 {
        type Event = u32;
        fn event(&self) -> u32 {
            *self
        }
    }
    fn describe(source: &impl Source) -> String {
        format!("{:?}", source.event())
    }
    assert_eq!(describe(&404), "404");
}

#[test]
fn events_with_debug_can_be_logged() {
    let mut log = Vec::new();
    let mut hub = Hub::<str>::new();
    hub.log_to(&mut log);
    hub.publish_all(["Emma", "Persuasion"]);
    drop(hub);
    assert_eq!(log, [r#""Emma""#, r#""Persuasion""#]);
}

#[test]
fn retry_stops_at_the_first_success_and_gives_up_after_the_last_try() {
    for allowed in 1..=6 {
        for succeeds_at in 1..=8 {
            let mut numbers = Vec::new();
            let outcome = block_on(retry(tries(allowed), async |number| {
                pause().await;
                numbers.push(number); // borrows from the closure, across an await
                pause().await;
                if number == succeeds_at { Ok(number) } else { Err(format!("no answer to {number}")) }
            }));
            let last = allowed.min(succeeds_at);
            assert_eq!(numbers, Vec::from_iter(1..=last));
            let expected =
                if succeeds_at <= allowed { Ok(last) } else { Err(format!("no answer to {last}")) };
            assert_eq!(outcome, expected);
        }
    }
}

#[test]
fn attempts_do_not_overlap() {
    let running = Cell::new(false);
    let outcome: Result<(), u32> = block_on(retry(tries(3), async |number| {
        assert!(!running.replace(true));
        pause().await;
        assert!(running.replace(false));
        Err(number)
    }));
    assert_eq!(outcome, Err(3));
}

#[test]
fn the_future_of_an_attempt_lives_inside_that_of_retry() {
    fn sizes<F: Future>(outer: impl Fn(F) -> usize, attempt: F) -> (usize, usize) {
        (size_of_val(&attempt), outer(attempt))
    }
    async fn attempt(_: u32) -> Result<u8, ()> {
        let page = [1; 1024];
        pause().await;
        Ok(page[0])
    }
    let (inner, outer) = sizes(|_| size_of_val(&retry(tries(2), attempt)), attempt(1));
    assert!(inner > 1024);
    assert!(outer > inner && outer < 2 * inner, "{outer}");
    assert_eq!(block_on(retry(tries(2), attempt)), Ok(1));
}
