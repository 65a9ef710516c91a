//! A search and a discussion, from the collections that grow to those that are read.
//!
//! Run: `cargo run --example nested_collections`. Look for what becomes of an inner collection that is empty, and for
//! what is a slice of something larger.

use phase4_collections::nested_collections::{ArticleId, Heat, Occurrences, Reply, TagIndex, Thread};

fn main() {
    let [first, second, third] = [1, 2, 3].map(ArticleId);
    let mut tags = TagIndex::default();
    for (tag, article) in [("rust", first), ("rust", second), ("maps", second), ("rustlang", third)] {
        assert!(tags.add(tag, article));
    }
    let both: Vec<_> = tags.with_both("rust", "maps").collect();
    println!("with `rust` and `maps`: {both:?}");
    assert_eq!(both, [second]);
    let merged = tags.merge("rustlang", "rust");
    println!(
        "`rustlang` goes into `rust`, which now has {merged} articles: {:?}",
        tags.tags().collect::<Vec<_>>()
    );
    assert_eq!((merged, tags.tags().collect()), (3, vec!["maps", "rust"]));
    let had = tags.retract(second);
    println!(
        "the second article had {had} tags; of `maps` nothing is left: {:?}",
        tags.tags().collect::<Vec<_>>()
    );
    assert_eq!((had, tags.tags().collect()), (2, vec!["rust"]));

    let mut growing = Occurrences::default();
    growing.index(first, "to be or not to be");
    growing.index(second, "to have and to hold and to keep");
    let postings = growing.freeze();
    let to = postings.of("to");
    println!("`to` stands in {} places, which are one slice", to.len());
    assert_eq!(to.as_ptr_range().end as usize - to.as_ptr() as usize, 5 * size_of_val(&to[0]));
    let counts: Vec<_> = postings.counts("to").collect();
    println!("the slice falls into groups: {counts:?}");
    assert_eq!(counts, [(first, 2), (second, 3)]);
    println!("frozen: {} words; still growing: {}", postings.words(), growing.of("to").count());
    assert_eq!((postings.words(), growing.of("to").count()), (8, 0));

    let mut heat = Heat::new(2);
    for (day, hour) in [(0, 22), (0, 23), (1, 0), (1, 1), (1, 9)] {
        heat.visit(day, hour);
    }
    println!("{} visits; the longest rush goes past midnight: {} hours", heat.total(), heat.longest_rush(1));
    assert_eq!((heat.total(), heat.longest_rush(1)), (5, 4));
    assert!(heat.merge(0, 1) && !heat.merge(1, 1));
    println!("one row added to another, the rush is {} hours", heat.longest_rush(1));
    assert_eq!((heat.total(), heat.longest_rush(1)), (5, 2));

    let mut thread = Thread::default();
    let question = thread.add(None, "Why a BTreeMap?".into());
    let answer = thread.add(Some(question), "For its order.".into());
    let other = thread.add(None, "Thanks.".into());
    let reply = thread.add(Some(answer), "And its ranges.".into());
    println!("answers to each comment: {:?}", thread.answers());
    assert_eq!(thread.answers(), [2, 1, 0, 0]);
    println!("hiding the second hides {} comments", thread.hide(answer));
    assert_eq!(
        [question, answer, other, reply].map(|id| thread.text(id).is_some()),
        [true, false, true, false]
    );

    let deep =
        (0..200_000).fold(Reply::default(), |inner, _| Reply { replies: vec![inner], ..Reply::default() });
    let flat = Thread::from(vec![deep]);
    println!("a thread {} replies deep, unpacked and dropped without recursion", flat.answers()[0]);
    assert_eq!(flat.answers()[0], 200_000);
}
