use std::collections::{BTreeMap, BTreeSet, HashSet};

use phase4_collections::collection_borrowing::{Handle, Newsroom, Slots, Step, Story, Task, hand_over};

/// The next number of a linear congruence, below `bound`.
fn random(state: &mut u64, bound: u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) % bound
}

fn story(title: &str, texts: &[(&str, &str)], cites: &[Handle]) -> Story {
    let texts = texts.iter().map(|(language, text)| ((*language).to_owned(), (*text).to_owned())).collect();
    Story { title: title.into(), texts, cites: cites.into() }
}

fn titles(stories: impl IntoIterator<Item = Story>) -> BTreeSet<String> {
    stories.into_iter().map(|story| story.title).collect()
}

#[test]
fn handles_find_their_element_or_nothing_whatever_came_and_went() {
    for seed in 0..50 {
        let mut state = seed;
        let mut slots = Slots::default();
        // Every handle that ever was, with what it has to find.
        let mut all: Vec<(Handle, Option<u64>)> = Vec::new();
        for step in 0..200 {
            let pick = random(&mut state, all.len() as u64 + 1) as usize;
            match (random(&mut state, 5), all.get_mut(pick)) {
                (0..2, _) | (_, None) => all.push((slots.insert(step), Some(step))),
                (2..4, Some((handle, value))) => assert_eq!(slots.remove(*handle), value.take()),
                (_, Some((handle, value))) => {
                    assert_eq!(slots.get_mut(*handle).copied(), *value);
                    if let (Some(found), Some(value)) = (slots.get_mut(*handle), value) {
                        *found += 1000;
                        *value += 1000;
                    }
                }
            }
            assert!(all.iter().all(|(handle, value)| slots.get(*handle).copied() == *value));
            let alive: HashSet<(Handle, u64)> =
                all.iter().filter_map(|(handle, value)| Some((*handle, (*value)?))).collect();
            assert_eq!(slots.iter().map(|(handle, value)| (handle, *value)).collect::<HashSet<_>>(), alive);
            assert_eq!(slots.iter_mut().count(), alive.len());
        }
        assert_eq!(all.iter().map(|(handle, _)| handle).collect::<HashSet<_>>().len(), all.len());
    }
}

#[test]
fn a_free_place_is_used_again_and_the_others_stay() {
    let mut slots = Slots::default();
    let [first, second] = ["a", "b"].map(|value| slots.insert(value.to_owned()));
    let place = slots.get(first).map(std::ptr::from_ref);
    slots.remove(first);
    let third = slots.insert("c".to_owned());
    assert_eq!(slots.get(third).map(std::ptr::from_ref), place);
    assert_eq!(slots.get(second).map(String::as_str), Some("b"));
}

#[test]
fn a_pair_is_two_elements_that_are_there() {
    let mut slots = Slots::default();
    let [one, other, gone] = ["one", "other", "gone"].map(|value| slots.insert(value.to_owned()));
    slots.remove(gone);
    let Some([left, right]) = slots.pair_mut(other, one) else { panic!("both are there") };
    assert_eq!((left.as_str(), right.as_str()), ("other", "one"));
    std::mem::swap(left, right);
    assert_eq!(slots.get(one).map(String::as_str), Some("other"));
    assert!(slots.pair_mut(one, one).is_none());
    assert!(slots.pair_mut(one, gone).is_none() && slots.pair_mut(gone, one).is_none());
    slots.insert("successor".to_owned());
    assert!(slots.pair_mut(one, gone).is_none() && slots.pair_mut(gone, one).is_none());
}

#[test]
fn the_first_language_that_exists_is_lent() {
    let mut story = story("", &[("de", "Flut"), ("en", "flood")], &[]);
    assert_eq!(story.text_mut(&["fr", "en", "de"]).map(|text| text.as_str()), Some("flood"));
    assert_eq!(story.text_mut(&["fr", "it"]), None);
    assert_eq!(story.text_mut(&[]), None);
    let text = story.text_mut(&["de", "en"]).expect("it exists");
    text.push('!');
    assert_eq!((story.texts["de"].as_str(), story.texts.len()), ("Flut!", 2));
}

#[test]
fn due_tasks_are_done_in_order_and_what_they_plan_waits() {
    let mut room = Newsroom::default();
    let [early, late] = ["early", "late"].map(|title| room.stories.insert(story(title, &[], &[])));
    let task = |minute, story, step| Task { minute, story, step };
    for planned in [
        task(0, late, Step::Publish),
        task(99, early, Step::Publish),
        task(0, early, Step::Review),
        task(0, early, Step::Publish),
    ] {
        room.plan(planned);
    }
    assert_eq!(room.run_due(0), 3);
    assert_eq!(room.published, ["late", "early"]);
    assert_eq!(room.tasks(), [task(99, early, Step::Publish), task(10, early, Step::Publish)]);
    assert_eq!((room.run_due(9), room.run_due(10), room.run_due(10)), (0, 1, 0));
    assert_eq!(room.published, ["late", "early", "early"]);
    room.stories.remove(early);
    assert_eq!((room.run_due(99), room.published.len()), (1, 3));
}

