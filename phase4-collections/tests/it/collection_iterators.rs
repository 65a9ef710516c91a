use std::{
    cell::Cell,
    collections::{BTreeMap, BinaryHeap, HashMap, VecDeque, binary_heap::PeekMut},
    iter, mem, ptr, thread,
};

use phase4_collections::collection_iterators::{
    Article, Feed, Minute, leads, lengths, merge, most_read,
    page::{Slot, despike, fold_runs, graduate, scatter, tick},
};

fn article(title: &str) -> Article {
    Article { title: title.into(), reads: 0 }
}

fn feed(posts: &[(Minute, &str)]) -> Feed {
    let mut feed = Feed::default();
    for (minute, title) in posts {
        feed.post(*minute, article(title));
    }
    feed
}

fn titles(feed: &Feed) -> Vec<&str> {
    feed.iter().map(|(_, article)| article.title.as_str()).collect()
}

/// Numbers that look random and are the same in each run.
fn random(seed: u32) -> impl FnMut(u32) -> u32 {
    let mut state = seed;
    move |below| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % below
    }
}

#[test]
fn articles_come_newest_first_whenever_they_were_posted() {
    let feed = feed(&[(5, "b"), (9, "d"), (5, "c"), (1, "a")]);
    assert_eq!(titles(&feed), ["d", "c", "b", "a"], "of one minute, the one posted last is the newest");
    assert_eq!(feed.iter().map(|(minute, _)| *minute).collect::<Vec<_>>(), [9, 5, 5, 1]);
}

#[test]
fn a_feed_has_a_length_and_two_ends() {
    let feed = feed(&[(1, "a"), (2, "b"), (3, "c")]);
    let mut articles = feed.iter();
    assert_eq!((feed.len(), articles.len(), feed.is_empty()), (3, 3, false));
    assert_eq!(articles.next_back(), Some((&1, &article("a"))));
    assert_eq!(articles.len(), 2);
    assert!(Feed::default().is_empty());
}

#[test]
fn all_three_forms_see_the_same_in_the_same_order() {
    let mut feed = feed(&[(1, "a"), (2, "b"), (2, "c")]);
    let seen: Vec<(Minute, String)> =
        (&feed).into_iter().map(|(minute, article)| (*minute, article.title.clone())).collect();
    assert!(
        (&mut feed).into_iter().map(|(minute, article)| (*minute, article.title.clone())).eq(seen.clone())
    );
    assert!(feed.into_iter().map(|(minute, article)| (minute, article.title)).eq(seen));
}

#[test]
fn a_loop_over_a_feed_moves_the_articles() {
    let feed = feed(&[(1, "a"), (2, "b")]);
    let before: Vec<_> = feed.iter().map(|(_, article)| article.title.as_ptr()).collect();
    let mut after = Vec::new();
    for (_, article) in feed {
        after.push(article.title);
    }
    assert_eq!(after.iter().map(|title| title.as_ptr()).collect::<Vec<_>>(), before);
}

#[test]
fn a_mutable_loop_may_exchange_whole_articles_and_the_order_holds() {
    let mut feed = feed(&[(1, "a"), (2, "b"), (3, "c")]);
    let mut lent: Vec<_> = feed.iter_mut().collect();
    let [(_, newest), .., (_, oldest)] = &mut lent[..] else { panic!("three articles") };
    mem::swap(*newest, *oldest);
    assert_eq!(titles(&feed), ["a", "b", "c"]);
    assert!(feed.iter().is_sorted_by(|(newer, _), (older, _)| newer >= older));
}

#[test]
fn the_items_of_a_mutable_loop_may_go_to_different_threads() {
    let mut feed = feed(&[(1, "a"), (2, "b"), (3, "c")]);
    thread::scope(|scope| {
        for (minute, article) in &mut feed {
            scope.spawn(|| article.reads = *minute * 10);
        }
    });
    assert!(feed.iter().map(|(_, article)| article.reads).eq([30, 20, 10]));
}

