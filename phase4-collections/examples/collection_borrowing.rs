//! A morning in a newsroom: stories come and go while somebody is walking through them.
//!
//! Run: `cargo run --example collection_borrowing`. Look for what the old handle finds, and for the task that is planned
//! by a task.

use std::collections::BTreeMap;

use phase4_collections::collection_borrowing::{Newsroom, Slots, Step, Story, Task, hand_over};

fn story(title: &str, languages: &[&str]) -> Story {
    let text = |language: &&str| ((*language).to_owned(), format!("{title} ({language})"));
    Story { title: title.into(), texts: languages.iter().map(text).collect(), cites: Vec::new() }
}

fn main() {
    let mut places = Slots::default();
    let flood = places.insert("flood");
    let strike = places.insert("strike");
    assert_eq!(places.remove(flood), Some("flood"));
    let derby = places.insert("derby");
    println!(
        "the handle of a story that is gone finds {:?}, its successor {:?}",
        places.get(flood),
        places.get(derby)
    );
    assert_eq!(
        (places.get(flood), places.get(derby), places.get(strike)),
        (None, Some(&"derby"), Some(&"strike"))
    );

    let mut room = Newsroom::default();
    let flood = room.stories.insert(story("Flood", &["de", "en"]));
    let bridge = room.stories.insert(Story { cites: vec![flood], ..story("Bridge", &["en"]) });
    let budget = room.stories.insert(Story { cites: vec![bridge], ..story("Budget", &["en"]) });
    let concert = room.stories.insert(story("Concert", &["fr"]));

    for story in [flood, concert, flood] {
        room.plan(Task { minute: 540, story, step: Step::Review });
    }
    room.tidy();
    println!("the same task twice is one task: {} are left", room.tasks().len());
    assert_eq!(room.tasks().len(), 2);
    let done = room.run_due(540);
    println!(
        "{done} reviews done, which planned {} tasks while the list was walked through",
        room.tasks().len()
    );
    assert_eq!((done, room.tasks().len()), (2, 2));

    let text = room.stories.get_mut(flood).and_then(|story| story.text_mut(&["fr", "en", "de"]));
    println!("first of fr, en, de: {text:?}");
    assert_eq!(text.map(|text| text.as_str()), Some("Flood (en)"));

    assert!(room.merge(concert, budget) && !room.merge(budget, budget));
    let languages = room.stories.get(budget).map(|story| story.texts.keys().collect::<Vec<_>>());
    println!("two stories become one, which has {languages:?}");
    assert_eq!(languages, Some(vec![&"en".to_owned(), &"fr".to_owned()]));

    let mut gone: Vec<_> = room.retract(bridge).into_iter().map(|story| story.title).collect();
    gone.sort();
    println!("retracted, with what relied on it: {gone:?}");
    assert_eq!(gone, ["Bridge", "Budget"]);
    let done = room.run_due(550);
    println!("{done} tasks, but one of the stories is gone: {:?} published", room.published);
    assert_eq!((done, room.published.as_slice()), (2, &["Flood".to_owned()][..]));

    let mut readers = [40, 120, 90, 20];
    let left = hand_over(&mut readers, 100);
    println!("readers handed over from hour to hour: {readers:?}, left: {left}");
    assert_eq!((readers, left), ([40, 100, 100, 30], 0));
    assert_eq!(room.stories.iter().map(|(_, story)| &story.texts).map(BTreeMap::len).sum::<usize>(), 2);
}
