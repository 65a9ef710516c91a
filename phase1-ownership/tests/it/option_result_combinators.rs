use std::{cell::Cell, num::IntErrorKind};

use phase1_ownership::option_result_combinators::{Catalogue, Offer, Patch, RowError, Title, Unknown};

const EMMA: &str = "isbn=1; name=Emma; author=Austen; cents=900";

fn emma(more: &str) -> Title {
    Title::read(&format!("{EMMA}; {more}")).expect("the tests write good rows")
}

fn offer(cents: u32, last_day: u32) -> Option<Offer> {
    Some(Offer { cents, last_day })
}

#[track_caller]
fn check_refused(row: &str, expected: &str) {
    assert_eq!(Title::read(row).map_err(|error| error.to_string()), Err(expected.to_owned()));
}

#[test]
fn a_field_that_is_missing_or_empty_is_none() {
    let plain = emma("subtitle = ; embargo=");
    assert_eq!((plain.name.as_str(), plain.byline.as_str(), plain.cents), ("Emma", "by Austen", 900));
    assert_eq!((plain.subtitle, plain.embargo, plain.offer), (None, None, None));
}

#[test]
fn absence_of_a_required_field_is_an_error() {
    check_refused("name=Emma; author=Austen; cents=900", "isbn is missing");
    check_refused("isbn=1; author=Austen; cents=900", "name is missing");
    check_refused("isbn=1; names=Emma; author=Austen; cents=900", "name is missing");
    check_refused("isbn=1; name=Emma; author=Austen", "cents is missing");
}

#[test]
fn a_wrong_number_is_an_error_whether_or_not_the_field_is_required() {
    let wrong = |row: &str| match Title::read(row) {
        Err(RowError::NotANumber(field, error)) => (field, *error.kind()),
        other => panic!("expected a wrong number in {row}, got {other:?}"),
    };
    assert_eq!(wrong("isbn=1; name=Emma; author=Austen; cents=9,50"), ("cents", IntErrorKind::InvalidDigit));
    assert_eq!(wrong(&format!("{EMMA}; embargo=9999999999")), ("embargo", IntErrorKind::PosOverflow));
}

#[test]
fn exactly_one_name_stands_on_the_cover() {
    let edited = Title::read("isbn=1; name=Odes; editor=Keats; cents=900").map(|title| title.byline);
    assert_eq!(edited, Ok("edited by Keats".into()));
    for names in ["", "author=Austen; editor=Keats"] {
        check_refused(
            &format!("isbn=1; name=Odes; cents=900; {names}"),
            "either an author or an editor is needed",
        );
    }
}

#[test]
fn an_offer_needs_both_halves_and_both_are_checked() {
    assert_eq!(emma("offer=700; until=5").offer, offer(700, 5));
    assert_eq!(emma("offer=700").offer, None);
    assert_eq!(emma("until=5").offer, None);
    check_refused(&format!("{EMMA}; until=soon"), "until: invalid digit found in string");
}

#[test]
fn a_feed_is_read_as_a_whole_or_up_to_its_first_error() {
    assert_eq!(Title::read_all(EMMA).map(|titles| titles.len()), Ok(1));
    let feed = format!("{EMMA}\nisbn=2\n{EMMA}; cents=?");
    assert_eq!(Title::read_all(&feed), Err(RowError::Missing("name")));

    let read = Cell::new(0);
    let rows = feed.lines().inspect(|_| read.update(|rows| rows + 1));
    assert!(rows.map(Title::read).collect::<Result<Vec<_>, _>>().is_err());
    assert_eq!(read.get(), 2, "the third row is not even looked at");
}

#[test]
fn an_option_is_chained_and_seen_as_a_slice_of_at_most_one() {
    assert!(emma("").lines().eq(["Emma"]));
    assert!(emma("subtitle=A Novel").lines().eq(["Emma", "A Novel"]));

    assert!(emma("").offers().is_empty());
    let reduced = emma("offer=700; until=5");
    let [only] = reduced.offers() else { panic!("there is one offer") };
    assert!(std::ptr::eq(only, reduced.offer.as_ref().expect("the same one")));
}

#[test]
fn there_is_no_price_before_the_embargo_ends_and_a_lower_one_during_the_offer() {
    let price = |more: &str| [1, 2, 3].map(|day| emma(more).price(day));
    assert_eq!(price(""), [Some(900); 3]);
    assert_eq!(price("embargo=2"), [None, Some(900), Some(900)]);
    assert_eq!(price("offer=700; until=2"), [Some(700), Some(700), Some(900)]);
    assert_eq!(price("offer=700; until=2; embargo=2"), [None, Some(700), Some(900)]);
}

