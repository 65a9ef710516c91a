//! Values for steps, in one line each.

use phase9_backend::{
    domain::{
        ArticleChanges, Body, Description, Email, NewArticle, NewComment, NewUser, PasswordHash, Slug, Tags,
        Timestamp, Title, User, UserId, Username,
    },
    store::{Store, StoreError},
};

/// The key of nobody.
pub const NOBODY: UserId = UserId::from_storage(1 << 40);

pub fn at(micros: i64) -> Timestamp {
    Timestamp::from_micros(micros)
}

pub fn name(name: &str) -> Username {
    Username::parse(name).unwrap()
}

pub fn email(name: &str) -> Email {
    Email::parse(format!("{name}@example.org")).unwrap()
}

pub fn body(text: &str) -> Body {
    Body::parse(text).unwrap()
}

pub fn slug(slug: &str) -> Slug {
    Slug::from_address(slug.to_owned())
}

pub fn new_user(who: &str) -> NewUser {
    NewUser { username: name(who), email: email(who), password: PasswordHash::new(format!("hash of {who}")) }
}

pub fn new_article(author: UserId, title: &str, tags: &[&str], micros: i64) -> NewArticle {
    let title = Title::parse(title).unwrap();
    let slug = Slug::of(&title);
    NewArticle {
        author,
        other_slug: slug.with_suffix("2"),
        slug,
        description: Description::parse(format!("About {title}")).unwrap(),
        body: body("All of it"),
        tags: Tags::parse(tags.iter().map(ToString::to_string)).unwrap(),
        title,
        at: at(micros),
    }
}

pub fn new_title(title: &str, micros: i64) -> ArticleChanges {
    let title = Title::parse(title).unwrap();
    let slug = Slug::of(&title);
    let other = slug.with_suffix("2");
    ArticleChanges { title: Some((title, slug, other)), ..no_changes(micros) }
}

pub fn no_changes(micros: i64) -> ArticleChanges {
    ArticleChanges { title: None, description: None, body: None, at: at(micros) }
}

pub fn new_comment(author: UserId, text: &str, micros: i64) -> NewComment {
    NewComment { author, body: body(text), at: at(micros) }
}

/// Registers somebody.
pub async fn register(store: &dyn Store, who: &str) -> User {
    store.create_user(new_user(who)).await.unwrap()
}

/// Publishes an article of this title, and returns its slug.
pub async fn publish(store: &dyn Store, author: UserId, title: &str, micros: i64) -> Slug {
    store.publish(new_article(author, title, &["rust"], micros)).await.unwrap().summary.slug
}

/// What an error is, without the reasons of an engine.
pub fn kind(error: &StoreError) -> String {
    match error {
        StoreError::NotFound(thing) => format!("no such {thing}"),
        StoreError::NotYours(thing) => format!("not your {thing}"),
        StoreError::Taken(field) => format!("{} taken", field.name()),
        StoreError::Unavailable(_) => "unavailable".into(),
        StoreError::Internal(reason) => format!("internal: {reason}"),
    }
}

/// The kind of error that a step has come to.
#[track_caller]
pub fn refused<T: std::fmt::Debug>(result: Result<T, StoreError>) -> String {
    kind(&result.unwrap_err())
}
