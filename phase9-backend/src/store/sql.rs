//! The steps in SQL.
//!
//! This file is a module of each engine: `Connection` and `Engine` are the engine's own, all statements are the same.
//! `$1` and so on, `RETURNING` and `ON CONFLICT` mean the same to both. What a client says reaches the database as an
//! argument only, never as a part of a statement.

use futures::{FutureExt as _, future::BoxFuture};
use sqlx::{Arguments as _, Encode, FromRow, QueryBuilder, Type};

use super::{Connection, Database, Engine};
use crate::{
    domain::{
        Article, ArticleChanges, ArticleId, ArticleSummary, Bio, Body, Comment, CommentId, Description,
        Email, EventId, Filter, Image, Listing, NewArticle, NewComment, NewUser, Page, PasswordHash, Profile,
        Slug, Tag, Tags, Timestamp, Title, User, UserChanges, UserId, Username,
    },
    store::{Event, EventKind, Field, Settlement, Step, Store, StoreError, Thing},
};

type Result<T> = std::result::Result<T, StoreError>;

/// Whether somebody else than `$3` has the name, and the address. Constraints would find out as well, but each engine
/// checks them in an order of its own, and whoever wants two things that are taken would hear of either.
const TAKEN: &str = "SELECT EXISTS (SELECT 1 FROM users WHERE username = $1 AND id <> $3), \
     EXISTS (SELECT 1 FROM users WHERE email = $2 AND id <> $3)";

const CREATE_USER: &str = "INSERT INTO users (username, email, password) VALUES ($1, $2, $3) \
     RETURNING id, username, email, password, bio, image";

const UPDATE_USER: &str = "UPDATE users SET username = coalesce($2, username), email = coalesce($3, email), \
     bio = coalesce($4, bio), image = coalesce($5, image), password = coalesce($6, password) WHERE id = $1 \
     RETURNING id, username, email, password, bio, image";

const USER: &str = "SELECT id, username, email, password, bio, image FROM users WHERE id = $1";

const USER_BY_EMAIL: &str = "SELECT id, username, email, password, bio, image FROM users WHERE email = $1";

const PROFILE: &str = "SELECT u.id, u.username, u.bio, u.image, \
     EXISTS (SELECT 1 FROM follows w WHERE w.follower_id = $1 AND w.followed_id = u.id) AS following \
     FROM users u WHERE u.username = $2";

const FOLLOW: &str = "INSERT INTO follows (follower_id, followed_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";

const UNFOLLOW: &str = "DELETE FROM follows WHERE follower_id = $1 AND followed_id = $2";

/// All that an article needs and that its author has not said: one trip, where a query for the article would be another.
const CREATE_ARTICLE: &str = "INSERT INTO articles \
     (author_id, slug, title, description, body, tags, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7) \
     ON CONFLICT (slug) DO NOTHING RETURNING id, \
     (SELECT u.username FROM users u WHERE u.id = $1) AS username, \
     (SELECT u.bio FROM users u WHERE u.id = $1) AS bio, \
     (SELECT u.image FROM users u WHERE u.id = $1) AS image, \
     EXISTS (SELECT 1 FROM follows w WHERE w.follower_id = $1 AND w.followed_id = $1) AS following";

/// A macro, so that longer statements can be made of it while they are compiled.
macro_rules! article_columns {
    ($body:literal) => {
        concat!(
            "SELECT a.slug, a.title, a.description, ",
            $body,
            " AS body, a.tags, a.created_at, a.updated_at, a.favorites_count, \
              EXISTS (SELECT 1 FROM favorites f WHERE f.user_id = $1 AND f.article_id = a.id) AS favorited, \
              u.username, u.bio, u.image, \
              EXISTS (SELECT 1 FROM follows w WHERE w.follower_id = $1 AND w.followed_id = u.id) AS following"
        )
    };
}

macro_rules! from_articles {
    () => {
        " FROM articles a JOIN users u ON u.id = a.author_id"
    };
}

const ARTICLE: &str = concat!(article_columns!("a.body"), from_articles!(), " WHERE a.slug = $2");

const ARTICLE_BY_ID: &str = concat!(article_columns!("a.body"), from_articles!(), " WHERE a.id = $2");

macro_rules! by_followed {
    () => {
        " WHERE a.author_id IN (SELECT followed_id FROM follows WHERE follower_id = $1)"
    };
}

