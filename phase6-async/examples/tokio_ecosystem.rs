//! A day at an office that sends newsletters: its feeds, its bags, its end.
//!
//! Run: `cargo run --example tokio_ecosystem`. Look for what is still done after the end, and who is told. Hours pass
//! here without a wait, because the clock is paused.

use std::{sync::Arc, time::Duration};

use phase6_async::tokio_ecosystem::{
    feeds::{Failure, Source, refresh},
    mailing::{Carrier, GaveUp, LEAVES_AFTER, Office, PostError},
    proofs::Reader,
};
use tokio::{
    join,
    time::{Instant, sleep},
};

struct Wire;

impl Source for Wire {
    async fn fetch(&self, name: &str) -> String {
        sleep(Duration::from_secs(60)).await;
        format!("news of the {name}")
    }
}

struct Van;

impl Carrier for Van {
    async fn carry(&self, letters: &[String]) {
        let hours = if letters.iter().any(|letter| letter.contains("overseas")) { 20 } else { 1 };
        sleep(Duration::from_secs(3600 * hours)).await;
    }
}

fn digest(text: String) -> usize {
    assert!(!text.contains("weather"), "nobody can tell");
    text.len()
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    // The message of a panic goes to stderr, also if the panic stays in its task. Here it is printed as a result.
    std::panic::set_hook(Box::new(|_| {}));
    let started = Instant::now();
    let lengths = refresh(&Arc::new(Wire), &["harbour", "weather", "market"], digest).await;
    let minutes = started.elapsed().as_secs() / 60;
    println!("three feeds of a minute each, in {minutes} minute: {lengths:?}");
    let panicked = Err(Failure::Panicked(Some("nobody can tell".into())));
    assert_eq!((minutes, lengths), (1, vec![Ok(19), panicked, Ok(18)]));

    let words = Reader::start().count_words(vec!["no news is".into(), "good news".into()]).await;
    let news = words.expect("the thread does not panic")["news"];
    println!("a thread of its own, for what is not Send, has found \"news\" {news} times");
    assert_eq!(news, 2);

    let (counter, office) = Office::open(Arc::new(Van));
    let post = |letter: &str| counter.post(letter.to_owned());
    let started = Instant::now();
    let answers = join!(post("to Ada"), post("to Grace"), post("to Barbara"), post("to Edsger"));
    println!("four letters, and how many shared the bag: {answers:?}");
    assert_eq!(answers, (Ok(3), Ok(3), Ok(3), Ok(1)));
    let waited = (started.elapsed() - Duration::from_secs(3600)).as_secs();
    println!("the last one left alone, after {waited} seconds");
    assert_eq!(waited, LEAVES_AFTER.as_secs());

    let late = async {
        sleep(Duration::from_secs(1)).await;
        let refused = post("too late").await;
        println!("one second after the end: {refused:?}");
        assert_eq!(refused, Err(PostError::Closed("too late".into())));
    };
    let patience = Duration::from_secs(3600 * 8);
    let (sea, land, closed, ()) = join!(post("overseas"), post("to Niklaus"), office.close(patience), late);
    println!("in one bag with what goes overseas: {sea:?}, {land:?}");
    assert_eq!((sea, land), (Err(PostError::GivenUp), Err(PostError::GivenUp)));
    println!("after eight hours: {closed:?}");
    assert_eq!(closed, Err(GaveUp { tasks: 1 }));
}
