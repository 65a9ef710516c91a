use phase4_collections::nested_collections::{ArticleId, Heat, Occurrences, TagIndex};

use crate::counting::{Counts, counted};

const NOTHING: Counts = Counts { allocations: 0, reallocations: 0, frees: 0 };

#[test]
fn a_clone_of_rows_allocates_for_each_row_and_of_arrays_once() {
    let nested = vec![vec![7_u32; 24]; 100];
    let (counts, copy) = counted(|| nested.clone());
    assert_eq!((counts.allocations, copy.len()), (101, 100));
    let arrays = vec![[7_u32; 24]; 100];
    let (counts, copy) = counted(|| arrays.clone());
    assert_eq!((counts.allocations, copy.len()), (1, 100));
}

#[test]
fn a_clone_of_the_flat_index_is_three_allocations_beside_its_words() {
    let mut growing = Occurrences::default();
    for article in 0..50 {
        growing.index(ArticleId(article), "to be or not to be");
    }
    let nested = growing.clone();
    let flat = growing.freeze();
    let (counts, copy) = counted(|| flat.clone());
    assert_eq!((counts.allocations, copy.words()), (3 + 4, 4));
    let (counts, _copy) = counted(|| nested.clone());
    // For each of the 4 words a list for each of the 50 articles; how many nodes the trees have is their own affair.
    assert!(counts.allocations > 4 * 50, "{counts:?}");
}

#[test]
fn reading_allocates_nothing_in_either_form() {
    let mut growing = Occurrences::default();
    growing.index(ArticleId(1), "to be or not to be");
    assert_eq!(counted(|| growing.of("be").count()), (NOTHING, 2));
    let flat = growing.freeze();
    assert_eq!(counted(|| flat.counts("be").count() + flat.of("none").len()), (NOTHING, 1));
    let mut tags = TagIndex::default();
    tags.add("rust", ArticleId(1));
    tags.add("maps", ArticleId(1));
    assert_eq!(
        counted(|| tags.with_both("rust", "maps").count() + tags.articles("none").len()),
        (NOTHING, 1)
    );
}

#[test]
fn an_emptied_index_is_nothing_but_empty() {
    let mut growing = Occurrences::default();
    let (counts, flat) = counted(|| growing.freeze());
    assert_eq!((counts, flat.words()), (NOTHING, 0));
}

#[test]
fn days_become_hours_where_they_are() {
    let heat = Heat::new(7);
    assert_eq!(counted(|| heat.total()), (NOTHING, 0));
    let (counts, hours) = counted(|| heat.into_hours());
    assert_eq!((counts, hours.len()), (NOTHING, 7 * 24));
}