/// The total does not depend on the row, so it is computed once, and in the same snapshot.
const FEED: &str = concat!(
    article_columns!("''"),
    ", (SELECT count(*) FROM articles a",
    by_followed!(),
    ") AS total",
    from_articles!(),
    by_followed!(),
    " ORDER BY a.created_at DESC, a.id DESC LIMIT $2 OFFSET $3"
);

const FEED_TOTAL: &str = concat!("SELECT count(*) FROM articles a", by_followed!());

const OWNER: &str = "SELECT a.id, a.author_id, u.username AS author FROM articles a JOIN users u ON u.id = a.author_id \
     WHERE a.slug = $1";

const RENAME_ARTICLE: &str = "UPDATE articles SET slug = $2 WHERE id = $1 \
     AND NOT EXISTS (SELECT 1 FROM articles other WHERE other.slug = $2 AND other.id <> $1) RETURNING slug";

const REVISE_ARTICLE: &str = "UPDATE articles SET title = coalesce($2, title), \
     description = coalesce($3, description), body = coalesce($4, body), updated_at = $5 WHERE id = $1 \
     RETURNING slug, title";

const DELETE_ARTICLE: &str = "DELETE FROM articles WHERE id = $1 RETURNING slug, title";

const FAVORITE: &str = "INSERT INTO favorites (user_id, article_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";

const UNFAVORITE: &str = "DELETE FROM favorites WHERE user_id = $1 AND article_id = $2";

const COUNT_FAVORITE: &str = "UPDATE articles SET favorites_count = favorites_count + $2 WHERE id = $1";

const TAGS: &str = "SELECT DISTINCT tag FROM article_tags ORDER BY tag";

const ADD_COMMENT: &str = "INSERT INTO comments (article_id, author_id, body, created_at) VALUES ($1, $2, $3, $4) \
     RETURNING id";

const COMMENT: &str = "SELECT c.id, c.body, c.created_at, u.username, u.bio, u.image, \
     EXISTS (SELECT 1 FROM follows w WHERE w.follower_id = $1 AND w.followed_id = u.id) AS following \
     FROM comments c JOIN users u ON u.id = c.author_id WHERE c.id = $2";

const COMMENTS: &str = "SELECT c.id, c.body, c.created_at, u.username, u.bio, u.image, \
     EXISTS (SELECT 1 FROM follows w WHERE w.follower_id = $1 AND w.followed_id = u.id) AS following \
     FROM comments c JOIN users u ON u.id = c.author_id WHERE c.article_id = $2 ORDER BY c.id";

const COMMENT_OWNER: &str = "SELECT author_id FROM comments WHERE id = $1 AND article_id = $2";

const DELETE_COMMENT: &str = "DELETE FROM comments WHERE id = $1";

const NOTE_EVENT: &str = "INSERT INTO events (article_id, kind, slug, title, author, at, due_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $6)";

const DUE_EVENTS: &str = "SELECT e.id, e.article_id, e.kind, e.slug, e.title, e.author, e.at, e.attempts FROM events e \
     WHERE e.settled_at IS NULL AND e.due_at <= $1 AND NOT EXISTS (SELECT 1 FROM events earlier \
         WHERE earlier.article_id = e.article_id AND earlier.settled_at IS NULL AND earlier.id < e.id) \
     ORDER BY e.due_at, e.id LIMIT $2";

// Of two at a time, one waits for the other's commit, and then the condition no longer holds.
const CLAIM_EVENT: &str =
    "UPDATE events SET due_at = $3 WHERE id = $1 AND due_at <= $2 AND settled_at IS NULL";

const SETTLE_EVENT: &str = "UPDATE events SET attempts = attempts + 1, settled_at = $2, due_at = coalesce($3, due_at), \
     reason = $4 WHERE id = $1 AND settled_at IS NULL";

const PING: &str = "SELECT 1";

/// Every statement that is always the same, with its name: each must be one that the engine understands.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("taken", TAKEN),
    ("create_user", CREATE_USER),
    ("update_user", UPDATE_USER),
    ("user", USER),
    ("user_by_email", USER_BY_EMAIL),
    ("profile", PROFILE),
    ("follow", FOLLOW),
    ("unfollow", UNFOLLOW),
    ("create_article", CREATE_ARTICLE),
    ("article", ARTICLE),
    ("article_by_id", ARTICLE_BY_ID),
    ("feed", FEED),
    ("feed_total", FEED_TOTAL),
    ("owner", OWNER),
    ("rename_article", RENAME_ARTICLE),
    ("revise_article", REVISE_ARTICLE),
    ("delete_article", DELETE_ARTICLE),
    ("favorite", FAVORITE),
    ("unfavorite", UNFAVORITE),
    ("count_favorite", COUNT_FAVORITE),
    ("tags", TAGS),
    ("add_comment", ADD_COMMENT),
    ("comment", COMMENT),
    ("comments", COMMENTS),
    ("comment_owner", COMMENT_OWNER),
    ("delete_comment", DELETE_COMMENT),
    ("note_event", NOTE_EVENT),
    ("due_events", DUE_EVENTS),
    ("claim_event", CLAIM_EVENT),
    ("settle_event", SETTLE_EVENT),
    ("ping", PING),
];

