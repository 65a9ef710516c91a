use std::{
    borrow::Cow,
    collections::{BTreeSet, HashSet},
    fmt::Write,
    panic,
    sync::Arc,
};

use phase1_ownership::strings_and_heap::{
    Book, Index, Tags, catalogue, decode, drop_cap, field, listed, teaser, typeset, vocabulary,
};

fn books() -> Vec<Book> {
    let mut authors = Tags::default();
    let mut book = |title: &str, names: &[&str]| Book {
        title: title.into(),
        authors: names.iter().map(|name| authors.intern(name)).collect(),
    };
    vec![book("Emma", &["Austen"]), book("Who's Who -- a novel", &["Austen", "Eliot"])]
}

fn round_trip(terms: &[&str]) -> usize {
    let index: Index = terms.iter().copied().collect();
    let lines = index.to_lines();
    assert!(lines.lines().eq(terms.iter().copied()), "{lines:?} instead of {terms:?}");
    assert_eq!(lines.capacity(), String::with_capacity(lines.len()).capacity());
    index.kept()
}

#[test]
fn bytes_that_are_utf8_become_the_string_without_a_copy() {
    let bytes = "à la carte".as_bytes().to_vec();
    let (at, capacity) = (bytes.as_ptr(), bytes.capacity());
    let text = decode(bytes);
    assert_eq!((text.as_str(), text.as_ptr(), text.capacity()), ("à la carte", at, capacity));
}

#[test]
fn every_latin_1_byte_is_the_character_with_its_number() {
    for byte in 0x80..=0xFF_u8 {
        let text = decode(vec![b'<', byte, b'>']);
        assert_eq!(text.chars().map(u32::from).collect::<Vec<_>>(), [0x3C, u32::from(byte), 0x3E]);
    }
}

#[test]
fn broken_bytes_do_not_take_whole_characters_with_them() {
    assert_eq!(decode(b"\xE9t\xC3\xA9 \xE2\x80".to_vec()), "été â\u{80}");
    assert_eq!(decode("Ã©".chars().map(|c| c as u8).collect()), "é", "this Latin-1 is UTF-8 as well");
    assert_eq!(String::from_utf8_lossy(b"\xE9t\xC3\xA9"), "\u{FFFD}té", "the lossy way");
}

#[test]
fn a_field_is_a_view_into_its_record() {
    let record = b"  Emma\0\t ";
    let title = field(record).expect("ASCII is UTF-8");
    assert_eq!((title, title.as_ptr()), ("Emma\0", record[2..].as_ptr()));
    assert_eq!(field(b" caf\xE9 ").map_err(|error| error.valid_up_to()), Err(3));
}

#[test]
fn text_without_anything_to_replace_is_borrowed() {
    let text = "Emma - a novel.";
    assert!(matches!(typeset(text), Cow::Borrowed(same) if same.as_ptr() == text.as_ptr()));
    assert!(matches!(typeset("Who's Who"), Cow::Owned(_)));
}

#[test]
fn dots_dashes_and_apostrophes_are_replaced() {
    assert_eq!(typeset("'Twas -- was it?... 'Twas."), "’Twas – was it?… ’Twas.");
}

#[test]
fn a_teaser_ends_with_a_whole_word() {
    let text = "Es war spät,  als K. ankam.";
    assert_eq!(teaser(text, 5), "Es");
    assert_eq!(teaser(text, 6), "Es war");
    assert_eq!(teaser(text, 7), "Es war");
    assert_eq!(teaser(text, 14), "Es war spät,", "the limit is between two blanks");
    assert_eq!(teaser(text, 1000), text);
    assert_eq!([7, 9].map(|limit| teaser("one\ttwo\nthree", limit)), ["one\ttwo"; 2]);
    assert_eq!(teaser("  later  ", 100), "later");
}

#[test]
fn a_teaser_never_splits_a_character() {
    for text in ["äöüß", " 日本語で", "🦀🦀", ""] {
        for limit in 0..20 {
            let cut = teaser(text, limit);
            assert!(cut.len() <= limit && text.trim_start().starts_with(cut), "{cut:?} of {text:?}");
            assert!(cut.len() + char::MAX_LEN_UTF8 > limit || cut.len() == text.trim_start().len());
        }
    }
}

#[test]
fn a_drop_cap_has_all_of_its_accents() {
    assert_eq!(drop_cap("Emma"), ("E", "mma"));
    assert_eq!(drop_cap("Étude"), ("É", "tude"));
    assert_eq!(drop_cap("E\u{301}tude"), ("E\u{301}", "tude"));
    assert_eq!(drop_cap("e\u{302}\u{323}"), ("e\u{302}\u{323}", ""));
    assert_eq!(drop_cap(""), ("", ""));
}

#[test]
fn letters_chars_and_bytes_are_three_different_numbers() {
    let etude = "E\u{301}tude";
    assert_eq!((etude.chars().count(), etude.len()), (6, 7), "and five letters");
    assert_ne!(etude, "Étude");
}

#[test]
fn a_slice_between_two_characters_is_all_that_can_be_had() {
    assert_eq!(("été".get(..2), "été".get(..1), "été".get(..99)), (Some("é"), None, None));
    assert!(panic::catch_unwind(|| "été"[..1].len()).is_err());
}

