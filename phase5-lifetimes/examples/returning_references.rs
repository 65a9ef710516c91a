//! An archive lends views, defaults that were always there, copies where there is no other way, and numbers.
//!
//! Run: `cargo run --example returning_references`. Look for what is dropped or changed while a result is still used.

use std::borrow::Cow;

use phase5_lifetimes::returning_references::{Archive, Article, tidy_all};

fn article(slug: &str, author: &str, text: &str) -> Article {
    Article { slug: slug.into(), author: Some(author.into()), text: text.into(), ..Article::default() }
}

fn main() {
    let mut archive = Archive::from_iter([
        article("loops", "Ada", "Once more. And then, before\nyou know it, again."),
        article("paths", "Grace", "There is a way. It is long, and there are others."),
        article("tails", "Ada", "The end is a beginning."),
    ]);

    let notice = Article { slug: "gone".into(), ..Article::default() };
    let found = ["paths", "maps"].map(|slug| archive.or_notice(&slug.to_lowercase(), &notice));
    println!("one from the archive, one from elsewhere: {:?}", found.map(|article| &article.slug));
    assert_eq!(found.map(|article| article.slug.as_str()), ["paths", "gone"]);

    let [paths, gone] =
        found.map(|article| (article.byline(), article.tags().len(), article.layout().columns));
    println!("what nobody filled in is a constant: {gone:?}, and for an author {paths:?}");
    assert_eq!((gone, paths), (("the editors", 0, 1), ("Grace", 0, 1)));

    for slug in ["paths", "loops"] {
        let quote = archive.by_slug(slug).and_then(Article::pull_quote).expect("both have sentences");
        let kind = if matches!(quote, Cow::Borrowed(_)) { "lent " } else { "copied" };
        println!("{kind} from {slug}: {quote}");
        assert_eq!(kind == "copied", slug == "loops");
    }

    let by_ada = {
        let found = archive.matching(&["THE", "is"].join(" "));
        found.filter(|article| article.byline() == "Ada").map(|article| &article.slug).collect::<Vec<_>>()
    };
    println!("found with a query that was a temporary: {by_ada:?}");
    assert_eq!(by_ada, ["tails"]);

    for id in archive.ids() {
        let article = archive.get_mut(id).expect("ids are those of articles");
        article.tags = Some(vec![format!("no-{id}"), "archive".into(), "archive".into()]);
    }
    println!("tagged while the ids were listed: {:?}", archive.by_slug("tails").map(Article::tags));
    assert_eq!(
        archive.by_slug("tails").map(Article::tags),
        Some(&["no-2", "archive", "archive"].map(String::from)[..])
    );

    let tidied = [tidy_all(&mut archive), tidy_all(&mut archive)];
    println!("tidied up by code that knows only a trait, twice: {tidied:?}");
    assert_eq!(tidied, [3, 0]);

    let ids = archive.ids();
    drop(archive);
    println!("the archive is gone, and still there are {} numbers", ids.len());
    assert_eq!(ids.len(), 3);
}