impl Store for Engine {
    fn create_user(&self, new: NewUser) -> Step<'_, User> {
        self.write(move |c| create_user(c, new.clone()).boxed())
    }

    fn update_user(&self, user: UserId, changes: UserChanges) -> Step<'_, User> {
        self.write(move |c| update_user(c, user, changes.clone()).boxed())
    }

    fn user(&self, user: UserId) -> Step<'_, User> {
        self.read(move |c| find_user(c, user).boxed())
    }

    fn credentials(&self, email: Email) -> Step<'_, Option<(User, PasswordHash)>> {
        self.read(move |c| credentials(c, email.clone()).boxed())
    }

    fn profile(&self, viewer: Option<UserId>, name: Username) -> Step<'_, Profile> {
        self.read(move |c| {
            let name = name.clone();
            async move { Ok(profile(c, viewer, &name).await?.1) }.boxed()
        })
    }

    fn set_following(&self, follower: UserId, name: Username, following: bool) -> Step<'_, Profile> {
        self.write(move |c| set_following(c, follower, name.clone(), following).boxed())
    }

    fn publish(&self, new: NewArticle) -> Step<'_, Article> {
        self.write(move |c| publish(c, new.clone()).boxed())
    }

    fn article(&self, viewer: Option<UserId>, slug: Slug) -> Step<'_, Article> {
        self.read(move |c| find_article(c, viewer, slug.clone()).boxed())
    }

    fn revise(&self, editor: UserId, slug: Slug, changes: ArticleChanges) -> Step<'_, Article> {
        self.write(move |c| revise(c, editor, slug.clone(), changes.clone()).boxed())
    }

    fn withdraw(&self, editor: UserId, slug: Slug, at: Timestamp) -> Step<'_, ()> {
        self.write(move |c| withdraw(c, editor, slug.clone(), at).boxed())
    }

    fn set_favorite(&self, user: UserId, slug: Slug, favorite: bool) -> Step<'_, Article> {
        self.write(move |c| set_favorite(c, user, slug.clone(), favorite).boxed())
    }

    fn articles(&self, viewer: Option<UserId>, filter: Filter, page: Page) -> Step<'_, Listing> {
        self.read(move |c| articles(c, viewer, filter.clone(), page).boxed())
    }

    fn feed(&self, reader: UserId, page: Page) -> Step<'_, Listing> {
        self.read(move |c| feed(c, reader, page).boxed())
    }

    fn tags(&self) -> Step<'_, Vec<Tag>> {
        self.read(|c| all_tags(c).boxed())
    }

    fn add_comment(&self, slug: Slug, new: NewComment) -> Step<'_, Comment> {
        self.write(move |c| add_comment(c, slug.clone(), new.clone()).boxed())
    }

    fn comments(&self, viewer: Option<UserId>, slug: Slug) -> Step<'_, Vec<Comment>> {
        self.read(move |c| comments(c, viewer, slug.clone()).boxed())
    }

    fn remove_comment(&self, user: UserId, slug: Slug, comment: CommentId) -> Step<'_, ()> {
        self.write(move |c| remove_comment(c, user, slug.clone(), comment).boxed())
    }

    fn due_events(&self, now: Timestamp, limit: u32) -> Step<'_, Vec<Event>> {
        self.read(move |c| due_events(c, now, limit).boxed())
    }

    fn claim(&self, event: EventId, now: Timestamp, until: Timestamp) -> Step<'_, bool> {
        self.write(move |c| claim(c, event, now, until).boxed())
    }

    fn settle(&self, event: EventId, settlement: Settlement) -> Step<'_, ()> {
        self.write(move |c| settle(c, event, settlement.clone()).boxed())
    }

    fn ping(&self) -> Step<'_, ()> {
        async move {
            self.check_writer()?;
            self.read(|c| async move { Ok(sqlx::query(PING).execute(c).await.map(drop)?) }.boxed()).await
        }
        .boxed()
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        self.shut_down().boxed()
    }
}

#[derive(FromRow)]
struct UserRow {
    id: i64,
    username: String,
    email: String,
    password: String,
    bio: String,
    image: String,
}

