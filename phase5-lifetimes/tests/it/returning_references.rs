use std::{borrow::Cow, cell::Cell, ptr};

use phase5_lifetimes::returning_references::{Archive, Article, Layout, Shelf, tidy_all};

fn article(slug: &str, author: &str, text: &str) -> Article {
    Article { slug: slug.into(), author: Some(author.into()), text: text.into(), ..Article::default() }
}

fn archive() -> Archive {
    Archive::from_iter([
        article("loops", "Ada", "Once more. And again."),
        article("paths", "Grace", "There is a way."),
        article("tails", "Ada", "Always once more."),
    ])
}

fn is_part_of(part: &str, whole: &str) -> bool {
    let (part, whole) = (part.as_bytes().as_ptr_range(), whole.as_bytes().as_ptr_range());
    whole.start <= part.start && part.end <= whole.end
}

fn slugs<'a>(articles: impl Iterator<Item = &'a Article>) -> Vec<&'a str> {
    articles.map(|article| article.slug.as_str()).collect()
}

#[test]
fn defaults_are_constants_and_everything_else_is_lent() {
    let plain = Article::default();
    assert_eq!((plain.byline(), plain.tags(), plain.layout()), ("the editors", &[][..], &Layout::plain()));
    let full = Article {
        author: Some("Ada".into()),
        tags: Some(vec!["css".into()]),
        layout: Some(Layout { columns: 2, fonts: vec!["Baskerville".into()] }),
        ..Article::default()
    };
    assert!(full.author.as_deref().is_some_and(|author| ptr::eq(author, full.byline())));
    assert!(full.tags.as_deref().is_some_and(|tags| ptr::eq(tags, full.tags())));
    assert!(full.layout.as_ref().is_some_and(|layout| ptr::eq(layout, full.layout())));
}

#[test]
fn a_plain_layout_has_one_column_and_no_fonts() {
    assert_eq!(Layout::plain(), Layout { columns: 1, fonts: Vec::new() });
}

#[test]
fn the_longest_sentence_is_lent_and_of_equal_ones_the_first() {
    for (text, expected) in [
        ("Once.  And again!", Some("And again")),
        ("One. Two. Six?", Some("One")),
        ("No end", Some("No end")),
        (" . !\n", None),
        ("", None),
    ] {
        let article = article("loops", "Ada", text);
        let quote = article.pull_quote();
        assert_eq!(quote.as_deref(), expected);
        assert!(
            quote.is_none_or(|quote| matches!(quote, Cow::Borrowed(part) if is_part_of(part, &article.text)))
        );
    }
}

#[test]
fn only_a_sentence_over_several_lines_is_copied() {
    let over_lines = article("loops", "Ada", "Once\nmore, and\nagain. No.");
    assert!(matches!(over_lines.pull_quote(), Some(Cow::Owned(quote)) if quote == "Once more, and again"));
    let between_lines = article("loops", "Ada", "One.\nOnce more.\nTwo.");
    assert!(matches!(between_lines.pull_quote(), Some(Cow::Borrowed("Once more"))));
}

#[test]
fn a_slug_is_needed_for_the_call_only() {
    let archive = archive();
    let found = archive.by_slug(&["pa", "ths"].concat());
    assert_eq!(found.map(Article::byline), Some("Grace"));
    assert_eq!(archive.by_slug("maps"), None);
}

#[test]
fn a_notice_stands_in_without_being_copied() {
    let notice = Article::default();
    let archive = archive();
    assert!(ptr::eq(archive.or_notice(&"maps".to_lowercase(), &notice), &notice));
    assert!(ptr::eq(archive.or_notice("paths", &notice), archive.by_slug("paths").unwrap()));
}

#[test]
fn slugs_by_an_author_come_in_order() {
    let archive = archive();
    let author = String::from("Ada");
    assert_eq!(archive.slugs_by(&author).collect::<Vec<_>>(), ["loops", "tails"]);
    let first = {
        let author = String::from("Grace");
        archive.slugs_by(&author).next()
    };
    assert_eq!(first, Some("paths"), "the iterator needed the author, its items do not");
}

