//! A day in a file: who shares a commit, who loses a race, and what is left in the morning.
//!
//! Run: `cargo run --example database_access`. Look for who gets which answer when several want the same thing at once.

use std::{error::Error, path::Path};

use futures::future::join_all;
use phase9_backend::{
    domain::{
        Body, Description, Email, Filter, NewArticle, NewUser, Page, PasswordHash, Slug, Tag, Tags,
        Timestamp, Title, UserId, Username,
    },
    store::{Memory, Sqlite, SqliteLimits, Store, StoreError},
};
use sqlx::{Connection as _, Executor as _, SqliteConnection};

fn new_user(name: &str) -> Result<NewUser, Box<dyn Error>> {
    let email = Email::parse(format!("{name}@example.org"))?;
    Ok(NewUser { username: Username::parse(name)?, email, password: PasswordHash::new("…".into()) })
}

fn new_article(author: UserId, title: &str, at: i64) -> Result<NewArticle, Box<dyn Error>> {
    let title = Title::parse(title)?;
    let slug = Slug::of(&title);
    Ok(NewArticle {
        author,
        other_slug: slug.with_suffix(&at.to_string()),
        slug,
        title,
        description: Description::parse("About it")?,
        body: Body::parse("All of it")?,
        tags: Tags::parse(["storage".to_owned()])?,
        at: Timestamp::from_micros(at),
    })
}

/// How many commits are in the write-ahead log of a new file: frames, of a header and a page each, after a header of the
/// log. In the header of a commit's last frame, the second number is not zero.
fn commits(path: &Path) -> Result<usize, Box<dyn Error>> {
    let log = std::fs::read(path.with_extension("db-wal"))?;
    let page = u32::from_be_bytes(*log[8..].first_chunk().ok_or("no log")?);
    Ok(log[32..].chunks_exact(24 + page as usize).filter(|frame| frame[4..8] != [0; 4]).count())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let directory = tempfile::tempdir()?;
    let path = directory.path().join("conduit.db");
    let limits = SqliteLimits { busy_timeout: std::time::Duration::ZERO, ..SqliteLimits::default() };
    let store = Sqlite::open_with(&path, &limits).await?;

    let names = ["ada", "ben", "ada", "cleo"];
    let steps = names
        .iter()
        .map(|name| Ok(store.create_user(new_user(name)?)))
        .collect::<Result<Vec<_>, Box<dyn Error>>>()?;
    let before = commits(&path)?;
    let users = join_all(steps).await;
    assert_eq!(commits(&path)? - before, 1);
    println!("Four register at once, and share a commit:");
    for (name, user) in names.iter().zip(&users) {
        println!("  {name}: {}", user.as_ref().map_or_else(ToString::to_string, |_| "welcome".into()));
    }
    assert!(matches!(users[2], Err(StoreError::Taken(_))) && users[3].is_ok());
    let ada = users.into_iter().next().ok_or("nobody")??.id;

    let titles = [new_article(ada, "Storage", 1)?, new_article(ada, "Storage", 2)?];
    let published =
        join_all(titles.map(|new| store.publish(new))).await.into_iter().collect::<Result<Vec<_>, _>>()?;
    let slugs: Vec<_> = published.iter().map(|article| article.summary.slug.as_str()).collect();
    println!("One title twice: {}", slugs.join(" and "));
    assert_eq!(slugs, ["storage", "storage-2"]);

    let mut other = SqliteConnection::connect_with(&Sqlite::options(&path, &limits)).await?;
    other.execute("BEGIN IMMEDIATE").await?;
    let refused = store.set_favorite(ada, slug("storage"), true).await;
    let read = store.article(None, slug("storage")).await?.summary;
    other.execute("ROLLBACK").await?;
    other.close().await?;
    let transient = refused.as_ref().is_err_and(StoreError::is_transient);
    println!(
        "While another process writes: try again later: {transient}; read {:?} meanwhile",
        read.title.as_str()
    );
    assert!(transient);
    let marked = store.set_favorite(ada, slug("storage"), true).await?.summary.favorites_count;
    println!("After that: marked by {marked}");
    assert_eq!(marked, 1);

    store.close().await;
    let files: Vec<_> = std::fs::read_dir(directory.path())?
        .map(|entry| entry.map(|it| it.file_name()))
        .collect::<Result<_, _>>()?;
    println!("Closed, it is one file: {}", files[0].display());
    assert_eq!(files, ["conduit.db"]);

    let filter = || Filter { tag: Some(Tag::from_storage("storage".into())), ..Filter::default() };
    let (reopened, memory) = (Sqlite::open(&path).await?, Memory::new());
    let listing = reopened.articles(Some(ada), filter(), Page::default()).await?;
    let newest = listing.articles.first().ok_or("an article is missing")?;
    println!("In the morning: {} articles, the newest is {}", listing.total, newest.slug);
    assert_eq!((listing.total, newest.slug.as_str()), (2, "storage-2"));
    let forgotten = memory.articles(None, filter(), Page::default()).await?.total;
    println!("Memory, which is there to compare with, has none: {}", forgotten == 0);
    assert_eq!(forgotten, 0);
    reopened.close().await;
    Ok(())
}

fn slug(slug: &str) -> Slug {
    Slug::from_address(slug.to_owned())
}
