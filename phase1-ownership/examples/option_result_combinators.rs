//! A distributor's feed on its way into a catalogue: missing is not wrong, and neither needs a `match`.
//!
//! Run: `cargo run --example option_result_combinators`. Look for what was *not* called: the search for a suggestion.

use std::cell::Cell;

use phase1_ownership::option_result_combinators::{Catalogue, Patch, RowError, Title, Unknown};

const FEED: &str = "\
isbn=1; name=Emma; author=Austen; cents=900; offer=700; until=5
isbn=2; name=Odes; editor=Keats; cents=400; embargo=3
isbn=3; name=Lamia; author=Keats; cents=4,50
isbn=4; name=Hyperion; cents=500";

fn main() -> Result<(), Unknown> {
    let mut catalogue = Catalogue::default();
    println!("before the first import, nothing is known about errors: {:?}", catalogue.rejected());
    assert_eq!(catalogue.rejected(), None);

    let added = catalogue.import(FEED);
    println!(
        "import skips what is wrong: {added} added, rejected {:?}",
        catalogue.rejected().unwrap_or_default()
    );
    assert_eq!((added, catalogue.rejected().map(<[_]>::len)), (2, Some(2)));
    let all = Title::read_all(FEED);
    println!("read_all stops at it: {:?}", all.as_ref().map_err(RowError::to_string));
    assert!(matches!(all, Err(RowError::NotANumber("cents", _))));

    let searches = Cell::new(0);
    let suggest = |_: &str| {
        searches.update(|n| n + 1);
        Some("2".to_owned())
    };
    let odes = catalogue.find("2", suggest)?;
    println!("found {:?} after {} searches for something similar", odes.name, searches.get());
    assert_eq!(searches.get(), 0);
    let error = catalogue.find("Z", suggest).expect_err("the feed has no such number");
    println!("not found, {} search: {error}", searches.get());
    assert_eq!((searches.get(), error.to_string().as_str()), (1, "no title Z; is it 2?"));

    let totals = [2, 3, 6].map(|day| catalogue.total(&["1", "2"], day));
    println!("one title without a price is an order without a total: {totals:?}");
    assert_eq!(totals, [None, Some(1100), Some(1300)]);

    let mut emma = catalogue.find("1", suggest)?.clone();
    let (end, over) = (emma.prolong(2), emma.expire(8));
    println!("an offer prolonged: {end:?}, and taken once it is over: {:?}", over.map(|offer| offer.cents));
    assert_eq!((end, over.map(|offer| offer.cents), emma.offers().len()), (Some(7), Some(700), 0));

    let undo = emma.apply(Patch { subtitle: Some(Some("A Novel".into())), ..Patch::default() });
    println!("patched: {:?}", emma.lines().collect::<Vec<_>>());
    assert!(emma.lines().eq(["Emma", "A Novel"]));
    println!("the way back empties one field and leaves the other alone: {undo:?}");
    assert_eq!(undo, Patch { subtitle: Some(None), embargo: None });
    Ok(())
}