#[test]
fn a_search_outlives_its_query_and_finds_all_words_in_any_case() {
    let archive = archive();
    let mut found = archive.matching(&String::from(" MORE once\t"));
    assert_eq!(found.next().map(Article::byline), Some("Ada"));
    assert_eq!(slugs(found), ["tails"]);
    assert_eq!(slugs(archive.matching("once there")), Vec::<&str>::new());
    assert_eq!(archive.matching("").count(), 3);
}

#[test]
fn a_page_outlives_its_token_and_asks_for_no_more_than_it_shows() {
    let archive: Archive = (0..25).map(|number| article(&number.to_string(), "Ada", "")).collect();
    let asked = Cell::new(0);
    let odd = |article: &Article| {
        asked.set(asked.get() + 1);
        article.slug.parse().is_ok_and(|number: u32| number % 2 == 1)
    };
    let first = archive.page(&0.to_string(), odd);
    assert_eq!(asked.get(), 0);
    assert_eq!(slugs(first), ["1", "3", "5", "7", "9", "11", "13", "15", "17", "19"]);
    assert_eq!(asked.get(), 20);
    assert_eq!(slugs(archive.page(&1.to_string(), odd)), ["21", "23"]);
    assert_eq!(archive.page(&2.to_string(), odd).count(), 0);
    assert_eq!(archive.page(&(usize::MAX / 2 + 1).to_string(), odd).count(), 0);
    assert_eq!(archive.page("two", odd).count(), 10);
}

#[test]
fn ids_hold_nothing() {
    let mut archive = archive();
    for id in archive.ids() {
        archive.get_mut(id).unwrap().slug = format!("article-{id}");
    }
    let ids = archive.ids();
    assert_eq!(slugs(archive.matching("")), ["article-0", "article-1", "article-2"]);
    assert!(archive.get_mut(3).is_none());
    drop(archive);
    assert_eq!((ids.len(), ids.collect()), (3, vec![0, 1, 2]));
}

// A bound that says how long all of it lasts frees the other parameters as `use<…>` does.
fn lasting_ids(articles: &[Article]) -> impl Iterator<Item = usize> + 'static {
    0..articles.len()
}

fn with_tag<'a>(articles: &'a [Article], tag: &str) -> impl Iterator<Item = &'a Article> + 'a {
    let tag = tag.to_lowercase();
    articles.iter().filter(move |article| article.tags().contains(&tag))
}

#[test]
fn an_outlives_bound_holds_only_the_loans_that_it_names() {
    let articles = vec![Article { tags: Some(vec!["css".into()]), ..Article::default() }, Article::default()];
    let found = with_tag(&articles, &String::from("CSS"));
    assert_eq!(found.count(), 1);
    let ids = lasting_ids(&articles);
    drop(articles);
    assert!(ids.eq([0, 1]));
}

#[test]
fn tidying_sorts_tags_and_counts_what_it_changed() {
    let tags = [Some(vec!["b", "a", "b"]), Some(vec!["a", "b"]), None, Some(vec!["a", "a"])];
    let own = |tags: Vec<&str>| tags.into_iter().map(String::from).collect();
    let mut archive: Archive =
        tags.into_iter().map(|tags| Article { tags: tags.map(own), ..Article::default() }).collect();
    assert_eq!(tidy_all(&mut archive), 2);
    let tidied: Vec<Vec<&str>> =
        archive.matching("").map(|article| article.tags().iter().map(String::as_str).collect()).collect();
    assert_eq!(tidied, [vec!["a", "b"], vec!["a", "b"], vec![], vec!["a"]]);
    assert_eq!(tidy_all(&mut archive), 0);
}

#[test]
fn a_shelf_can_be_changed_by_its_numbers_without_knowing_what_it_is() {
    struct Flags([bool; 3]);
    impl Shelf for Flags {
        fn numbers(&self) -> impl Iterator<Item = usize> + use<> {
            (0..self.0.len()).rev()
        }

        fn tidy(&mut self, number: usize) -> bool {
            !std::mem::replace(&mut self.0[number], true)
        }
    }
    let mut flags = Flags([false, true, false]);
    assert_eq!((tidy_all(&mut flags), flags.0), (2, [true; 3]));
}