#[test]
fn a_postponed_article_gets_its_new_place() {
    let mut desk = feed(&[(1, "a"), (2, "b"), (2, "c"), (3, "d")]);
    assert!(desk.postpone(2, 3), "the older of two");
    assert_eq!(titles(&desk), ["b", "d", "c", "a"]);
    assert!(desk.postpone(3, 0));
    assert_eq!(titles(&desk), ["b", "c", "a", "d"]);
    assert!(!desk.postpone(7, 8));
    assert_eq!(desk.len(), 4);
    assert!(desk.iter().map(|(minute, _)| *minute).eq([3, 2, 1, 0]));
}

#[test]
fn merged_feeds_are_what_a_stable_sort_would_make_of_them() {
    let mut below = random(4);
    for round in 0..300 {
        let mut feeds = Vec::new();
        let mut expected = Vec::new();
        for source in 0..below(6) {
            let mut feed = Feed::default();
            for number in 0..below(8) {
                feed.post(below(10), article(&format!("{source}.{number}")));
            }
            expected.extend(feed.iter().map(|(minute, article)| (*minute, article.title.clone())));
            feeds.push(feed);
        }
        expected.sort_by(|(left, _), (right, _)| right.cmp(left));
        let merged = merge(&feeds).map(|(minute, article)| (*minute, article.title.clone()));
        assert_eq!(merged.collect::<Vec<_>>(), expected, "round {round}");
        let merged = merge(&mut feeds).map(|(minute, article)| (*minute, mem::take(&mut article.title)));
        assert_eq!(merged.collect::<Vec<_>>(), expected, "round {round}");
        let minutes = expected.iter().map(|(minute, _)| *minute);
        assert!(merge(feeds).map(|(minute, _)| minute).eq(minutes), "round {round}");
    }
}

#[test]
fn merging_takes_any_sources_of_pairs() {
    let archive = BTreeMap::from([(1, 'a'), (4, 'b')]);
    assert!(merge([archive.into_iter().rev()]).eq([(4, 'b'), (1, 'a')]));
    let by_name = HashMap::from([("news", feed(&[(1, "a")])), ("sport", feed(&[(2, "b")]))]);
    assert!(merge(by_name.values()).map(|(minute, _)| *minute).eq([2, 1]));
    assert_eq!(merge([&feed(&[]), &Feed::default()]).next(), None);
}

#[test]
fn of_equal_keys_the_earlier_source_comes_first_however_often() {
    let sources = [vec![(2, 'a'), (2, 'b')], vec![(3, 'c'), (2, 'd')], vec![(2, 'e'), (1, 'f')]];
    assert!(merge(sources).map(|(_, name)| name).eq("cabdef".chars()));
}

#[test]
fn merging_reads_one_item_of_each_source_ahead() {
    let taken = Cell::new(0);
    let endless =
        |step| (0_u32..).map(move |n| (u32::MAX - n * step, step)).inspect(|_| taken.update(|n| n + 1));
    let mut merged = merge([endless(2), endless(3), endless(5)]);
    assert_eq!(taken.get(), 3);
    for item in 1..=10 {
        assert!(merged.next().is_some());
        assert_eq!(taken.get(), 3 + item);
    }
}

#[test]
fn the_length_of_the_merged_feed_is_known_at_every_step() {
    let feeds = [feed(&[(1, "a"), (2, "b")]), Feed::default(), feed(&[(1, "c"), (2, "d"), (3, "e")])];
    let mut merged = merge(&feeds);
    for left in (0..=5).rev() {
        assert_eq!(merged.size_hint(), (left, Some(left)));
        merged.next();
    }
    let endless = || iter::repeat((0, ()));
    assert_eq!(merge([endless(), endless(), endless()]).size_hint(), (usize::MAX, None));
    let as_many_as_can_be = || iter::repeat_n((0, ()), usize::MAX);
    assert_eq!(merge([as_many_as_can_be()]).size_hint(), (usize::MAX, Some(usize::MAX)));
    assert_eq!(merge([as_many_as_can_be(), as_many_as_can_be()]).size_hint(), (usize::MAX, None));
    let unknown = || [(2, ()), (1, ())].into_iter().filter(|_| true);
    assert_eq!(merge([unknown(), unknown()]).size_hint(), (2, Some(4)));
}

