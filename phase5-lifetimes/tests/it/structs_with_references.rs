use std::{cell::RefCell, ops::Range};

use phase5_lifetimes::structs_with_references::{
    Article, Entry, LinesMut, ParseError, Piece, Reader, Sources, Stored, mask,
};

const LOOPS: &str = "---\ntitle: On Loops\nauthor : Ada\n\ntitle: Again\n---\nOnce more.\n---\n";

fn is_part_of(part: &str, whole: &str) -> bool {
    let (part, whole) = (part.as_bytes().as_ptr_range(), whole.as_bytes().as_ptr_range());
    whole.start <= part.start && part.end <= whole.end
}

fn texts<'s>(article: &Article<'s>) -> Vec<&'s str> {
    article.entries.iter().flat_map(|entry| [entry.key, entry.value]).chain([article.body]).collect()
}

/// Short texts of lines that matter to the parser.
fn sources() -> impl Iterator<Item = String> {
    let mut seed = 1_u32;
    std::iter::repeat_with(move || {
        let mut pick = |from: &[&'static str]| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            from[(seed >> 16) as usize % from.len()]
        };
        let first = pick(&["---\n", "---\r\n", "--- \n", "é", "---"]);
        let lines = (0..5).map(|_| {
            pick(&["---\n", "---\r\n", "k: v\n", " é :ü : \r\n", ":\n", "\n", "x\n", "k:--- ", "---"])
        });
        std::iter::once(first).chain(lines).collect()
    })
    .take(3000)
}

type Parsed = Result<(Vec<(String, String)>, String), ParseError>;

/// The parser as one would write it without views.
fn naive(source: &str) -> Parsed {
    let mut lines: Vec<String> = source.split_inclusive('\n').map(String::from).collect();
    let ending = |line: &String| line.trim_end_matches('\n').trim_end_matches('\r').to_owned();
    if lines.first().map(ending).as_deref() != Some("---") {
        return Ok((Vec::new(), source.to_owned()));
    }
    lines.remove(0);
    let mut entries = Vec::new();
    let mut number = 1;
    while !lines.is_empty() {
        let line = ending(&lines.remove(0));
        number += 1;
        if line == "---" {
            return Ok((entries, lines.concat()));
        }
        let parts: Vec<&str> = line.splitn(2, ':').collect();
        match parts[..] {
            [key, value] => entries.push((key.trim().to_owned(), value.trim().to_owned())),
            _ if line.is_empty() => {}
            _ => return Err(ParseError::NoColon { line: number }),
        }
    }
    Err(ParseError::Unclosed)
}

fn owned(article: &Article) -> (Vec<(String, String)>, String) {
    let entries = article.entries.iter().map(|entry| (entry.key.to_owned(), entry.value.to_owned()));
    (entries.collect(), article.body.to_owned())
}

#[test]
fn an_article_is_front_matter_and_body() {
    let article = Article::parse(LOOPS).unwrap();
    let expected = [("title", "On Loops"), ("author", "Ada"), ("title", "Again")];
    assert_eq!(article.entries, expected.map(|(key, value)| Entry { key, value }));
    assert_eq!(article.body, "Once more.\n---\n");
}

#[test]
fn any_text_is_parsed_as_by_a_parser_that_copies() {
    let mut parsed = 0;
    for source in sources() {
        let article = Article::parse(&source);
        assert_eq!(article.as_ref().map(owned).map_err(|error| *error), naive(&source), "{source:?}");
        parsed += usize::from(article.is_ok_and(|article| article.entries.len() > 1));
    }
    assert!(parsed > 100, "{parsed} sources had a front matter");
}

#[test]
fn every_text_is_a_part_of_the_source_also_if_it_is_empty() {
    for source in sources().chain(["---\nk:\n---".to_owned()]) {
        if let Ok(article) = Article::parse(&source) {
            assert!(texts(&article).iter().all(|text| is_part_of(text, &source)), "{source:?}");
        }
    }
}

#[test]
fn errors_name_the_line() {
    assert_eq!(Article::parse("---\nk: v\n\nx\n---\n"), Err(ParseError::NoColon { line: 4 }));
    assert_eq!(Article::parse("---\nk: v\n"), Err(ParseError::Unclosed));
    assert_eq!(ParseError::NoColon { line: 4 }.to_string(), "line 4 has no colon");
    assert_eq!(ParseError::Unclosed.to_string(), "the front matter has no end");
}

#[test]
fn a_value_outlives_its_article_and_the_first_one_counts() {
    fn title(source: &str) -> Option<&str> {
        Article::parse(source).ok()?.get("title")
    }
    assert_eq!(title(LOOPS), Some("On Loops"));
    assert_eq!(Article::parse(LOOPS).unwrap().get("tags"), None);
}

#[test]
fn an_article_may_be_declared_before_its_source() {
    let mut article = Article { entries: Vec::new(), body: "" };
    assert!(article.entries.is_empty());
    let source = LOOPS.to_owned();
    article.clone_from(&Article::parse(&source).unwrap());
    assert_eq!(article.entries.len(), 3);
}

