use std::{
    borrow::Cow,
    cell::Cell,
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet, HashMap, VecDeque},
    iter, panic,
    rc::Rc,
    sync::Arc,
};

use phase4_collections::collecting::{
    Count, Groups, Ranking, Sale, Statement, Total, byline, report, shared, statements,
};

#[test]
fn a_sale_is_three_columns_of_which_the_last_is_a_number() {
    assert_eq!(Sale::read("Emma,GB,1200"), Ok(Sale { title: "Emma", country: "GB", cents: 1200 }));
    for line in ["", "Emma,GB", "Emma,GB,1200,", "Emma,GB,-1", "Emma,GB,12.0"] {
        assert_eq!(Sale::read(line), Err(line));
    }
}

#[test]
fn a_report_adds_up_whatever_the_order() {
    let record = ["Emma,GB,1200", "Persuasion,FR,900", "Emma,FR,1100", "Emma,GB,1300"];
    let (titles, countries, total) = report(record).expect("a clean record");
    let emma: Groups<_, Total> = [("FR", 1100), ("GB", 2500)].into_iter().collect();
    assert_eq!(titles.get("Emma"), Some(&emma));
    assert_eq!(titles.get("Sanditon"), None);
    assert!(countries.into_iter().eq([("FR", Count(2)), ("GB", Count(2))]));
    assert_eq!(total, Total(4500));
}

#[test]
fn a_report_agrees_with_loops_over_many_records() {
    let mut state = 9_u32;
    for round in 0..200 {
        let mut below = |bound: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % bound
        };
        let record: Vec<String> =
            (0..below(30)).map(|_| format!("T{},C{},{}", below(4), below(3), below(1000))).collect();
        let (mut titles, mut countries, mut sum) = (BTreeMap::new(), BTreeMap::new(), 0);
        for line in &record {
            let Ok(Sale { title, country, cents }) = Sale::read(line) else { panic!("{line}") };
            *titles.entry(title).or_insert_with(BTreeMap::new).entry(country).or_insert(0) += cents;
            *countries.entry(country).or_insert(0) += 1;
            sum += cents;
        }
        let (by_title, by_country, total) =
            report(record.iter().map(String::as_str)).expect("a clean record");
        let by_title = by_title.into_iter().map(|(title, countries)| {
            (title, countries.into_iter().map(|(country, total)| (country, total.0)).collect())
        });
        assert_eq!(by_title.collect::<BTreeMap<_, BTreeMap<_, _>>>(), titles, "round {round}");
        assert!(by_country.into_iter().map(|(country, count)| (country, count.0)).eq(countries));
        assert_eq!(total.0, sum);
    }
}

#[test]
fn a_report_stops_at_the_first_bad_line() {
    let read = Cell::new(0);
    let record =
        ["Emma,GB,1200", "Emma", "Persuasion,FR,900"].into_iter().inspect(|_| read.update(|n| n + 1));
    assert_eq!(report(record), Err("Emma"));
    assert_eq!(read.get(), 2);
}

#[test]
fn groups_take_any_collection_that_can_be_extended() {
    let sales = [("b", 'x'), ("a", 'y'), ("b", 'z'), ("b", 'x')];
    let lists: Groups<_, Vec<_>> = sales.into_iter().collect();
    assert!(lists.into_iter().eq([("a", vec!['y']), ("b", vec!['x', 'z', 'x'])]));
    let sets: Groups<_, BTreeSet<_>> = sales.into_iter().collect();
    assert_eq!(sets.get("b"), Some(&BTreeSet::from(['x', 'z'])));
    let texts: Groups<_, String> = sales.into_iter().collect();
    assert_eq!(texts.get("b").map(String::as_str), Some("xzx"));
    let deep = sales.into_iter().map(|(key, value)| (value, (key, ((), key))));
    let deep: Groups<_, Groups<_, (Count, String)>> = deep.collect();
    assert_eq!(deep.get(&'x').and_then(|keys| keys.get("b")), Some(&(Count(2), "bb".into())));
}

#[test]
fn groups_are_extended_where_they_are() {
    let mut groups: Groups<_, Vec<_>> = [(1, 'a')].into_iter().collect();
    groups.extend([(2, 'b'), (1, 'c')]);
    // The same type takes other items, too, because a `Vec<char>` does.
    groups.extend([(2, &'d')]);
    assert!(groups.into_iter().eq([(1, vec!['a', 'c']), (2, vec!['b', 'd'])]));
}

#[test]
fn a_map_keeps_the_last_value_of_a_key() {
    let sales = [("Emma", 12), ("Emma", 11)];
    assert_eq!(sales.into_iter().collect::<HashMap<_, _>>(), HashMap::from([("Emma", 11)]));
    assert_eq!(sales.into_iter().collect::<BTreeMap<_, _>>(), BTreeMap::from([("Emma", 11)]));
}

#[test]
fn counts_and_totals_go_on_from_where_they_are() {
    let (mut count, mut total) = (Count(2), Total(5));
    count.extend(["a", "b"]);
    total.extend([1, 2]);
    assert_eq!((count, total), (Count(4), Total(8)));
}

#[test]
fn a_tuple_is_extended_in_all_of_its_parts() {
    let mut parts = (vec![1], String::from("a"), Total(1));
    parts.extend([(2, 'b', 20), (3, 'c', 300)]);
    assert_eq!(parts, (vec![1, 2, 3], "abc".into(), Total(321)));
}

