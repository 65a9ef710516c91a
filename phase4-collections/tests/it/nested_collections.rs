use std::collections::{BTreeMap, BTreeSet};

use phase4_collections::nested_collections::{
    ArticleId, CommentId, Heat, Occurrences, Posting, Postings, Reply, TagIndex, Thread,
};

/// The next number of a linear congruence, below `bound`.
fn random(state: &mut u64, bound: u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) % bound
}

fn tags(index: &TagIndex) -> Vec<&str> {
    index.tags().collect()
}

#[test]
fn the_tag_index_agrees_with_a_list_of_pairs() {
    const TAGS: [&str; 4] = ["go", "maps", "rust", "sets"];
    for seed in 0..30 {
        let mut state = seed;
        let mut index = TagIndex::default();
        let mut pairs: BTreeSet<(&str, ArticleId)> = BTreeSet::new();
        for _ in 0..200 {
            let mut tag = || TAGS[random(&mut state, 4) as usize];
            let (tag, other) = (tag(), tag());
            let article = ArticleId(random(&mut state, 5) as u32);
            match random(&mut state, 8) {
                0..4 => assert_eq!(index.add(tag, article), pairs.insert((tag, article))),
                4..6 => assert_eq!(index.remove(tag, article), pairs.remove(&(tag, article))),
                6 => {
                    let had = pairs.extract_if(.., |(_, tagged)| *tagged == article).count();
                    assert_eq!(index.retract(article), had);
                }
                _ => {
                    let moved: Vec<_> = pairs.extract_if(.., |(name, _)| *name == tag).collect();
                    pairs.extend(moved.into_iter().map(|(_, article)| (other, article)));
                    let expected = pairs.iter().filter(|(name, _)| *name == other).count();
                    assert_eq!(index.merge(tag, other), expected);
                }
            }
            let known: BTreeSet<&str> = pairs.iter().map(|(tag, _)| *tag).collect();
            assert_eq!(tags(&index), known.into_iter().collect::<Vec<_>>(), "no tag without articles");
            for tag in TAGS {
                let listed = pairs.iter().filter(|(name, _)| *name == tag).map(|(_, article)| article);
                assert!(index.articles(tag).iter().eq(listed));
            }
            let both =
                |article: &ArticleId| pairs.contains(&(tag, *article)) && pairs.contains(&(other, *article));
            let expected: Vec<_> = (0..5).map(ArticleId).filter(both).collect();
            assert_eq!(index.with_both(tag, other).collect::<Vec<_>>(), expected);
        }
    }
}

#[test]
fn merging_what_does_not_exist_makes_nothing() {
    let mut index = TagIndex::default();
    assert_eq!(index.merge("rust", "go"), 0);
    assert_eq!(index.merge("rust", "rust"), 0);
    assert_eq!(tags(&index), [""; 0]);
}

/// A random text over few words, some of them capitalised.
fn text(state: &mut u64) -> String {
    let words = ["to", "be", "or", "not", "To", "Be"];
    (0..random(state, 12)).map(|_| words[random(state, 6) as usize]).collect::<Vec<_>>().join(" ")
}

#[test]
fn both_indices_agree_with_a_search_of_all_texts() {
    for seed in 0..100 {
        let mut state = seed;
        let mut texts = BTreeMap::new();
        let mut growing = Occurrences::default();
        for _ in 0..10 {
            // Some articles are indexed again, with another text.
            let article = ArticleId(random(&mut state, 5) as u32);
            let text = text(&mut state);
            growing.index(article, &text);
            texts.insert(article, text);
        }
        let gone = ArticleId(random(&mut state, 5) as u32);
        growing.drop_article(gone);
        texts.remove(&gone);

        let search = |word: &str| -> Vec<Posting> {
            let all = texts.iter().flat_map(|(article, text)| {
                text.split_whitespace().zip(0..).map(|(word, place)| (*article, word.to_lowercase(), place))
            });
            all.filter(|(_, found, _)| found == word)
                .map(|(article, _, place)| Posting { article, place })
                .collect()
        };
        let nested = growing.clone();
        let flat = growing.freeze();
        for word in ["be", "not", "or", "to", "a", "z", "To"] {
            let expected = search(word);
            assert_eq!(nested.of(word).collect::<Vec<_>>(), expected, "nested: {word}");
            assert_eq!(flat.of(word), expected, "flat: {word}");
            let mut counts = BTreeMap::new();
            expected.iter().for_each(|posting| *counts.entry(posting.article).or_insert(0) += 1);
            assert!(flat.counts(word).eq(counts));
        }
        let words: BTreeSet<String> =
            texts.values().flat_map(|text| text.split_whitespace().map(str::to_lowercase)).collect();
        assert_eq!(flat.words(), words.len(), "a word without places is not kept");
        assert_eq!(growing, Occurrences::default(), "freezing leaves an empty index");
    }
}

#[test]
fn a_word_without_postings_is_an_empty_slice_between_its_neighbours() {
    let posting = Posting { article: ArticleId(1), place: 4 };
    let groups = [("a", vec![posting]), ("b", vec![]), ("c", vec![posting, posting])];
    let postings: Postings = groups.into_iter().map(|(word, group)| (word.to_owned(), group)).collect();
    assert_eq!(["a", "b", "c", "d"].map(|word| postings.of(word).len()), [1, 0, 2, 0]);
    assert_eq!(postings.of("a").as_ptr_range().end, postings.of("c").as_ptr());
}

