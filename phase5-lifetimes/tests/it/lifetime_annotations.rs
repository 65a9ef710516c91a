use std::{cell::Cell, sync::Arc};

use phase5_lifetimes::lifetime_annotations::{Checks, Finding, Mentions, Overnight, Rule, find, rules};

fn is_part_of(part: &str, whole: &str) -> bool {
    let (part, whole) = (part.as_bytes().as_ptr_range(), whole.as_bytes().as_ptr_range());
    whole.start <= part.start && part.end <= whole.end
}

#[test]
fn the_rules_of_a_file_follow_those_of_the_house() {
    let file = String::from("leverage -> use\n\nmoist\nquote -> \" -> \"\n");
    let rules = rules(&file);
    let own = [
        Rule { avoid: "leverage", instead: Some("use") },
        Rule { avoid: "moist", instead: None },
        Rule { avoid: "quote", instead: Some("\" -> \"") },
    ];
    assert_eq!(rules[2..], own);
    assert_eq!(rules[..2].iter().map(|rule| rule.avoid).collect::<Vec<_>>(), ["utilise", "synergy"]);
    assert!(rules[2..].iter().all(|rule| is_part_of(rule.avoid, &file)));
}

#[test]
fn findings_are_parts_of_the_text_and_of_the_file() {
    let text = String::from("Leverage (leverage): utilise, leveraged, leverage");
    let file = String::from("leverage -> use");
    let findings = find(&text, &rules(&file));
    let places: Vec<_> = findings.iter().map(|finding| finding.place).collect();
    assert_eq!(places, ["leverage", "utilise", "leverage"]);
    let offset = |place: &str| place.as_ptr().addr() - text.as_ptr().addr();
    assert_eq!(places.into_iter().map(offset).collect::<Vec<_>>(), [10, 21, 41]);
    assert!(is_part_of(findings[0].instead.unwrap(), &file));
    assert!(!is_part_of(findings[1].instead.unwrap(), &file), "it is the house's");
}

#[test]
fn the_first_of_two_rules_decides() {
    let twice = [Rule { avoid: "a", instead: Some("b") }, Rule { avoid: "a", instead: None }];
    assert_eq!(find("a", &twice), [Finding { place: "a", instead: Some("b") }]);
}

#[test]
fn digits_are_parts_of_words() {
    let rule = [Rule { avoid: "mp3", instead: None }];
    assert_eq!(find("an mp3, no mp or mp3s", &rule), [Finding { place: "mp3", instead: None }]);
    assert!(Mentions::default().first_in("MP3").is_empty(), "a word in upper case has letters only");
}

#[test]
fn a_rule_against_nothing_finds_nothing() {
    assert!(find("a, b", &[Rule { avoid: "", instead: None }]).is_empty());
}

#[test]
fn any_text_has_the_findings_that_a_walk_over_its_characters_has() {
    let rules = rules("é -> e\nab");
    let mut seed = 7_u32;
    for _ in 0..2000 {
        let text: String = (0..8)
            .map(|_| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                ['a', 'b', 'é', ' ', '-'][(seed >> 16) as usize % 5]
            })
            .collect();
        let (mut words, mut word) = (Vec::new(), String::new());
        for c in text.chars().chain([' ']) {
            if c == ' ' || c == '-' {
                words.push(std::mem::take(&mut word));
            } else {
                word.push(c);
            }
        }
        words.retain(|word| word == "é" || word == "ab");
        let found: Vec<_> = find(&text, &rules).iter().map(|finding| finding.place).collect();
        assert_eq!(found, words, "{text:?}");
    }
}

#[test]
fn places_outlive_the_rules_and_advice_outlives_the_text() {
    let text = String::from("leverage");
    let place = {
        let file = String::from("leverage -> use");
        find(&text, &rules(&file))[0].place
    };
    assert_eq!(place, "leverage");

    let file = String::from("leverage -> use");
    let rules = rules(&file);
    let advice = {
        let text = String::from("leverage");
        find(&text, &rules)[0].instead
    };
    assert_eq!(advice, Some("use"));
}

#[test]
fn a_suggestion_comes_from_whichever_owner_has_one() {
    let text = String::from("leverage synergy");
    {
        let file = String::from("leverage -> use");
        let findings = find(&text, &rules(&file));
        let suggestions: Vec<_> = findings.iter().map(|finding| finding.suggestion()).collect();
        assert_eq!(suggestions, ["use", "synergy"]);
        assert!(is_part_of(suggestions[0], &file) && is_part_of(suggestions[1], &text));
        assert_eq!(findings.iter().map(Finding::preview).collect::<Vec<_>>(), suggestions);
    }
    assert_eq!(text.len(), 16, "the text, with the longer of the two lifetimes, is still there");
}

#[test]
fn a_suggestion_outlives_its_finding() {
    let suggestion = {
        let finding = Finding { place: "leverage", instead: Some("use") };
        finding.suggestion()
    };
    assert_eq!(suggestion, "use");
}

