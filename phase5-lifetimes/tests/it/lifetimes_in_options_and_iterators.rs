use std::{borrow::Cow, error, ptr};

use phase5_lifetimes::lifetimes_in_options_and_iterators::{
    Error, Pair, Query, Search, checked, decode, page, valid_of_all, value, wanted,
};

fn is_view(part: &str, whole: &str) -> bool {
    let bytes = whole.as_bytes().as_ptr_range();
    bytes.start <= part.as_ptr() && part.as_bytes().as_ptr_range().end <= bytes.end
}

#[test]
fn pairs_and_faults_come_in_the_order_of_the_text() {
    let text = "?a=1&&b&c=&=d&e=%4&f%zz=1&g=a=b&%41=%2b&h=%41%%42&";
    let all: Vec<_> = Query::new(text).collect();
    let expected: [Result<Pair<'_>, Error<'_>>; 9] = [
        Ok(("a", "1")),
        Ok(("b", "")),
        Ok(("c", "")),
        Err(Error::NoName { pair: "=d" }),
        Err(Error::Escape { at: "%4" }),
        Err(Error::Escape { at: "%zz" }),
        Ok(("g", "a=b")),
        Ok(("%41", "%2b")),
        Err(Error::Escape { at: "%%42" }),
    ];
    assert_eq!(all, expected);
}

#[test]
fn pairs_are_those_of_a_split_in_many_texts() {
    let mut state = 3_u32;
    for length in 0..300 {
        let text: String = (0..length % 23)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                char::from(b"ab=&%4"[(state >> 16) as usize % 6])
            })
            .collect();
        let is_valid = |part: &str| {
            part.split('%').skip(1).all(|after| {
                after.len() >= 2
                    && after.bytes().take(2).all(|digit| b"0123456789abcdefABCDEF".contains(&digit))
            })
        };
        let naive: Vec<Option<(String, String)>> = text
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (name, value) = pair.split_at(pair.find('=').unwrap_or(pair.len()));
                let value = value.strip_prefix('=').unwrap_or(value);
                let valid = !name.is_empty() && is_valid(name) && is_valid(value);
                valid.then(|| (name.to_owned(), value.to_owned()))
            })
            .collect();
        let read: Vec<_> = Query::new(&text)
            .map(|pair| pair.ok().map(|(name, value)| (name.to_owned(), value.to_owned())))
            .collect();
        assert_eq!(read, naive, "{text:?}");
    }
}

#[test]
fn items_and_errors_are_parts_of_the_text_and_outlive_the_iterator() {
    let text = String::from("author=Ada&=5&tag=%");
    let (first, faults) = {
        let mut query = Query::new(&text);
        (query.next(), query.collect::<Vec<_>>())
    };
    let Some(Ok((name, value))) = first else { unreachable!("the first pair is valid") };
    assert!(is_view(name, &text) && is_view(value, &text));
    let [Err(Error::NoName { pair }), Err(Error::Escape { at })] = faults[..] else {
        unreachable!("the others are not: {faults:?}")
    };
    assert!(is_view(pair, &text) && is_view(at, &text));
}

#[test]
fn a_query_is_as_large_as_a_view_and_a_clone_looks_ahead() {
    assert_eq!(size_of::<Query<'_>>(), size_of::<&str>());
    let mut query = Query::new("a=1&b=2");
    assert_eq!(query.clone().last(), Some(Ok(("b", "2"))));
    assert_eq!(query.next(), Some(Ok(("a", "1"))));
    query.next();
    assert_eq!((query.next(), query.next()), (None, None));
}

#[test]
fn a_value_outlives_the_name_and_later_pairs_are_not_read() {
    let text = String::from("a=1&b=2&b=3&=");
    let found = {
        let name = String::from("b");
        value(&text, &name)
    };
    assert_eq!(found, Ok(Some("2")));
    assert!(found.ok().flatten().is_some_and(|found| ptr::eq(found, &text[6..7])));
    assert_eq!(value(&text, "c"), Err(Error::NoName { pair: "=" }));
    assert_eq!(value("a=%", "a"), Err(Error::Escape { at: "%" }), "a fault in the pair itself");
    assert_eq!(value("%61=1&aa=2&A=3", "a"), Ok(None), "names are compared as they stand there");
    assert_eq!(value("a=1", "c"), Ok(None));
}

#[test]
fn wanted_pairs_outlive_the_names() {
    let text = String::from("a=1&b=2&=3&aa=5&c=4");
    let found: Vec<_> = {
        let names = ["c".to_owned(), "a".to_owned()];
        wanted(&names, &text).collect()
    };
    assert_eq!(found, [Ok(("a", "1")), Err(Error::NoName { pair: "=3" }), Ok(("c", "4"))]);
}

#[test]
fn one_list_takes_the_rejects_of_all_texts() {
    let mut rejects = Vec::new();
    let queries = ["a=1&=2", "=3&b=4"];
    assert_eq!(valid_of_all(&queries, Some(&mut rejects)), [("a", "1"), ("b", "4")]);
    assert_eq!(rejects, [Error::NoName { pair: "=2" }, Error::NoName { pair: "=3" }]);
    assert_eq!(valid_of_all(&queries, None).len(), 2);
}

#[test]
fn two_kinds_of_errors_go_into_a_box_that_may_borrow() {
    assert_eq!(page("a=1&page=12").unwrap(), 12);
    assert_eq!(page("a=1").unwrap(), 1);
    assert!(page("page=two").unwrap_err().is::<std::num::ParseIntError>());
    let text = String::from("=5&page=1");
    // A `downcast` asks for `'static`, so the error that borrows can only be read.
    let error: Box<dyn error::Error + '_> = page(&text).unwrap_err();
    assert_eq!(error.to_string(), r#"no name in "=5""#);
    assert!(error.source().is_none());
}

#[test]
fn a_message_outlives_the_text() {
    let error = checked("a=%zz".to_owned()).unwrap_err();
    assert_eq!(error.to_string(), r#"no escape: "%zz""#);
    assert_eq!(checked("a=1&b".to_owned()).unwrap(), 2);
}

#[test]
fn an_author_comes_from_the_search_or_from_the_fallback_as_a_view() {
    let mut search = Search::read("author=Ada%20King").unwrap();
    let fallback = String::from("all");
    assert_eq!(search.author(Some(&fallback)), Some("Ada King"));
    let empty = Search::default();
    assert!(empty.author(Some(&fallback)).is_some_and(|author| ptr::eq(author, fallback.as_str())));
    assert_eq!(empty.author(None), None);
    search.author_mut().expect("there is one").push('!');
    assert_eq!(search.author(None), Some("Ada King!"));
    assert!(ptr::eq(search.author(None).unwrap(), search.author(None).unwrap()), "no copy is made");
    assert_eq!(size_of::<Option<&mut String>>(), size_of::<&mut String>());
    assert_eq!(Search::default().author_mut(), None);
    assert_eq!(Search::read("=1"), Err(Error::NoName { pair: "=1" }));
}

#[test]
fn only_what_is_escaped_is_copied() {
    assert!(matches!(decode("Ada"), Cow::Borrowed("Ada")));
    for (raw, text) in
        [("a+b", "a b"), ("%C3%a9t%C3%A9", "été"), ("100%", "100%"), ("%4x%41", "%4xA"), ("%ff", "\u{fffd}")]
    {
        assert!(matches!(decode(raw), Cow::Owned(decoded) if decoded == text), "{raw}");
    }
}
