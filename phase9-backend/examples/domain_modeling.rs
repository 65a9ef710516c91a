//! An article from its author's desk to its readers, and its royalties to the cent.
//!
//! Run: `cargo run --example domain_modeling`. Look for what is refused: each time it is a value that does not exist.

use std::error::Error;

use phase9_backend::{
    domain::{Body, Email, Page, Slug, Tags, Timestamp, Title, Username, Validation},
    domain_modeling::{Cents, Refused, Stage, Statement, Step},
};

fn main() -> Result<(), Box<dyn Error>> {
    let mut validation = Validation::default();
    let title = validation.field("title", Title::parse("  On Gardens, and what they cost  "));
    let body = validation.field("body", Body::parse(" \n"));
    let tags = validation.field("tagList", Tags::parse(["two\nlines".to_owned()]));
    let refused = validation.whole(body.zip(tags)).expect_err("two of the three are wrong");
    println!("Everything at once: {refused}");
    assert_eq!(refused.to_string(), "body can't be blank; tagList must be a single line");

    let title = title.ok_or("the title was right")?;
    let slug = Slug::of(&title);
    println!("What was checked stays checked: {title:?} -> {slug}");
    assert_eq!(slug.as_str(), "on-gardens-and-what-they-cost");
    println!("A name that the feed has already: {}", Slug::of(&Title::parse("Feed")?));
    assert_eq!(Slug::of(&Title::parse("Feed")?).as_str(), "feed-article");
    println!("One address, however it is written: {}", Email::parse(" Ada@Example.org")?);
    assert_eq!(Email::parse("ada@example.ORG"), Email::parse(" Ada@Example.org"));
    println!("A name that no address can hold: {}", Username::parse("..").expect_err("a path goes up there"));
    assert!(Username::parse("..").is_err() && Username::parse("...").is_ok());
    println!("A page of a million is one of {}", Page::new(1_000_000, 0)?.limit());
    assert_eq!(Page::new(1_000_000, 0)?.limit(), Page::MAX_LIMIT);

    let day = |number: i64| Timestamp::from_micros(number * 86_400_000_000);
    println!("\nFrom desk to readers:");
    let mut stage = Stage::Draft;
    let steps = [
        Step::Withdraw,
        Step::Schedule { at: day(3) },
        Step::Recall,
        Step::Publish,
        Step::Recall,
        Step::Withdraw,
    ];
    let mut refusals = 0;
    for (now, step) in (1..).map(day).zip(steps) {
        match stage.apply(step, now) {
            Ok(next) => {
                println!("  {}", serde_json::to_string(&next)?);
                stage = next;
            }
            Err(refused) => {
                println!("  refused: {step:?}");
                assert_eq!(refused, Refused::Step(stage, step));
                refusals += 1;
            }
        }
    }
    assert_eq!((refusals, stage), (2, Stage::Withdrawn { since: day(6) }));
    let unknown = serde_json::from_str::<Stage>(r#"{"stage":"lost"}"#).expect_err("there is no such stage");
    println!("  a stage that nobody knows: {unknown}");
    assert!(unknown.to_string().contains("unknown variant `lost`"));
    let beside =
        serde_json::from_str::<Stage>(r#"{"stage":"draft","at":5}"#).expect_err("drafts have no time");
    println!("  a draft with a time: {beside}");
    assert!(beside.to_string().contains("unknown field `at`"));

    let royalties = Cents::new(10_000);
    let parts = royalties.split(&[1, 1, 1]).ok_or("there are three authors")?;
    println!(
        "\nA third of {royalties} each: {}",
        parts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    );
    assert_eq!(Statement::of(&parts).map(|statement| statement.due), Some(royalties));
    println!("In floating point, 0.1 + 0.2 = {}", 0.1 + 0.2);
    assert_ne!(0.1 + 0.2, 0.3);
    Ok(())
}