#[test]
fn what_was_not_taken_is_reported_when_the_reader_is_dropped() {
    let source = String::from("---\ntitle: On Loops\ntag: a\ntilte: Oops\ntag: b\n---\n");
    let warnings = RefCell::new(vec!["older"]);
    let tags = {
        let mut reader = Reader::new(Article::parse(&source).unwrap(), &warnings);
        let tags = [reader.take("tag"), reader.take("tag"), reader.take("tag")];
        assert!(tags.iter().flatten().all(|tag| is_part_of(tag, &source)));
        assert_eq!(*warnings.borrow(), ["older"]);
        tags
    };
    assert_eq!(tags, [Some("a"), Some("b"), None]);
    assert_eq!(warnings.take(), ["older", "title", "tilte"]);
    Reader::new(Article::parse(&source).unwrap(), &warnings).take("title");
    assert_eq!(warnings.into_inner(), ["tag", "tilte", "tag"], "in the order of the front matter");
}

#[test]
fn lines_are_disjoint_and_leave_nothing_out() {
    for source in sources() {
        let mut bytes = source.clone().into_bytes();
        let lines: Vec<&mut [u8]> = LinesMut::new(&mut bytes).collect();
        assert!(
            lines.iter().eq(source
                .as_bytes()
                .split_inclusive(|byte| *byte == b'\n')
                .collect::<Vec<_>>()
                .iter())
        );
        lines.into_iter().for_each(|line| line.fill(b'x'));
        assert!(bytes.iter().all(|byte| *byte == b'x'));
    }
}

#[test]
fn masking_hides_one_key_and_moves_nothing() {
    let secret = "---\ntoken: s3cret é\r\ntitle: token\n token :\tx:y\n---\ntoken: shown\n";
    let mut bytes = secret.as_bytes().to_vec();
    mask(&mut bytes, "token");
    let expected = "---\ntoken: ****** **\r\ntitle: token\n token :\t***\n---\ntoken: shown\n";
    assert_eq!(bytes, expected.as_bytes());
}

#[test]
fn masking_agrees_with_the_parser_on_where_the_front_matter_is() {
    for source in sources() {
        let Ok(before) = Article::parse(&source) else { continue };
        for key in ["é", "k"] {
            let mut bytes = source.clone().into_bytes();
            mask(&mut bytes, key);
            let masked = String::from_utf8(bytes).expect("whole characters are masked");
            let after = Article::parse(&masked).expect("masking changes no key and no line");
            let expected = before.entries.iter().map(|entry| match entry.value {
                value if entry.key == key => {
                    (entry.key, value.bytes().map(|byte| if byte == b' ' { ' ' } else { '*' }).collect())
                }
                value => (entry.key, value.to_owned()),
            });
            assert!(
                after.entries.iter().map(|entry| (entry.key, entry.value.to_owned())).eq(expected),
                "{source:?}"
            );
            assert_eq!(after.body, before.body);
        }
    }
}

#[test]
fn a_stored_article_gives_the_same_views_as_its_source() {
    for source in sources() {
        match (Stored::parse(source.clone()), Article::parse(&source)) {
            (Ok(stored), Ok(article)) => {
                let moved = Box::new(stored);
                assert_eq!(moved.article(), article);
                assert_eq!((moved.get("k"), moved.get("é")), (article.get("k"), article.get("é")));
                assert_eq!(&*moved.body(), article.body);
            }
            (stored, article) => assert_eq!(stored.err(), article.err()),
        }
    }
}

#[test]
fn clones_and_pieces_of_a_stored_article_share_its_text() {
    let stored = Stored::parse(LOOPS.into()).unwrap();
    let copy = stored.clone();
    let (body, title) = (copy.body(), copy.get("title").map(str::as_ptr));
    assert_eq!(stored.get("title").map(str::as_ptr), title);
    assert_eq!(stored.article().body.as_ptr(), body.as_ptr());
    assert_eq!(body.clone().as_ptr(), body.as_ptr());
    drop((stored, copy));
    assert_eq!(&*body, "Once more.\n---\n");
}

#[test]
fn an_arena_takes_texts_in_while_others_are_looked_at_and_moves_none() {
    let sources = Sources::with_room(2);
    let texts = [LOOPS.to_owned(), LOOPS.replace("Loops", "Paths")];
    let before = [texts[0].as_ptr(), texts[1].as_ptr()];
    let articles: Vec<Article> = texts
        .into_iter()
        .map(|text| Article::parse(sources.keep(text).expect("there is room for two")).unwrap())
        .collect();
    assert_eq!(articles[0].get("title").map(str::as_ptr), Some(before[0].wrapping_add(11)));
    assert_eq!(articles[1].get("title"), Some("On Paths"));
    assert_eq!(articles[1].get("title").map(str::as_ptr), Some(before[1].wrapping_add(11)));
    assert_eq!(sources.keep(String::new()), None);
}

#[test]
fn a_piece_may_go_to_any_thread() {
    fn goes_anywhere<T: Send + Sync + 'static>(_: &T) {}
    let stored = Stored::parse(LOOPS.into()).unwrap();
    goes_anywhere(&stored);
    goes_anywhere(&stored.body());
}

#[test]
fn a_view_has_two_words_like_a_range_and_a_piece_has_four() {
    let words = |size| size / size_of::<usize>();
    assert_eq!([size_of::<&str>(), size_of::<Range<usize>>()].map(words), [2, 2]);
    assert_eq!([size_of::<Piece>(), size_of::<String>(), size_of::<Entry>()].map(words), [4, 3, 4]);
}
