//! An editor's morning with the archive of addresses, through its facade alone.
//!
//! Run: `cargo run --example modules_and_visibility`. Look for what is used without being named: a trait, a type, a
//! function that a macro needs.

use phase7_modules::modules_and_visibility::{Answer, prelude::*};

fn main() {
    let mut archive = Archive::default();
    let written = archive.publish("Moving Day", slug!("moving-day"));
    // `to_slug` is a method of a trait whose name the prelude keeps to itself.
    let derived = "Moving Day!".to_slug().expect("there are two words");
    let again = archive.publish("Moving Day, Again", derived);
    for id in [written, again] {
        let article = archive.article(id).expect("it has just been published");
        println!("{:?} is at /{}", article.title(), article.slug());
    }
    let addresses = [written, again].map(|id| archive.article(id).map(|article| article.slug().as_str()));
    assert_eq!(addresses, [Some("moving-day"), Some("moving-day-2")]);

    // Its type has no name here, and needs none.
    let renaming = archive.rename(written).expect("it is in the archive");
    let article = renaming.title("Moves").slug(slug!("moves")).commit();
    println!("the first one is renamed: {:?} is at /{}", article.title(), article.slug());
    assert_eq!((article.title(), article.slug()), ("Moves", &slug!("moves")));

    for address in ["moves", "moving-day", "Moving Day"] {
        let answer = match archive.find(address) {
            Some(Answer::Here(article)) => format!("{:?}", article.title()),
            Some(Answer::Moved(article)) => format!("see /{}", article.slug()),
            None => "nothing".to_owned(),
        };
        println!("/{address}: {answer}");
    }
    assert!(matches!(archive.find("moves"), Some(Answer::Here(_))));
    assert!(matches!(archive.find("moving-day"), Some(Answer::Moved(_))));
    assert_eq!(archive.find("Moving Day"), None);

    let taken = archive.publish("Moving Day, a Third Time", slug!("moving-day"));
    let address = archive.article(taken).map(|article| article.slug().as_str());
    println!("an address that has moved is not given to others: {address:?}");
    assert_eq!(address, Some("moving-day-3"));
}