#[test]
fn the_guard_of_a_heap_puts_the_greatest_in_its_new_place() {
    let mut heap = BinaryHeap::from([1, 5, 3]);
    *heap.peek_mut().expect("three numbers") = 2;
    assert_eq!(heap.peek(), Some(&3));
    let popped = heap.peek_mut().map(PeekMut::pop);
    assert_eq!((popped, heap.into_sorted_vec()), (Some(3), vec![1, 2]));
}

#[test]
fn the_most_read_are_lent_in_order_and_none_of_them_moves() {
    let mut feeds = [feed(&[(1, "a"), (2, "b")]), feed(&[(1, "c"), (3, "d")])];
    for (reads, (_, article)) in [(7, 3), (1, 9)].into_iter().flat_map(|(a, b)| [a, b]).zip(merge(&mut feeds))
    {
        article.reads = reads; // d, b, a, c
    }
    let places: Vec<*const Article> = merge(&feeds).map(|(_, article)| ptr::from_ref(article)).collect();
    let mut lent = most_read(&mut feeds, 2);
    assert_eq!(lent.iter().map(|article| article.title.as_str()).collect::<Vec<_>>(), ["c", "d"]);
    assert!(ptr::eq(lent[0], places[3]) && ptr::eq(lent[1], places[0]));
    lent.iter_mut().for_each(|article| article.reads = 0);
    assert_eq!(most_read(&mut feeds, 9).len(), 4);
    assert_eq!(most_read(&mut feeds, 1)[0].title, "b");
}

#[test]
fn an_array_of_desks_gives_an_array_of_answers() {
    let mut desks = [feed(&[(1, "a"), (2, "b")]), Feed::default(), feed(&[(5, "c")])];
    assert_eq!(lengths(&desks), [2, 0, 1]);
    let [Some(first), None, Some(third)] = leads(&mut desks) else {
        panic!("the second desk has no articles")
    };
    mem::swap(first, third);
    assert_eq!((titles(&desks[0]), titles(&desks[2])), (vec!["c", "a"], vec!["b"]));
}

fn page(desks: &str) -> Vec<Slot> {
    desks.chars().map(|desk| Slot { desk, points: 24, folded: false, hours: 1 }).collect()
}

fn desks(page: &[Slot]) -> String {
    page.iter().map(|slot| slot.desk).collect()
}

#[test]
fn headlines_get_as_small_as_the_smallest_near_them_demands() {
    let mut below = random(7);
    for round in 0..300 {
        let before: Vec<u16> = (0..below(9)).map(|_| u16::try_from(below(60)).expect("small")).collect();
        let step = u16::try_from(below(12)).expect("small");
        let mut slots = page(&"N".repeat(before.len()));
        iter::zip(&mut slots, &before).for_each(|(slot, points)| slot.points = *points);
        graduate(&mut slots, step);
        // What a headline at `j` allows at `i` grows by a step for each slot between them.
        let allowed = |i: usize| (0..before.len()).map(move |j| (i, j));
        let allowed =
            |i| allowed(i).map(|(i, j)| before[j] + step * u16::try_from(i.abs_diff(j)).expect("small"));
        for (i, slot) in slots.iter().enumerate() {
            assert_eq!(Some(slot.points), allowed(i).min(), "round {round}: {before:?} by {step}");
        }
    }
}