#[test]
fn hours_lie_in_one_block() {
    let mut heat = Heat::new(3);
    let mut expected = vec![0; 72];
    for (day, hour) in [(0, 0), (0, 23), (1, 0), (1, 0), (2, 23)] {
        heat.visit(day, hour);
        expected[day * 24 + hour] += 1;
    }
    assert_eq!(heat.total(), 5);
    assert_eq!(heat.into_hours(), expected);
}

#[test]
fn a_rush_is_not_cut_at_midnight() {
    let mut heat = Heat::new(3);
    assert_eq!((heat.longest_rush(1), heat.longest_rush(0)), (0, 72));
    for hour in 22..27 {
        heat.visit(hour / 24, hour % 24);
        heat.visit(hour / 24, hour % 24);
    }
    heat.visit(1, 3);
    heat.visit(2, 9);
    assert_eq!((heat.longest_rush(2), heat.longest_rush(1)), (5, 6));
    assert_eq!(Heat::default().longest_rush(0), 0);
}

#[test]
fn a_day_is_merged_into_another_one_only() {
    let mut heat = Heat::new(2);
    for (day, hour) in [(0, 5), (0, 6), (1, 6)] {
        heat.visit(day, hour);
    }
    let before = heat.clone();
    assert!(!heat.merge(0, 0) && !heat.merge(0, 2) && !heat.merge(2, 0));
    assert_eq!(heat, before);
    assert!(heat.merge(0, 1));
    let hours = heat.into_hours();
    assert_eq!((&hours[..24], hours[29], hours[30]), (&[0; 24][..], 1, 2));
}

/// For each comment its parent, so that any tree can be compared with it.
fn thread(parents: &[Option<usize>]) -> (Thread, Vec<CommentId>) {
    let (mut thread, mut ids) = (Thread::default(), Vec::new());
    for (number, parent) in parents.iter().enumerate() {
        ids.push(thread.add(parent.map(|parent| ids[parent]), number.to_string()));
    }
    (thread, ids)
}

#[test]
fn the_passes_over_a_thread_agree_with_a_walk_to_the_root() {
    for seed in 0..200 {
        let mut state = seed;
        let parents: Vec<Option<usize>> = (0..12)
            .map(|number| random(&mut state, number + 1).checked_sub(1).map(|parent| parent as usize))
            .collect();
        let ancestors = |number: usize| std::iter::successors(parents[number], |parent| parents[*parent]);
        let (mut thread, ids) = thread(&parents);
        let answers: Vec<usize> = (0..12)
            .map(|root| (0..12).filter(|number| ancestors(*number).any(|above| above == root)).count())
            .collect();
        assert_eq!(thread.answers(), answers);

        let mut hidden = [false; 12];
        for _ in 0..3 {
            let root = random(&mut state, 12) as usize;
            let mut newly = 0;
            for (number, hidden) in hidden.iter_mut().enumerate() {
                let below = number == root || ancestors(number).any(|above| above == root);
                newly += usize::from(below && !*hidden);
                *hidden |= below;
            }
            assert_eq!(thread.hide(ids[root]), newly);
            for (number, hidden) in hidden.iter().enumerate() {
                let text = (!hidden).then(|| number.to_string());
                assert_eq!(thread.text(ids[number]), text.as_deref());
            }
        }
    }
}

#[test]
fn a_reply_to_what_is_hidden_is_hidden_and_no_other() {
    let (mut thread, ids) = thread(&[None, None, Some(0)]);
    assert_eq!(thread.hide(ids[0]), 2);
    let [late, other] = [ids[2], ids[1]].map(|parent| thread.add(Some(parent), "late".into()));
    assert_eq!([late, other].map(|id| thread.text(id)), [None, Some("late")]);
    assert_eq!(thread.hide(ids[2]), 0);
    assert_eq!(thread.hide(ids[1]), 2);
}

#[test]
#[should_panic = "another thread"]
fn a_handle_of_a_longer_thread_is_refused() {
    let (_, ids) = thread(&[None, None]);
    thread(&[None]).0.add(Some(ids[1]), String::new());
}

#[test]
fn nested_replies_become_a_thread_and_their_texts_are_moved() {
    let reply = |text: &str, replies| Reply { text: text.into(), replies };
    let leaf = |text| reply(text, Vec::new());
    let below = vec![leaf("a1"), reply("a2", vec![leaf("a2x")])];
    let nested = vec![reply("a", below), reply("b", vec![leaf("b1")])];
    let memory = nested[0].replies[1].replies[0].text.as_ptr();
    let flat = Thread::from(nested);
    let (expected, ids) = thread(&[None, None, Some(0), Some(0), Some(1), Some(3)]);
    assert_eq!(flat.answers(), expected.answers());
    let texts: Vec<_> = ids.iter().map(|id| flat.text(*id).expect("nothing is hidden")).collect();
    assert_eq!(texts, ["a", "b", "a1", "a2", "b1", "a2x"]);
    assert_eq!(texts[5].as_ptr(), memory);
}

#[test]
fn a_deep_thread_needs_no_deep_stack() {
    let deep =
        (0..100_000).fold(Reply::default(), |inner, _| Reply { text: String::new(), replies: vec![inner] });
    let mut flat = Thread::from(vec![deep]);
    assert_eq!(flat.answers()[0], 100_000);
    let root = Thread::default().add(None, String::new());
    assert_eq!(flat.hide(root), 100_001);
}