impl UserRow {
    fn into_domain(self) -> (User, PasswordHash) {
        let user = User {
            id: UserId::from_storage(self.id),
            username: Username::from_storage(self.username),
            email: Email::from_storage(self.email),
            bio: Bio::from_storage(self.bio),
            image: Image::from_storage(self.image),
        };
        (user, PasswordHash::new(self.password))
    }
}

#[derive(FromRow)]
struct ProfileRow {
    username: String,
    bio: String,
    image: String,
    following: bool,
}

impl ProfileRow {
    fn into_domain(self) -> Profile {
        Profile {
            username: Username::from_storage(self.username),
            bio: Bio::from_storage(self.bio),
            image: Image::from_storage(self.image),
            following: self.following,
        }
    }
}

#[derive(FromRow)]
struct ArticleRow {
    slug: String,
    title: String,
    description: String,
    body: String,
    tags: String,
    created_at: i64,
    updated_at: i64,
    favorites_count: i64,
    favorited: bool,
    #[sqlx(flatten)]
    author: ProfileRow,
}

impl ArticleRow {
    fn into_domain(self) -> Article {
        let summary = ArticleSummary {
            slug: Slug::from_address(self.slug),
            title: Title::from_storage(self.title),
            description: Description::from_storage(self.description),
            tags: Tags::from_storage(self.tags.lines().map(|tag| Tag::from_storage(tag.into())).collect()),
            created_at: Timestamp::from_micros(self.created_at),
            updated_at: Timestamp::from_micros(self.updated_at),
            favorited: self.favorited,
            favorites_count: self.favorites_count,
            author: self.author.into_domain(),
        };
        Article { summary, body: Body::from_storage(self.body) }
    }
}

/// One of a page, with the number of all.
#[derive(FromRow)]
struct ListedRow {
    #[sqlx(flatten)]
    article: ArticleRow,
    total: i64,
}

#[derive(FromRow)]
struct CommentRow {
    id: i64,
    body: String,
    created_at: i64,
    #[sqlx(flatten)]
    author: ProfileRow,
}

impl CommentRow {
    fn into_domain(self) -> Comment {
        Comment {
            id: CommentId::from_storage(self.id),
            body: Body::from_storage(self.body),
            created_at: Timestamp::from_micros(self.created_at),
            author: self.author.into_domain(),
        }
    }
}

#[derive(FromRow)]
struct OwnerRow {
    id: i64,
    author_id: i64,
    author: String,
}

#[derive(FromRow)]
struct EventRow {
    id: i64,
    article_id: i64,
    kind: String,
    slug: String,
    title: String,
    author: String,
    at: i64,
    attempts: i64,
}

impl EventRow {
    fn into_domain(self) -> Result<Event> {
        let kind = EventKind::from_name(&self.kind);
        Ok(Event {
            id: EventId::from_storage(self.id),
            article: ArticleId::from_storage(self.article_id),
            kind: kind
                .ok_or_else(|| StoreError::internal(format!("an event of the kind {:?}", self.kind)))?,
            slug: Slug::from_address(self.slug),
            title: Title::from_storage(self.title),
            author: Username::from_storage(self.author),
            at: Timestamp::from_micros(self.at),
            attempts: u32::try_from(self.attempts).unwrap_or(u32::MAX),
        })
    }
}

/// Fails if somebody else than `user` has the name or the address.
async fn check_taken(
    c: &mut Connection,
    user: Option<UserId>,
    username: Option<&Username>,
    email: Option<&Email>,
) -> Result<()> {
    let taken = sqlx::query_as(TAKEN)
        .bind(username.map(Username::as_str))
        .bind(email.map(Email::as_str))
        // No user has the key 0.
        .bind(user.map_or(0, UserId::get));
    match taken.fetch_one(c).await? {
        (true, _) => Err(StoreError::Taken(Field::Username)),
        (_, true) => Err(StoreError::Taken(Field::Email)),
        (false, false) => Ok(()),
    }
}

async fn create_user(c: &mut Connection, new: NewUser) -> Result<User> {
    check_taken(c, None, Some(&new.username), Some(&new.email)).await?;
    let row: UserRow = sqlx::query_as(CREATE_USER)
        .bind(new.username.as_str())
        .bind(new.email.as_str())
        .bind(new.password.expose())
        .fetch_one(c)
        .await?;
    Ok(row.into_domain().0)
}