#[test]
fn titles_are_ranked_by_takings_and_equals_stay_in_order() {
    let ranking: Ranking<_> = [("a", 5), ("b", 9), ("c", 5), ("d", 7)].into_iter().collect();
    assert_eq!(ranking.titles(), [("b", 9), ("d", 7), ("a", 5), ("c", 5)]);
    // Not a part of a tuple, but of a result.
    let refused: Result<Ranking<&str>, _> = [Ok(("a", 5)), Err("?")].into_iter().collect();
    assert_eq!(refused, Err("?"));
}

/// A number whose comparisons are counted.
struct Compared<'c>(u32, &'c Cell<u32>);

impl Ord for Compared<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.1.update(|comparisons| comparisons + 1);
        self.0.cmp(&other.0)
    }
}

impl PartialOrd for Compared<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Compared<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Compared<'_> {}

#[test]
#[expect(clippy::mutable_key_type, reason = "the cell counts and decides on no order")]
fn a_map_is_built_from_a_whole_stream_with_fewer_comparisons_than_item_by_item() {
    let comparisons = Cell::new(0);
    let items = || (0..1000).map(|number| (Compared(number, &comparisons), ()));
    let built: BTreeMap<_, _> = items().collect();
    let collected = comparisons.take();
    let mut grown = BTreeMap::new();
    grown.extend(items());
    let extended = comparisons.take();
    assert_eq!((built.len(), grown.len()), (1000, 1000));
    assert!(collected * 3 < extended, "{collected} and {extended}");
}

#[test]
fn statements_are_tenths_that_are_worth_a_letter() {
    let takings = |numbers: &[u64]| numbers.iter().map(|n| Some((n.to_string(), *n))).collect::<Vec<_>>();
    let due = statements(takings(&[100, 99, 250]), 10).expect("all are known");
    assert_eq!(
        due.iter().map(|due| (due.title.as_str(), due.cents)).collect::<Vec<_>>(),
        [("100", 10), ("250", 25)]
    );
    assert_eq!(statements(vec![None], 10), None);
    assert_eq!(statements([takings(&[1, 100]), vec![None], takings(&[7])].concat(), 10), None);
    assert_eq!(statements(vec![], 10), Some(vec![]));
}

#[test]
fn a_letter_is_collected_into_a_string() {
    let statements = [("Emma", 1205), ("Persuasion", 90)];
    let statements = statements.map(|(title, cents)| Statement { title: title.into(), cents });
    assert_eq!(statements.iter().collect::<String>(), "Emma: 12.05\nPersuasion: 0.90\n");
}

/// Says that it has `claimed` items, and has `0..actual`.
struct Claimed {
    claimed: usize,
    items: std::ops::Range<u32>,
}

impl Iterator for Claimed {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        self.items.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.claimed, Some(self.claimed))
    }
}

impl ExactSizeIterator for Claimed {}

#[test]
fn a_shared_slice_has_all_items_that_were_announced() {
    assert_eq!(*shared(Claimed { claimed: 3, items: 0..3 }), [0, 1, 2]);
    assert_eq!(*shared(Claimed { claimed: 2, items: 0..3 }), [0, 1]);
    assert!(panic::catch_unwind(|| shared(Claimed { claimed: 4, items: 0..3 })).is_err());
    assert!(shared(iter::empty::<String>()).is_empty());
}

#[test]
fn a_wrong_hint_costs_memory_and_no_items() {
    let few: Vec<_> = Claimed { claimed: 2, items: 0..9 }.collect();
    let many: Vec<_> = Claimed { claimed: 50, items: 0..9 }.collect();
    assert_eq!(few, many);
    assert!(many.capacity() >= 50);
}

#[test]
fn one_name_is_borrowed_and_more_are_written_out() {
    assert!(matches!(byline(&["Jane Austen"]), Cow::Borrowed("Jane Austen")));
    assert!(matches!(byline(&[]), Cow::Borrowed("Anonymous")));
    assert_eq!(byline(&["Ada", "Grace"]), "Ada and Grace");
    assert_eq!(byline(&["Ada", "Grace", "Barbara"]), "Ada, Grace and Barbara");
}

#[test]
fn one_stream_fills_whatever_is_asked_for() {
    let titles = || ["Emma", "Persuasion", "Emma"].into_iter();
    assert_eq!(titles().collect::<VecDeque<_>>(), ["Emma", "Persuasion", "Emma"]);
    assert_eq!(titles().collect::<BTreeSet<_>>().len(), 2);
    assert_eq!(*titles().collect::<Rc<[_]>>(), *titles().collect::<Arc<[_]>>());
    assert_eq!(titles().collect::<Box<str>>(), titles().collect::<String>().into());
    assert!(matches!(titles().collect::<Cow<[_]>>(), Cow::Owned(titles) if titles.len() == 3));
    assert_eq!(titles().map(|title| (title.len() > 4).then_some(title)).collect::<Option<Vec<_>>>(), None);
    let checks = titles().map(|title| if title.len() < 5 { Ok(()) } else { Err(title) });
    assert_eq!(checks.collect::<Result<(), _>>(), Err("Persuasion"));
    let twelve = iter::once((0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
    type Twelve = (Total, Total, Total, Total, Total, Total, Total, Total, Total, Total, Total, Total);
    let twelve: Twelve = twelve.collect();
    assert_eq!(twelve.11, Total(11));
}