#[test]
fn an_offer_that_is_dearer_saves_nothing_at_all() {
    let saving = |cents: &str| emma(&format!("offer={cents}; until=5")).saving();
    assert_eq!(["850", "900", "950", ""].map(saving), [Some(50), Some(0), None, None]);
}

#[test]
fn prolonging_changes_the_offer_and_not_a_copy_of_it() {
    let mut title = emma("offer=700; until=5");
    assert_eq!(title.prolong(2), Some(7));
    assert_eq!(title.offer, offer(700, 7));
    assert_eq!(emma("").prolong(2), None);
}

#[test]
fn only_an_offer_that_is_over_is_taken() {
    let mut title = emma("offer=700; until=5");
    assert_eq!((title.expire(5), title.offer), (None, offer(700, 5)));
    assert_eq!((title.expire(6), title.offer), (offer(700, 5), None));
    assert_eq!(title.expire(7), None);
}

#[test]
fn a_patch_tells_untouched_emptied_and_set_apart_and_can_be_undone() {
    let mut title = emma("subtitle=A Novel; embargo=7");
    let before = title.clone();
    let new = || Some("In Three Volumes".to_owned());
    for (patch, expected) in [
        (Patch::default(), (Some("A Novel"), Some(7))),
        (Patch { subtitle: Some(None), ..Patch::default() }, (None, Some(7))),
        (Patch { embargo: Some(None), ..Patch::default() }, (Some("A Novel"), None)),
        (Patch { subtitle: Some(new()), embargo: Some(Some(9)) }, (Some("In Three Volumes"), Some(9))),
    ] {
        let undo = title.apply(patch.clone());
        assert_eq!((title.subtitle.as_deref(), title.embargo), expected);
        assert_eq!(title.apply(undo), patch, "what undoes the undoing is the patch itself");
        assert_eq!(title, before);
    }
}

#[test]
fn an_import_skips_what_it_reports_and_reports_from_the_first_on() {
    let mut catalogue = Catalogue::default();
    assert_eq!(catalogue.rejected(), None);
    assert_eq!(catalogue.import(EMMA), 1);
    assert_eq!(catalogue.rejected(), Some(&[][..]));
    assert_eq!(catalogue.import("isbn=2\nisbn=3; name=Odes; editor=Keats; cents=?\nname=Lost"), 0);
    assert_eq!(catalogue.import("isbn=4; name=Odes; editor=Keats; cents=400"), 1);
    assert_eq!(
        catalogue.rejected().expect("there were imports"),
        ["row 1: name is missing", "row 2: cents: invalid digit found in string", "row 3: isbn is missing"]
    );
}

#[test]
fn suggestions_are_computed_for_failures_only() {
    let mut catalogue = Catalogue::default();
    catalogue.import(EMMA);
    let searches = Cell::new(0);
    let suggest = |isbn: &str| {
        searches.update(|n| n + 1);
        (isbn == "l").then(|| "1".to_owned())
    };
    assert_eq!(catalogue.find("1", suggest).map(|title| title.name.as_str()), Ok("Emma"));
    assert_eq!(searches.get(), 0);
    let unknown = catalogue.find("l", suggest).expect_err("there is only 1");
    assert_eq!(unknown, Unknown { isbn: "l".into(), suggestion: Some("1".into()) });
    assert_eq!(unknown.to_string(), "no title l; is it 1?");
    assert_eq!(catalogue.find("9", suggest).map_err(|error| error.to_string()), Err("no title 9".into()));
    assert!(catalogue.find("", suggest).is_err(), "a part of a number is not enough");
    assert_eq!(searches.get(), 3);
}

#[test]
fn an_order_has_a_total_only_if_each_of_its_titles_has_a_price() {
    let mut catalogue = Catalogue::default();
    catalogue.import(&format!("{EMMA}\nisbn=2; name=Odes; editor=Keats; cents=400; embargo=3"));
    assert_eq!(catalogue.total(&["1", "2", "1"], 3), Some(2200));
    assert_eq!(catalogue.total(&["1", "2"], 2), None, "not yet for sale");
    assert_eq!(catalogue.total(&["1", "3"], 3), None, "unknown");
    assert_eq!(catalogue.total(&[], 3), Some(0));
}