async fn update_user(c: &mut Connection, user: UserId, changes: UserChanges) -> Result<User> {
    let UserChanges { username, email, bio, image, password } = &changes;
    check_taken(c, Some(user), username.as_ref(), email.as_ref()).await?;
    let row: Option<UserRow> = sqlx::query_as(UPDATE_USER)
        .bind(user.get())
        .bind(username.as_ref().map(Username::as_str))
        .bind(email.as_ref().map(Email::as_str))
        .bind(bio.as_ref().map(Bio::as_str))
        .bind(image.as_ref().map(Image::as_str))
        .bind(password.as_ref().map(PasswordHash::expose))
        .fetch_optional(c)
        .await?;
    row.map(|row| row.into_domain().0).ok_or(StoreError::NotFound(Thing::User))
}

async fn find_user(c: &mut Connection, user: UserId) -> Result<User> {
    let row: Option<UserRow> = sqlx::query_as(USER).bind(user.get()).fetch_optional(c).await?;
    row.map(|row| row.into_domain().0).ok_or(StoreError::NotFound(Thing::User))
}

async fn credentials(c: &mut Connection, email: Email) -> Result<Option<(User, PasswordHash)>> {
    let row: Option<UserRow> = sqlx::query_as(USER_BY_EMAIL).bind(email.as_str()).fetch_optional(c).await?;
    Ok(row.map(UserRow::into_domain))
}

async fn profile(c: &mut Connection, viewer: Option<UserId>, name: &Username) -> Result<(UserId, Profile)> {
    #[derive(FromRow)]
    struct Row {
        id: i64,
        #[sqlx(flatten)]
        profile: ProfileRow,
    }
    let query = sqlx::query_as(PROFILE).bind(viewer.map(UserId::get)).bind(name.as_str());
    let row: Row = query.fetch_optional(c).await?.ok_or(StoreError::NotFound(Thing::Profile))?;
    Ok((UserId::from_storage(row.id), row.profile.into_domain()))
}

async fn set_following(
    c: &mut Connection,
    follower: UserId,
    name: Username,
    following: bool,
) -> Result<Profile> {
    let (followed, profile) = profile(c, Some(follower), &name).await?;
    let statement = if following { FOLLOW } else { UNFOLLOW };
    sqlx::query(statement).bind(follower.get()).bind(followed.get()).execute(c).await?;
    Ok(Profile { following, ..profile })
}

async fn publish(c: &mut Connection, new: NewArticle) -> Result<Article> {
    #[derive(FromRow)]
    struct Row {
        id: i64,
        #[sqlx(flatten)]
        author: ProfileRow,
    }
    let tags: Vec<_> = new.tags.iter().map(Tag::as_str).collect();
    let lines = tags.join("\n");
    let mut created: Option<(Row, Slug)> = None;
    for slug in [&new.slug, &new.other_slug] {
        if created.is_none() {
            let row = sqlx::query_as(CREATE_ARTICLE)
                .bind(new.author.get())
                .bind(slug.as_str())
                .bind(new.title.as_str())
                .bind(new.description.as_str())
                .bind(new.body.as_str())
                .bind(&lines)
                .bind(new.at.as_micros())
                .fetch_optional(&mut *c)
                .await?;
            created = row.map(|row| (row, slug.clone()));
        }
    }
    let (row, slug) = created.ok_or_else(|| StoreError::unavailable("both slugs are taken"))?;
    if !tags.is_empty() {
        tagging(row.id, &tags)?.build().execute(&mut *c).await?;
    }
    let NewArticle { title, description, body, tags, at, .. } = new;
    let author = row.author.into_domain();
    note_event(c, row.id, EventKind::Published, &slug, &title, &author.username, at).await?;
    let summary = ArticleSummary {
        slug,
        title,
        description,
        tags,
        created_at: at,
        updated_at: at,
        favorited: false,
        favorites_count: 0,
        author,
    };
    Ok(Article { summary, body })
}

async fn find_article(c: &mut Connection, viewer: Option<UserId>, slug: Slug) -> Result<Article> {
    let query = sqlx::query_as(ARTICLE).bind(viewer.map(UserId::get)).bind(argument(&slug)?);
    let row: Option<ArticleRow> = query.fetch_optional(c).await?;
    row.map(ArticleRow::into_domain).ok_or(StoreError::NotFound(Thing::Article))
}

/// The article of this key, if nobody has removed it since the step began.
async fn article_by_id(c: &mut Connection, viewer: UserId, id: i64) -> Result<Article> {
    let query = sqlx::query_as(ARTICLE_BY_ID).bind(viewer.get()).bind(id);
    let row: Option<ArticleRow> = query.fetch_optional(c).await?;
    row.map(ArticleRow::into_domain).ok_or(StoreError::NotFound(Thing::Article))
}