#[test]
fn a_finding_shows_its_advice_or_a_doubt() {
    let findings = find("utilise synergy", &rules(""));
    assert_eq!(findings.iter().map(ToString::to_string).collect::<Vec<_>>(), ["utilise → use", "synergy?"]);
}

#[test]
fn an_abbreviation_is_explained_once_in_an_issue() {
    let articles = ["CSS, HTML (and CSS) by A. Lovelace", "Html, HTTP: HTML, ÉÖ"].map(String::from);
    let mentions = Mentions::default();
    let (shared, also_shared) = (&mentions, &mentions);
    assert_eq!(shared.first_in(&articles[0]), ["CSS", "HTML"]);
    let second = also_shared.first_in(&articles[1]);
    assert_eq!(second, ["HTTP", "ÉÖ"]);
    assert!(is_part_of(second[0], &articles[1]));
    assert!(shared.first_in(&articles[0]).is_empty());
}

// Each of these functions is a proof by itself: it compiles only with the variance that its name claims.
fn shortens_rules<'s>(rules: Vec<Rule<'static>>) -> Vec<Rule<'s>> {
    rules
}

fn shortens_either_lifetime_of_a_finding<'t, 'r>(
    finding: Finding<'static, 'static>,
) -> (Finding<'t, 'static>, Finding<'static, 'r>) {
    (finding, finding)
}

fn shortens_exclusive_loans<'s>(texts: Vec<&'static mut [u8]>) -> Vec<&'s mut [u8]> {
    texts
}

fn shortens_checks<'s>(checks: Checks<'static>) -> Checks<'s> {
    checks
}

fn shortens_a_result<'s>(produce: fn() -> Rule<'static>) -> fn() -> Rule<'s> {
    produce
}

fn lengthens_a_parameter<'s>(consume: fn(Rule<'s>) -> usize) -> fn(Rule<'static>) -> usize {
    consume
}

fn picks_one_lifetime_of_all<'s>(consume: for<'w> fn(&'w str) -> usize) -> fn(&'s str) -> usize {
    consume
}

#[test]
fn variance_is_a_matter_of_the_type_around_the_lifetime() {
    let house = shortens_rules(rules(""));
    assert_eq!(house.len(), 2);
    let (one, other) =
        shortens_either_lifetime_of_a_finding(Finding { place: "utilise", instead: Some("use") });
    assert_eq!(one, other);
    assert!(shortens_exclusive_loans(vec![&mut []])[0].is_empty());
    assert_eq!(shortens_checks(Checks::default()).first("utilise"), None);
    let produced = shortens_a_result(|| Rule { avoid: "utilise", instead: None })();
    assert_eq!(lengthens_a_parameter(|rule| rule.avoid.len())(Rule { avoid: "utilise", ..produced }), 7);
    assert_eq!(picks_one_lifetime_of_all(str::len)("utilise"), 7);
}

#[test]
fn the_first_check_with_an_objection_ends_the_search() {
    let asked = Cell::new(0);
    let count = |found: Option<usize>| {
        asked.set(asked.get() + 1);
        found
    };
    let mut checks = Checks::default();
    checks.add(|text| count(text.find('!')).map(|at| &text[at..]));
    checks.add(|text| count(text.find('?')).map(|at| &text[at..]));
    checks.add(|_| count(None).map(|_| "never"));
    for (text, objection, expected) in [("a?b!", Some("!"), 1), ("a?", Some("?"), 2), ("a", None, 3)] {
        asked.set(0);
        let text = String::from(text);
        assert_eq!((checks.first(&text), asked.get()), (objection, expected));
    }
}

#[test]
fn an_objection_outlives_the_checks_and_what_they_borrow() {
    let text = String::from("Dear Ada");
    let objection = {
        let names = [String::from("Ada")];
        let mut checks = Checks::default();
        checks.add(|text| text.split(' ').find(|word| names.iter().any(|name| name == word)));
        checks.first(&text)
    };
    assert!(objection.is_some_and(|place| place == "Ada" && is_part_of(place, &text)));
}

#[test]
fn letters_are_written_in_order_at_the_end() {
    let name = String::from("Ada");
    let mut overnight = Overnight::default();
    overnight.add(move || format!("Dear {name}"));
    overnight.add(|| "Good night".into());
    assert_eq!(overnight.run(), ["Dear Ada", "Good night"]);
}

#[test]
fn what_is_static_as_a_bound_can_be_dropped_early() {
    let name = Arc::new(());
    let mut overnight = Overnight::default();
    let kept = Arc::clone(&name);
    overnight.add(move || format!("{kept:?}"));
    assert_eq!(Arc::strong_count(&name), 2);
    drop(overnight);
    assert_eq!(Arc::strong_count(&name), 1);
}