#[test]
fn terms_come_back_in_the_order_they_went_in() {
    assert_eq!(round_trip(&["borrow", "borrow checker", "borrowed", "box"]), "borrow checkeredx".len());
    assert_eq!(round_trip(&["same", "same", "", "new"]), "samenew".len());
    assert_eq!(round_trip(&[]), 0);
}

#[test]
fn shared_beginnings_end_between_two_characters() {
    assert_eq!(round_trip(&["né", "nè", "nèg", "日本", "日木"]), "néèg日本木".len());
}

#[test]
fn every_pair_of_terms_survives() {
    let terms: BTreeSet<String> = ["", "a", "é", "è", "🦀", "🦞"]
        .iter()
        .flat_map(|a| ["", "a", "é", "🦀"].map(|b| format!("{a}{b}")))
        .collect();
    for first in &terms {
        for second in &terms {
            round_trip(&[first, second]);
        }
    }
}

#[test]
fn a_tag_is_in_memory_once_until_nobody_has_it() {
    let mut tags = Tags::default();
    let (rust, again) = (tags.intern("rust"), tags.intern(&String::from("rust")));
    assert!(Arc::ptr_eq(&rust, &again));
    assert_eq!(Arc::strong_count(&rust), 3, "the set has one, too");

    drop(again);
    tags.sweep();
    assert!(Arc::ptr_eq(&rust, &tags.intern("rust")), "still in use");
    let go = Arc::downgrade(&tags.intern("go"));
    tags.sweep();
    assert!(go.upgrade().is_none());
}

#[test]
fn a_vocabulary_stays_where_it_was_read() {
    let list = String::from("fiction\nessays");
    let at = list.as_ptr();
    let names = vocabulary(list);
    assert_eq!(names, ["fiction", "essays"]);
    assert_eq!((names[0].as_ptr(), names[1].as_ptr()), (at, at.wrapping_add("fiction\n".len())));
}

#[test]
fn a_catalogue_is_set_in_type_line_by_line() {
    let mut out = String::from("Spring\n");
    catalogue(&mut out, &books()).expect("a `String` takes everything");
    assert_eq!(out, "Spring\nEmma by Austen\nWho’s Who – a novel by Austen and Eliot\n");
}

#[test]
fn a_cleared_buffer_is_filled_again_in_place() {
    let mut out = String::new();
    catalogue(&mut out, &books()).expect("a `String` takes everything");
    let (first, at, capacity) = (out.clone(), out.as_ptr(), out.capacity());
    out.clear();
    catalogue(&mut out, &books()).expect("a `String` takes everything");
    assert_eq!((&out, out.as_ptr(), out.capacity()), (&first, at, capacity));
}

#[test]
fn names_are_listed_as_in_a_sentence() {
    let cases: [(&[&str], &str); 4] =
        [(&[], ""), (&["A"], "A"), (&["A", "B"], "A and B"), (&["A", "B", "C"], "A, B and C")];
    for (names, expected) in cases {
        assert_eq!(listed(names).to_string(), expected);
    }
}

#[test]
fn a_list_of_names_fails_only_with_its_sink() {
    struct Full;
    impl Write for Full {
        fn write_str(&mut self, _: &str) -> std::fmt::Result {
            Err(std::fmt::Error)
        }
    }
    assert!(catalogue(&mut Full, &books()).is_err());
    assert!(catalogue(&mut Full, &[]).is_ok());
}

/// How often the buffer grew while `append` added a thousand words.
fn growths(mut append: impl FnMut(String) -> String) -> usize {
    let (mut text, mut capacities) = (String::new(), HashSet::new());
    for _ in 0..1000 {
        text = append(text);
        capacities.insert(text.capacity());
    }
    assert_eq!(text.len(), 6000);
    capacities.len()
}

#[test]
fn plus_grows_as_rarely_as_push_str() {
    let pushed = growths(|mut text| {
        text.push_str("words ");
        text
    });
    let added = growths(|text| text + "words ");
    assert_eq!(added, pushed);
    assert!(added < 100, "{added} growths for a thousand words");
}

#[test]
fn plus_appends_to_the_buffer_of_its_left_side() {
    let text = String::with_capacity(12);
    let at = text.as_ptr();
    let text = text + "no " + "copy";
    assert_eq!((text.as_ptr(), text.as_str()), (at, "no copy"));
}

#[test]
fn a_view_has_two_words_and_an_owner_that_grows_has_three() {
    let word = size_of::<usize>();
    assert_eq!([size_of::<&str>(), size_of::<Box<str>>(), size_of::<Arc<str>>()], [2 * word; 3]);
    assert_eq!([size_of::<String>(), size_of::<Cow<str>>()], [3 * word; 2]);
}

#[test]
fn a_full_string_is_boxed_in_place_but_copied_behind_counters() {
    let text = String::from("complete");
    let at = text.as_ptr();
    assert_eq!(text.capacity(), text.len());
    let boxed: Box<str> = text.into();
    assert_eq!(boxed.as_ptr(), at);
    let shared: Arc<str> = boxed.into();
    assert_ne!(shared.as_ptr(), at);
}