/// The slug as an argument, if it can be one at all: an address may have a zero in it, PostgreSQL's texts may not.
fn argument(slug: &Slug) -> Result<&str> {
    if slug.as_str().contains('\0') { Err(StoreError::NotFound(Thing::Article)) } else { Ok(slug.as_str()) }
}

/// The article of this slug, whoever wrote it.
async fn owner(c: &mut Connection, slug: &Slug) -> Result<OwnerRow> {
    let row = sqlx::query_as(OWNER).bind(argument(slug)?).fetch_optional(c).await?;
    row.ok_or(StoreError::NotFound(Thing::Article))
}

/// The article of this slug, if `editor` wrote it.
async fn own(c: &mut Connection, editor: UserId, slug: &Slug) -> Result<OwnerRow> {
    let row = owner(c, slug).await?;
    if row.author_id == editor.get() { Ok(row) } else { Err(StoreError::NotYours(Thing::Article)) }
}

async fn revise(c: &mut Connection, editor: UserId, slug: Slug, changes: ArticleChanges) -> Result<Article> {
    let OwnerRow { id, author, .. } = own(c, editor, &slug).await?;
    // First, so that from here on the row is this transaction's: nobody renames or removes the article meanwhile.
    let revised: Option<(String, String)> = sqlx::query_as(REVISE_ARTICLE)
        .bind(id)
        .bind(changes.title.as_ref().map(|(title, ..)| title.as_str()))
        .bind(changes.description.as_ref().map(Description::as_str))
        .bind(changes.body.as_ref().map(Body::as_str))
        .bind(changes.at.as_micros())
        .fetch_optional(&mut *c)
        .await?;
    let (mut slug, title) = revised.ok_or(StoreError::NotFound(Thing::Article))?;
    if let Some((_, wanted, other)) = &changes.title {
        let mut renamed = None;
        for slug in [wanted, other] {
            if renamed.is_none() {
                let rename = sqlx::query_scalar(RENAME_ARTICLE).bind(id).bind(slug.as_str());
                renamed = rename.fetch_optional(&mut *c).await?;
            }
        }
        slug = renamed.ok_or_else(|| StoreError::unavailable("both slugs are taken"))?;
    }
    let (slug, title) = (Slug::from_address(slug), Title::from_storage(title));
    note_event(c, id, EventKind::Revised, &slug, &title, &Username::from_storage(author), changes.at).await?;
    article_by_id(c, editor, id).await
}

async fn withdraw(c: &mut Connection, editor: UserId, slug: Slug, at: Timestamp) -> Result<()> {
    let OwnerRow { id, author, .. } = own(c, editor, &slug).await?;
    let deleted: Option<(String, String)> =
        sqlx::query_as(DELETE_ARTICLE).bind(id).fetch_optional(&mut *c).await?;
    let (slug, title) = deleted.ok_or(StoreError::NotFound(Thing::Article))?;
    let (slug, title) = (Slug::from_address(slug), Title::from_storage(title));
    note_event(c, id, EventKind::Withdrawn, &slug, &title, &Username::from_storage(author), at).await
}

async fn set_favorite(c: &mut Connection, user: UserId, slug: Slug, favorite: bool) -> Result<Article> {
    let OwnerRow { id, .. } = owner(c, &slug).await?;
    let (statement, step) = if favorite { (FAVORITE, 1_i64) } else { (UNFAVORITE, -1) };
    let changed = sqlx::query(statement).bind(user.get()).bind(id).execute(&mut *c).await?;
    if changed.rows_affected() > 0 {
        sqlx::query(COUNT_FAVORITE).bind(id).bind(step).execute(&mut *c).await?;
    }
    article_by_id(c, user, id).await
}

/// One statement, whatever the length of the page; another one if the page is empty and not the first.
async fn articles(c: &mut Connection, viewer: Option<UserId>, filter: Filter, page: Page) -> Result<Listing> {
    let mut query = listing(viewer, &filter, page)?;
    let rows: Vec<ListedRow> = query.build_query_as().fetch_all(&mut *c).await?;
    match into_listing(rows, page) {
        Some(listing) => Ok(listing),
        None => Ok(beyond(listing_total(&filter)?.build_query_scalar().fetch_one(c).await?)),
    }
}

