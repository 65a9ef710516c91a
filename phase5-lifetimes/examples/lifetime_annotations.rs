//! An article is checked against rules that live longer, shorter, and just as long as it does.
//!
//! Run: `cargo run --example lifetime_annotations`. Look for what is dropped before what: the signatures say which of
//! the loans are in a result, and nothing else has to stay.

use phase5_lifetimes::lifetime_annotations::{Checks, Mentions, Overnight, find, rules};

fn main() {
    let article = String::from("We leverage the synergy of CSS and HTML.");
    let file = String::from("leverage -> use");

    let findings = {
        let rules = rules(&file);
        println!("{} rules: two of the house, {} from a file", rules.len(), rules.len() - 2);
        assert_eq!(rules.len(), 3);
        find(&article, &rules)
    };
    println!("the list of rules is dropped, what it found is not:");
    for finding in &findings {
        println!("  {finding}");
        assert!(article.as_bytes().as_ptr_range().contains(&finding.place.as_ptr()));
    }
    assert_eq!(findings.iter().map(ToString::to_string).collect::<Vec<_>>(), ["leverage → use", "synergy?"]);

    let suggestions: Vec<&str> = findings.iter().map(|finding| finding.suggestion()).collect();
    println!("one list of texts from two owners, the file and the article: {suggestions:?}");
    assert!(file.as_bytes().as_ptr_range().contains(&suggestions[0].as_ptr()));
    assert!(article.as_bytes().as_ptr_range().contains(&suggestions[1].as_ptr()));

    let second = String::from("CSS is younger than HTTP.");
    let mentions = Mentions::default();
    let explained = [mentions.first_in(&article), mentions.first_in(&second)];
    println!("to be explained at the first mention, by article: {explained:?}");
    assert_eq!(explained, [vec!["CSS", "HTML"], vec!["HTTP"]]);

    let forbidden = [String::from("HTTP")];
    let mut checks = Checks::default();
    checks.add(|text| text.split([' ', '.']).find(|word| forbidden.iter().any(|name| name == word)));
    let passing = ["Titles", "Feeds"].map(|title| {
        let draft = format!("{title} without acronyms");
        checks.first(&draft).is_none()
    });
    println!("one check, asked about texts that came after it and went before it: {passing:?}");
    assert_eq!(passing, [true, true]);
    let objection = checks.first(&second);
    drop(checks);
    println!("the checks are gone, the place remains: {objection:?}");
    assert_eq!(objection, Some("HTTP"));

    let mut overnight = Overnight::default();
    let report = format!("{} places were found", findings.len());
    overnight.add(move || report);
    overnight.add(|| "Good night".to_owned());
    drop((file, article));
    let letters = overnight.run();
    println!("rules and article are gone, and at night: {letters:?}");
    assert_eq!(letters, ["2 places were found", "Good night"]);
}
