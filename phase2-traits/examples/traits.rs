//! An intake desk: articles from two sources, rules of three kinds, two formats.
//!
//! Run: `cargo run --example traits`. Look for what the caller never writes: the kind of a rule, the error of a source,
//! the type of a future.

use std::{future, mem, task::Poll};

use phase2_traits::traits::{
    Article, Articles, Rule,
    formats::{Feed, Html, file},
    sources::{Archive, Source, all_of_both},
};

fn article(title: &str, text: &str) -> Article {
    Article { title: title.into(), text: text.into() }
}

/// An agency whose line breaks after the first page.
struct Agency;

impl Source for Agency {
    type Error = String;

    async fn page(&self, number: usize) -> Result<Vec<Article>, String> {
        let mut asked = false;
        let late = future::poll_fn(|context| {
            context.waker().wake_by_ref();
            if mem::replace(&mut asked, true) { Poll::Ready(()) } else { Poll::Pending }
        });
        late.await;
        if number == 0 { Ok(vec![article("News", "New.")]) } else { Err("the line broke".into()) }
    }

    fn credits(&self) -> impl Iterator<Item = String> + use<> {
        ["by an agency", "abridged"].map(String::from).into_iter()
    }
}

fn titled(article: &Article) -> Result<(), String> {
    if article.title.is_empty() { Err("no title".into()) } else { Ok(()) }
}

fn main() {
    let first = vec![article("Rust & iron", "Old."), article("", "Who wrote this?")];
    let archive = Archive { pages: vec![first, vec![article("Loans", "Older still.")]] };
    let (Ok(old), new) = all_of_both(&archive, &Agency);
    println!("the archive cannot fail and has {} articles; the agency can: {new:?}", old.len());
    assert_eq!((old.len(), new), (3, Err("the line broke".into())));
    let credits = {
        let agency = Agency;
        agency.credits()
    };
    let credits: Vec<_> = credits.collect();
    println!("credits that outlive their source: {credits:?}");
    assert_eq!(credits, ["by an agency", "abridged"]);

    let longest = 9;
    let brief = move |article: &Article| {
        if article.text.len() > longest { Err(format!("longer than {longest} bytes")) } else { Ok(()) }
    };
    let objections = [titled.check(&old[1]), brief.check(&old[2])].map(Result::err);
    println!("a function and a closure object: {objections:?}");
    assert_eq!(objections, [Some("no title".into()), Some("longer than 9 bytes".into())]);
    let both = titled.and(brief);
    let size = size_of_val(&both);
    println!("both are one rule, as large as what the closure holds: {}", size == size_of_val(&longest));
    assert_eq!(size, size_of_val(&longest));

    let short = old.iter().passing(|article: &Article| article.title.len() < 6).count();
    println!("borrowed, and held to a closure that says yes or no, pass: {short}");
    assert_eq!(short, 2);
    let passed: Vec<Article> = old.into_iter().passing(both).collect();
    println!("moved, and held to both rules, pass: {passed:?}");
    assert_eq!(passed, [article("Rust & iron", "Old.")]);

    let (page, feed) = (file::<Html>("index", &passed[..]), file::<Feed>("index", &passed[..]));
    println!("the same list, twice:\n{page:?}\n{feed:?}");
    assert_eq!(page, ("index.html".into(), "<h1>Rust &amp; iron</h1><p>Old.</p>".into()));
    assert_eq!(feed, ("index.txt".into(), "Rust & iron: Old.".into()));
}