/// The statement for one page of the articles that meet `filter`, each with the number of all of them.
///
/// Conditions that are not wanted are left out, so that the others can use their indexes. One constant with
/// `$2 IS NULL OR …` for each would be planned once for all combinations.
///
/// # Errors
/// If the driver cannot encode an argument.
pub fn listing(viewer: Option<UserId>, filter: &Filter, page: Page) -> Result<QueryBuilder<Database>> {
    let mut query = Composed::default();
    // The viewer is `$1` in the constant.
    query.argument(viewer.map(UserId::get))?;
    query.sql.push_str(concat!(article_columns!("''"), ", (SELECT count(*) FROM articles a"));
    let conditions = query.conditions(filter)?;
    query.sql.push_str(&conditions);
    query.sql.push_str(concat!(") AS total", from_articles!()));
    query.sql.push_str(&conditions);
    query.sql.push_str(" ORDER BY a.created_at DESC, a.id DESC LIMIT ");
    query.push(i64::from(page.limit()))?;
    query.sql.push_str(" OFFSET ");
    query.push(i64::from(page.offset()))?;
    Ok(query.finish())
}

/// The statement for the number of all articles that meet `filter`.
///
/// # Errors
/// If the driver cannot encode an argument.
pub fn listing_total(filter: &Filter) -> Result<QueryBuilder<Database>> {
    let mut query = Composed::default();
    query.sql.push_str("SELECT count(*) FROM articles a");
    let conditions = query.conditions(filter)?;
    query.sql.push_str(&conditions);
    Ok(query.finish())
}

/// The statement that makes an article findable by all of its tags. One for all: a statement for each would be a round
/// trip for each.
///
/// # Errors
/// If the driver cannot encode an argument.
pub fn tagging(article: i64, tags: &[&str]) -> Result<QueryBuilder<Database>> {
    let mut query = Composed::default();
    query.sql.push_str("INSERT INTO article_tags (article_id, tag) VALUES ");
    query.argument(article)?;
    let mut separator = "($1, ";
    for tag in tags {
        query.sql.push_str(separator);
        query.push((*tag).to_owned())?;
        query.sql.push(')');
        separator = ", ($1, ";
    }
    Ok(query.finish())
}

/// A statement that is put together from constants, with its arguments.
///
/// `QueryBuilder` alone would not do here: for SQLite it writes a bare `?`, which cannot stand beside `$1`.
#[derive(Default)]
struct Composed {
    sql: String,
    arguments: <Database as sqlx::Database>::Arguments,
}

impl Composed {
    fn argument<'q, T>(&mut self, value: T) -> Result<()>
    where
        T: Encode<'q, Database> + Type<Database>,
    {
        self.arguments.add(value).map_err(StoreError::internal)
    }

    /// Adds an argument, and its name to the text.
    fn push<'q, T>(&mut self, value: T) -> Result<()>
    where
        T: Encode<'q, Database> + Type<Database>,
    {
        self.argument(value)?;
        self.sql.push('$');
        self.sql.push_str(&self.arguments.len().to_string());
        Ok(())
    }

    /// Adds the arguments of the conditions. Their text names the arguments, so it may be used more than once.
    fn conditions(&mut self, filter: &Filter) -> Result<String> {
        let by_tag = "a.id IN (SELECT article_id FROM article_tags WHERE tag = ";
        let by_author = "a.author_id = (SELECT id FROM users WHERE username = ";
        let by_reader = "a.id IN (SELECT f.article_id FROM favorites f JOIN users r ON r.id = f.user_id WHERE r.username = ";
        let conditions = [
            (by_tag, filter.tag.as_ref().map(Tag::as_str)),
            (by_author, filter.author.as_ref().map(Username::as_str)),
            (by_reader, filter.favorited.as_ref().map(Username::as_str)),
        ];
        let mut text = String::new();
        for (condition, value) in conditions {
            let Some(value) = value else { continue };
            self.argument(value.to_owned())?;
            let separator = if text.is_empty() { "WHERE" } else { "AND" };
            text += &format!(" {separator} {condition}${})", self.arguments.len());
        }
        Ok(text)
    }

    fn finish(self) -> QueryBuilder<Database> {
        QueryBuilder::with_arguments(self.sql, self.arguments)
    }
}

async fn feed(c: &mut Connection, reader: UserId, page: Page) -> Result<Listing> {
    let rows: Vec<ListedRow> = sqlx::query_as(FEED)
        .bind(reader.get())
        .bind(i64::from(page.limit()))
        .bind(i64::from(page.offset()))
        .fetch_all(&mut *c)
        .await?;
    match into_listing(rows, page) {
        Some(listing) => Ok(listing),
        None => Ok(beyond(sqlx::query_scalar(FEED_TOTAL).bind(reader.get()).fetch_one(c).await?)),
    }
}