#[test]
fn a_step_beyond_the_largest_headline_changes_nothing() {
    let mut slots = page("NN");
    slots[0].points = u16::MAX;
    slots[1].points = 1;
    graduate(&mut slots, u16::MAX);
    assert_eq!((slots[0].points, slots[1].points), (u16::MAX, 1));
}

#[test]
fn a_peak_of_one_hour_goes_and_a_step_stays() {
    let mut hourly = [3, 3, 90, 4, 4, 0, 4, 50, 50];
    despike(&mut hourly);
    assert_eq!(hourly, [3, 3, 4, 4, 4, 4, 4, 50, 50]);
}

#[test]
fn one_pass_is_enough_and_sees_its_own_changes() {
    for code in 0..4_u32.pow(7) {
        let before: Vec<u32> = (0..7).map(|digit| code / 4_u32.pow(digit) % 4).collect();
        let mut expected = before.clone();
        for i in 1..6 {
            let mut around = [expected[i - 1], before[i], before[i + 1]];
            around.sort_unstable();
            expected[i] = around[1];
        }
        let mut hourly = before.clone();
        despike(&mut hourly);
        assert_eq!(hourly, expected, "{before:?}");
        despike(&mut hourly);
        assert_eq!(hourly, expected, "{before:?} again");
    }
    let mut short = [9, 1];
    despike(&mut short);
    assert_eq!(short, [9, 1]);
}

#[test]
fn equal_desks_stand_together_only_where_no_other_is_left() {
    let mut below = random(11);
    for _ in 0..500 {
        let before: String = (0..below(9)).map(|_| ['N', 'S', 'W'][below(3) as usize]).collect();
        let mut slots = page(&before);
        scatter(&mut slots);
        let after = desks(&slots);
        for at in 1..after.len() {
            let repeated = after[at..].starts_with(&after[at - 1..at]);
            let alone = after[at..].chars().all(|desk| after[at - 1..].starts_with(desk));
            assert!(!repeated || alone, "{before} became {after}");
        }
        let sorted = |desks: &str| {
            let mut desks: Vec<_> = desks.chars().collect();
            desks.sort_unstable();
            desks
        };
        assert_eq!(sorted(&after), sorted(&before));
        assert!(before.is_empty() || after.starts_with(&before[..1]), "the first slot stays");
    }
}

#[test]
fn slots_that_are_passed_over_keep_their_order() {
    let mut slots = page("NNNS");
    (1..).zip(&mut slots).for_each(|(number, slot)| slot.points = number);
    scatter(&mut slots);
    assert_eq!(desks(&slots), "NSNN");
    assert!(slots.iter().map(|slot| slot.points).eq([1, 4, 2, 3]));
}

#[test]
fn a_run_is_folded_except_for_its_first_slot() {
    let mut slots = page("NNNSNN");
    slots[3].folded = true;
    fold_runs(&mut slots);
    assert!(slots.iter().map(|slot| slot.folded).eq([false, true, true, false, false, true]));
}

#[test]
fn slots_leave_when_their_time_is_up() {
    let mut slots = page("ABCD");
    iter::zip(&mut slots, [2, 1, 0, 3]).for_each(|(slot, hours)| slot.hours = hours);
    tick(&mut slots);
    assert_eq!(slots.iter().map(|slot| (slot.desk, slot.hours)).collect::<Vec<_>>(), [('A', 1), ('D', 2)]);
}

#[test]
fn what_maps_and_deques_lend_to_be_changed() {
    let mut reads = HashMap::from([("news", 3), ("sport", 1)]);
    for count in reads.values_mut() {
        *count -= 1;
    }
    reads.retain(|_, count| {
        *count *= 10;
        *count > 0
    });
    assert_eq!(reads, HashMap::from([("news", 20)]));

    let mut queue = VecDeque::from([1, 2, 3]);
    queue.rotate_left(1);
    queue.iter_mut().for_each(|number| *number *= 2);
    queue.retain_mut(|number| {
        *number += 1;
        *number != 5
    });
    assert_eq!(queue, [7, 3]);
}