#[test]
fn a_task_that_is_due_at_once_still_waits_for_the_next_call() {
    let mut room = Newsroom::default();
    let story = room.stories.insert(story("", &[], &[]));
    room.plan(Task { minute: 0, story, step: Step::Review });
    // The review is late, so what it plans is due already.
    assert_eq!(room.run_due(40), 1);
    assert_eq!(room.tasks(), [Task { minute: 10, story, step: Step::Publish }]);
    assert_eq!((room.run_due(40), room.published.len()), (1, 1));
}

#[test]
fn tidying_keeps_the_first_of_equal_tasks_and_none_of_those_without_a_story() {
    let mut room = Newsroom::default();
    let [kept, gone] = ["kept", "gone"].map(|title| room.stories.insert(story(title, &[], &[])));
    let task = |minute, story| Task { minute, story, step: Step::Publish };
    [task(2, kept), task(1, gone), task(1, kept), task(2, kept)].into_iter().for_each(|task| room.plan(task));
    room.stories.remove(gone);
    room.tidy();
    assert_eq!(room.tasks(), [task(2, kept), task(1, kept)]);
}

#[test]
fn a_retraction_takes_what_relies_on_it_and_nothing_else() {
    for seed in 0..100 {
        let mut state = seed;
        let mut room = Newsroom::default();
        let mut handles: Vec<Handle> = Vec::new();
        let mut cites: Vec<Vec<usize>> = Vec::new();
        for number in 0..12 {
            let cited: Vec<usize> = (0..number).filter(|_| random(&mut state, 6) == 0).collect();
            let by_handle: Vec<Handle> = cited.iter().map(|at| handles[*at]).collect();
            handles.push(room.stories.insert(story(&number.to_string(), &[], &by_handle)));
            cites.push(cited);
        }
        // Two stories that cite each other.
        if let Some(first) = room.stories.get_mut(handles[0]) {
            first.cites.push(handles[11]);
        }
        cites[0].push(11);

        let root = random(&mut state, 12) as usize;
        let mut affected = [false; 12];
        affected[root] = true;
        for _ in 0..12 {
            for number in 0..12 {
                affected[number] |= cites[number].iter().any(|cited| affected[*cited]);
            }
        }
        let expected: BTreeSet<String> =
            (0..12).filter(|number| affected[*number]).map(|number| number.to_string()).collect();
        let retracted = room.retract(handles[root]);
        assert_eq!(retracted.len(), expected.len());
        assert_eq!(titles(retracted), expected);
        assert!((0..12).all(|number| room.stories.get(handles[number]).is_none() == affected[number]));
        assert!(room.retract(handles[root]).is_empty());
    }
}

#[test]
fn a_merge_fills_gaps_and_redirects_citations() {
    let mut room = Newsroom::default();
    let from = room.stories.insert(story("from", &[("de", "von"), ("en", "from")], &[]));
    let into = room.stories.insert(story("into", &[("en", "into")], &[]));
    let citing = room.stories.insert(story("citing", &[], &[from, into, from]));
    let text = room.stories.get(from).map(|story| story.texts["de"].as_ptr());
    assert!(!room.merge(into, into));
    assert!(room.merge(from, into));
    let merged = room.stories.get(into).expect("it is there");
    assert_eq!(merged.texts, BTreeMap::from([("de".into(), "von".into()), ("en".into(), "into".into())]));
    assert_eq!(Some(merged.texts["de"].as_ptr()), text, "the text was moved");
    assert_eq!(room.stories.get(citing).map(|story| story.cites.as_slice()), Some(&[into, into, into][..]));
    assert!(room.stories.get(from).is_none() && !room.merge(from, into));
}

#[test]
fn hours_hand_over_what_they_cannot_take() {
    let mut state = 1;
    for _ in 0..500 {
        let hours: Vec<u32> = (0..random(&mut state, 6)).map(|_| random(&mut state, 200) as u32).collect();
        let limit = random(&mut state, 120) as u32;
        let mut expected = hours.clone();
        let mut carry = 0;
        for hour in &mut expected {
            let all = *hour + carry;
            *hour = all.min(limit);
            carry = all - *hour;
        }
        let mut handed = hours.clone();
        let left = hand_over(&mut handed, limit);
        assert_eq!((handed, left), (expected, carry), "{hours:?} with {limit}");
    }
}

/// What the lesson's table says about leaving early.
#[test]
fn extract_if_leaves_what_it_has_not_come_to_and_drain_does_not() {
    let mut numbers = vec![1, 2, 3, 4, 5, 6];
    assert_eq!(numbers.extract_if(1.., |number| *number % 2 == 0).next(), Some(2));
    assert_eq!(numbers, [1, 3, 4, 5, 6]);
    assert_eq!(numbers.drain(1..4).next(), Some(3));
    assert_eq!(numbers, [1, 6]);
    let taken = std::mem::take(&mut numbers);
    assert_eq!((taken.len(), numbers.capacity()), (2, 0));
}