/// A page with the number of all, if that is known: each row has it, but an empty page has no row.
fn into_listing(rows: Vec<ListedRow>, page: Page) -> Option<Listing> {
    let total = match rows.first() {
        Some(row) => row.total,
        None if page.offset() == 0 => 0,
        None => return None,
    };
    let articles = rows.into_iter().map(|row| row.article.into_domain().summary).collect();
    Some(Listing { articles, total })
}

/// A page after the last one.
fn beyond(total: i64) -> Listing {
    Listing { articles: Vec::new(), total }
}

async fn all_tags(c: &mut Connection) -> Result<Vec<Tag>> {
    let tags: Vec<String> = sqlx::query_scalar(TAGS).fetch_all(c).await?;
    Ok(tags.into_iter().map(Tag::from_storage).collect())
}

async fn add_comment(c: &mut Connection, slug: Slug, new: NewComment) -> Result<Comment> {
    let article = owner(c, &slug).await?.id;
    let id: i64 = sqlx::query_scalar(ADD_COMMENT)
        .bind(article)
        .bind(new.author.get())
        .bind(new.body.as_str())
        .bind(new.at.as_micros())
        .fetch_one(&mut *c)
        .await?;
    let row: CommentRow = sqlx::query_as(COMMENT).bind(new.author.get()).bind(id).fetch_one(c).await?;
    Ok(row.into_domain())
}

async fn comments(c: &mut Connection, viewer: Option<UserId>, slug: Slug) -> Result<Vec<Comment>> {
    let article = owner(c, &slug).await?.id;
    let query = sqlx::query_as(COMMENTS).bind(viewer.map(UserId::get)).bind(article);
    let rows: Vec<CommentRow> = query.fetch_all(c).await?;
    Ok(rows.into_iter().map(CommentRow::into_domain).collect())
}

async fn remove_comment(c: &mut Connection, user: UserId, slug: Slug, comment: CommentId) -> Result<()> {
    let article = owner(c, &slug).await?.id;
    let query = sqlx::query_scalar(COMMENT_OWNER).bind(comment.get()).bind(article);
    let author: Option<i64> = query.fetch_optional(&mut *c).await?;
    match author {
        None => Err(StoreError::NotFound(Thing::Comment)),
        Some(author) if author != user.get() => Err(StoreError::NotYours(Thing::Comment)),
        Some(_) => match sqlx::query(DELETE_COMMENT).bind(comment.get()).execute(c).await?.rows_affected() {
            0 => Err(StoreError::NotFound(Thing::Comment)),
            _ => Ok(()),
        },
    }
}

async fn note_event(
    c: &mut Connection,
    article: i64,
    kind: EventKind,
    slug: &Slug,
    title: &Title,
    author: &Username,
    at: Timestamp,
) -> Result<()> {
    let query =
        sqlx::query(NOTE_EVENT).bind(article).bind(kind.name()).bind(slug.as_str()).bind(title.as_str());
    query.bind(author.as_str()).bind(at.as_micros()).execute(c).await?;
    Ok(())
}

async fn due_events(c: &mut Connection, now: Timestamp, limit: u32) -> Result<Vec<Event>> {
    let query = sqlx::query_as(DUE_EVENTS).bind(now.as_micros()).bind(i64::from(limit));
    let rows: Vec<EventRow> = query.fetch_all(c).await?;
    rows.into_iter().map(EventRow::into_domain).collect()
}

async fn claim(c: &mut Connection, event: EventId, now: Timestamp, until: Timestamp) -> Result<bool> {
    let query = sqlx::query(CLAIM_EVENT).bind(event.get()).bind(now.as_micros()).bind(until.as_micros());
    Ok(query.execute(c).await?.rows_affected() == 1)
}

async fn settle(c: &mut Connection, event: EventId, settlement: Settlement) -> Result<()> {
    let (settled, due, reason) = match settlement {
        Settlement::Delivered { at } => (Some(at), None, None),
        Settlement::Postponed { until, reason } => (None, Some(until), Some(reason)),
        Settlement::Abandoned { at, reason } => (Some(at), None, Some(reason)),
    };
    sqlx::query(SETTLE_EVENT)
        .bind(event.get())
        .bind(settled.map(Timestamp::as_micros))
        .bind(due.map(Timestamp::as_micros))
        // It may quote whoever did not answer as expected.
        .bind(reason.map(|reason| reason.replace('\0', "")))
        .execute(c)
        .await?;
    Ok(())
}
