//! Functions under attributes: called again, written down, and in which order.
//!
//! Run: `cargo run --example attribute_macros`. Look for the two functions that differ in nothing but the order of
//! their attributes.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use phase8_macros::attribute_macros::{Journal, Line, Mirror, retry, traced};

/// Drops every article until it has been asked often enough.
struct Dropping(u32);

impl Line for Dropping {
    type Error = &'static str;

    fn article(&mut self, number: u32) -> Result<String, &'static str> {
        self.0 = self.0.checked_sub(1).ok_or("the line is closed")?;
        if self.0 > 0 { Err("dropped") } else { Ok(format!("Article {number}\n\nTokens in, tokens out.")) }
    }
}

#[retry(times = 3)]
#[traced(journal)]
fn together(journal: &Journal, answers: &mut Vec<Option<u32>>) -> Option<u32> {
    answers.pop()?
}

#[traced(journal)]
#[retry(times = 3)]
fn one_by_one(journal: &Journal, answers: &mut Vec<Option<u32>>) -> Option<u32> {
    answers.pop()?
}

#[retry(times = 2, between = async |attempt| println!("  attempt {attempt} has failed"))]
async fn parse(lines: &mut Vec<&str>) -> Result<u32, std::num::ParseIntError> {
    let line = lines.pop().unwrap_or_default();
    line.parse()
}

fn main() {
    for drops in [2, 4] {
        let mut mirror = Mirror::new(Dropping(drops));
        let headline = mirror.headline(9);
        println!("an answer at call {drops}: {headline:?}, pauses after {:?}", mirror.pauses);
        assert_eq!((headline.is_ok(), mirror.pauses.len()), if drops == 2 { (true, 1) } else { (false, 2) });
    }

    for (name, function) in
        [("retry above traced", together as fn(&_, &mut _) -> _), ("traced above retry", one_by_one)]
    {
        let journal = Journal::default();
        let found = function(&journal, &mut vec![Some(5), None, None]);
        let calls = journal.entries().iter().filter(|entry| entry.starts_with("begin")).count();
        println!("{name}: {found:?}, and {calls} in the journal");
        assert_eq!((found, calls), (Some(5), if name.starts_with("retry") { 1 } else { 3 }));
    }

    let mut lines = vec!["7", "seven"];
    println!("an async function:");
    let parsed = pin!(parse(&mut lines)).poll(&mut Context::from_waker(Waker::noop()));
    println!("  {parsed:?}");
    assert_eq!((parsed, lines.len()), (Poll::Ready(Ok(7)), 0));
}
