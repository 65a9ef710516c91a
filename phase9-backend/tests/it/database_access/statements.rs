//! The statements themselves: that both engines understand them, how they find their rows, and how many there are.

use std::{
    collections::BTreeMap,
    sync::{Mutex, OnceLock, PoisonError},
};

use phase9_backend::{
    domain::{Filter, Page, Tag},
    store::{Settlement, Sqlite, SqliteLimits, Store, statements},
};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, SqlSafeStr as _, SqliteConnection};
use tokio::sync::oneshot;
use tracing::{
    Event, Instrument as _, Level, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id},
};
use tracing_subscriber::{
    Layer,
    filter::Targets,
    layer::{Context, SubscriberExt as _},
    registry::LookupSpan,
};

use super::{
    build::{at, name, new_article, new_comment, publish, register},
    engines::File,
};
use crate::postgres::Database;

/// Every combination of conditions.
fn filters() -> impl Iterator<Item = Filter> {
    let tag = || Tag::parse("rust").unwrap();
    (0..8).map(move |bits| Filter {
        tag: (bits & 1 != 0).then(tag),
        author: (bits & 2 != 0).then(|| name("ada")),
        favorited: (bits & 4 != 0).then(|| name("ben")),
    })
}

/// A connection that storage does not know of.
async fn connect(file: &File) -> SqliteConnection {
    let options = Sqlite::options(&file.path(), &SqliteLimits::default());
    SqliteConnection::connect_with(&options).await.unwrap()
}

#[tokio::test]
async fn sqlite_understands_every_statement() {
    let file = File::new().await;
    let mut connection = connect(&file).await;
    for (name, statement) in statements::sqlite::STATEMENTS {
        let prepared = connection.prepare(statement.into_sql_str()).await;
        assert!(prepared.is_ok(), "{name}: {prepared:?}");
    }
    for filter in filters() {
        let page = Page::default();
        for statement in [
            statements::sqlite::listing(None, &filter, page).unwrap().into_string(),
            statements::sqlite::listing_total(&filter).unwrap().into_string(),
            statements::sqlite::tagging(1, &["rust", "async"]).unwrap().into_string(),
        ] {
            let prepared = connection.prepare(AssertSqlSafe(statement).into_sql_str()).await;
            assert!(prepared.is_ok(), "{filter:?}: {prepared:?}");
        }
    }
}

#[tokio::test]
#[cfg_attr(not(postgres_is_installed), ignore = "PostgreSQL is not installed: no initdb on PATH")]
async fn postgres_understands_every_statement() {
    let database = Database::new().await;
    let _store = database.store().await;
    let mut connection = database.connection().await;
    for (name, statement) in statements::postgres::STATEMENTS {
        let prepared = connection.prepare(statement.into_sql_str()).await;
        assert!(prepared.is_ok(), "{name}: {prepared:?}");
    }
    for filter in filters() {
        let page = Page::default();
        for statement in [
            statements::postgres::listing(None, &filter, page).unwrap().into_string(),
            statements::postgres::listing_total(&filter).unwrap().into_string(),
            statements::postgres::tagging(1, &["rust", "async"]).unwrap().into_string(),
        ] {
            let prepared = connection.prepare(AssertSqlSafe(statement).into_sql_str()).await;
            assert!(prepared.is_ok(), "{filter:?}: {prepared:?}");
        }
    }
}

#[test]
fn every_statement_is_in_the_list() {
    // One constant each, and nothing else of this form in the file.
    let source = include_str!("../../../src/store/sql.rs");
    let constants =
        source.lines().filter(|line| line.starts_with("const ") && line.contains(": &str =")).count();
    assert_eq!(statements::sqlite::STATEMENTS.len(), constants);
}

#[test]
fn lists_leave_the_texts_of_the_articles_where_they_are() {
    let constants = BTreeMap::from_iter(statements::sqlite::STATEMENTS.iter().copied());
    for filter in filters() {
        let listing = statements::sqlite::listing(None, &filter, Page::default()).unwrap().into_string();
        assert!(!listing.contains("a.body"), "{listing}");
    }
    assert!(constants["article"].contains("a.body") && !constants["feed"].contains("a.body"));
}

/// How SQLite would find the rows, a line a table.
async fn plan(connection: &mut SqliteConnection, statement: &str) -> Vec<String> {
    let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
    let lines: Vec<(i64, i64, i64, String)> = sqlx::query_as(explain).fetch_all(connection).await.unwrap();
    lines.into_iter().map(|(.., detail)| detail).collect()
}

/// The lines of a plan that read all there is, or sort it.
fn expensive(plan: &[String]) -> Vec<&str> {
    let lines = plan.iter().map(String::as_str);
    lines
        .filter(|line| {
            line.starts_with("SCAN") && *line != "SCAN CONSTANT ROW" || line.contains("TEMP B-TREE")
        })
        .collect()
}

#[tokio::test]
async fn sqlite_scans_no_table() {
    let file = File::new().await;
    let mut connection = connect(&file).await;
    for (name, statement) in statements::sqlite::STATEMENTS {
        let plan = plan(&mut connection, statement).await;
        let expected: &[&str] = match *name {
            // All tags are wanted, and the index has them in order.
            "tags" => &["SCAN article_tags USING COVERING INDEX sqlite_autoindex_article_tags_1"],
            // Whether a row that is added makes up for a violated foreign key: asked only while one is violated.
            "create_user" => &["SCAN comments", "SCAN follows"],
            // The articles of several authors, each author's in order, have to be merged.
            "feed" => &["USE TEMP B-TREE FOR ORDER BY"],
            _ => &[],
        };
        assert_eq!(expensive(&plan), expected, "{name}: {plan:#?}");
    }
}

#[tokio::test]
async fn sqlite_finds_the_rows_of_each_list_by_an_index() {
    let file = File::new().await;
    let mut connection = connect(&file).await;
    let constant = |wanted: &str| {
        statements::sqlite::STATEMENTS
            .iter()
            .find(|(name, _)| *name == wanted)
            .map(|(_, it)| (*it).to_owned())
    };
    let listing = |bits| {
        let filter = filters().nth(bits).unwrap();
        statements::sqlite::listing(None, &filter, Page::default()).unwrap().into_string()
    };
    for (statement, index) in [
        // In the order of the list, so that it ends with the page.
        (listing(0), "SCAN a USING INDEX articles_by_time"),
        (listing(1), "SEARCH article_tags USING COVERING INDEX sqlite_autoindex_article_tags_1 (tag=?)"),
        (listing(2), "SEARCH a USING INDEX articles_by_author (author_id=?)"),
        (listing(4), "SEARCH f USING COVERING INDEX sqlite_autoindex_favorites_1 (user_id=?)"),
        (constant("feed").unwrap(), "SEARCH a USING INDEX articles_by_author (author_id=?)"),
        (constant("feed_total").unwrap(), "SEARCH a USING COVERING INDEX articles_by_author (author_id=?)"),
        (constant("profile").unwrap(), "SEARCH u USING INDEX sqlite_autoindex_users_1 (username=?)"),
        (constant("article").unwrap(), "SEARCH a USING INDEX sqlite_autoindex_articles_1 (slug=?)"),
        (constant("comments").unwrap(), "SEARCH c USING INDEX comments_by_article (article_id=?)"),
        (constant("due_events").unwrap(), "SEARCH e USING INDEX events_due (due_at<?)"),
        (
            constant("due_events").unwrap(),
            "SEARCH earlier USING INDEX events_unsettled (article_id=? AND id<?)",
        ),
    ] {
        let plan = plan(&mut connection, &statement).await;
        assert!(plan.iter().any(|line| line.as_str() == index), "{index} is not in {plan:#?}");
    }
    // Only where the rows do not come in the order of the list are they sorted; and nothing else is read in whole.
    for (bits, filter) in filters().enumerate() {
        let text = statements::sqlite::listing(None, &filter, Page::default()).unwrap().into_string();
        let plan = plan(&mut connection, &text).await;
        let sorted = filter.tag.is_some() || filter.favorited.is_some();
        for line in expensive(&plan) {
            let expected = if sorted { line.contains("TEMP B-TREE") } else { bits == 0 };
            assert!(expected, "{filter:?}: {plan:#?}");
        }
    }
}

#[tokio::test]
#[cfg_attr(not(postgres_is_installed), ignore = "PostgreSQL is not installed: no initdb on PATH")]
async fn postgres_has_an_index_for_each_list() {
    let database = Database::new().await;
    let _store = database.store().await;
    let mut connection = database.connection().await;
    // Without this it would read small tables in whole, which is what one should do with them.
    connection.execute("SET enable_seqscan = off").await.unwrap();
    let mut texts = BTreeMap::from_iter(statements::postgres::STATEMENTS.iter().copied());
    let listing =
        statements::postgres::listing(None, &Filter::default(), Page::default()).unwrap().into_string();
    texts.insert("listing", &listing);
    for (name, arguments, index) in [
        ("listing", 3, "articles_by_time"),
        ("feed", 3, "articles_by_"),
        ("comments", 2, "comments_by_article"),
        ("due_events", 2, "events_due"),
        ("article_by_id", 2, "articles_pkey"),
    ] {
        let mut explain = sqlx::query_scalar(AssertSqlSafe(format!("EXPLAIN {}", texts[name])));
        for _ in 0..arguments {
            explain = explain.bind(1_i64);
        }
        let plan: Vec<String> = explain.fetch_all(&mut connection).await.unwrap();
        let plan = plan.join("\n");
        assert!(plan.contains(index) && !plan.contains("Seq Scan"), "{name}: {plan}");
    }
}

#[tokio::test]
#[cfg_attr(not(postgres_is_installed), ignore = "PostgreSQL is not installed: no initdb on PATH")]
async fn postgres_sorts_tags_by_their_bytes_whatever_its_language() {
    // The server of the tests has no language of its own: the answers would be the same without it.
    let database = Database::new().await;
    let _store = database.store().await;
    let collation = "SELECT collation_name::text FROM information_schema.columns \
         WHERE table_name = 'article_tags' AND column_name = 'tag'";
    let collation: Option<String> =
        sqlx::query_scalar(collation).fetch_one(&mut database.connection().await).await.unwrap();
    assert_eq!(collation.as_deref(), Some("C"));
}

#[tokio::test]
async fn what_became_of_an_event_stays_for_people_to_read() {
    let file = File::new().await;
    let ada = register(&file.store, "ada").await.id;
    for title in ["first", "second"] {
        publish(&file.store, ada, title, 1).await;
    }
    let [first, second] = &file.store.due_events(at(1), 2).await.unwrap()[..] else { panic!("two are due") };
    let reason = |reason: &str| reason.to_owned();
    for (event, settlement) in [
        (first, Settlement::Postponed { until: at(5), reason: reason("asleep") }),
        (first, Settlement::Delivered { at: at(7) }),
        (second, Settlement::Abandoned { at: at(8), reason: reason("gone") }),
    ] {
        file.store.settle(event.id, settlement).await.unwrap();
    }
    let rows: Vec<(i64, Option<i64>, Option<String>)> =
        sqlx::query_as("SELECT attempts, settled_at, reason FROM events ORDER BY id")
            .fetch_all(&mut connect(&file).await)
            .await
            .unwrap();
    assert_eq!(rows, [(2, Some(7), None), (1, Some(8), Some("gone".into()))]);
}

/// Counts what sqlx reports inside of the spans of [`statements_of`], whichever thread it comes from: the driver of SQLite
/// has threads of its own, and takes the span along.
struct Counts;

/// Whether a statement belongs to a connection and not to a step: a pool may open one whenever it is asked for one.
struct Setup(bool);

impl Visit for Setup {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0 |= field.name() == "summary" && value.starts_with("PRAGMA");
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

/// How many statements there were in a span so far.
struct Count(usize);

/// Who waits for the end of a span, and what was counted in it.
static WAITING: Mutex<BTreeMap<u64, oneshot::Sender<usize>>> = Mutex::new(BTreeMap::new());

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Counts {
    fn on_new_span(&self, _: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        context.span(id).expect("it is new").extensions_mut().insert(Count(0));
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut setup = Setup(false);
        event.record(&mut setup);
        if !setup.0
            && let Some(span) = context.event_span(event)
            && let Some(count) = span.extensions_mut().get_mut::<Count>()
        {
            count.0 += 1;
        }
    }

    /// Nobody has the span any more, no thread of the driver either.
    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner).remove(&id.into_u64());
        let count = context.span(&id).and_then(|span| span.extensions().get::<Count>().map(|count| count.0));
        if let Some((waiting, count)) = waiting.zip(count) {
            let _ = waiting.send(count);
        }
    }
}

/// How many statements a step takes.
pub async fn statements_of<T>(step: impl Future<Output = T>) -> usize {
    static INSTALLED: OnceLock<()> = OnceLock::new();
    INSTALLED.get_or_init(|| {
        let targets =
            Targets::new().with_target("sqlx::query", Level::DEBUG).with_target("step", Level::INFO);
        let subscriber = tracing_subscriber::registry().with(Counts.with_filter(targets));
        tracing::subscriber::set_global_default(subscriber).expect("no other test sets one for all threads");
    });
    let (closed, count) = oneshot::channel();
    let span = tracing::info_span!(target: "step", "step");
    let id = span.id().expect("the span is wanted").into_u64();
    WAITING.lock().unwrap_or_else(PoisonError::into_inner).insert(id, closed);
    step.instrument(span).await;
    count.await.unwrap()
}

/// The statements of each list, for a page of one article and of many.
async fn check_lists(store: &dyn Store) {
    let [ada, ben] = [register(store, "ada").await, register(store, "ben").await];
    store.set_following(ben.id, name("ada"), true).await.unwrap();
    let mut counts = Vec::new();
    for size in [1, 30] {
        let mut slug = None;
        for number in 0..size {
            slug = Some(publish(store, ada.id, &format!("{size} {number}"), i64::from(number)).await);
        }
        let slug = slug.unwrap();
        for _ in 0..size {
            store.add_comment(slug.clone(), new_comment(ada.id, "Yes", 1)).await.unwrap();
        }
        let (page, beyond) = (Page::new(100, 0).unwrap(), Page::new(100, 1000).unwrap());
        counts.push([
            statements_of(store.articles(Some(ben.id), Filter::default(), page)).await,
            statements_of(store.feed(ben.id, page)).await,
            statements_of(store.articles(None, Filter::default(), beyond)).await,
            statements_of(store.feed(ben.id, beyond)).await,
            statements_of(store.comments(Some(ben.id), slug)).await,
            statements_of(store.tags()).await,
        ]);
        assert_eq!(store.feed(ben.id, page).await.unwrap().articles.len(), if size == 1 { 1 } else { 31 });
    }
    assert_eq!(counts, [[1, 1, 2, 2, 2, 1]; 2]);
}

#[tokio::test]
async fn lists_take_as_many_statements_for_a_hundred_as_for_one_on_sqlite() {
    check_lists(&File::new().await.store).await;
}

#[tokio::test]
#[cfg_attr(not(postgres_is_installed), ignore = "PostgreSQL is not installed: no initdb on PATH")]
async fn lists_take_as_many_statements_for_a_hundred_as_for_one_on_postgres() {
    check_lists(&Database::new().await.store().await).await;
}

/// The statements of an article that is published with few tags, and with many.
async fn check_tagging(store: &dyn Store, expected: usize) {
    let ada = register(store, "ada").await.id;
    let many: Vec<_> = (0..20).map(|number| format!("tag{number}")).collect();
    let many: Vec<_> = many.iter().map(String::as_str).collect();
    for (title, tags) in [("one", &many[..1]), ("many", &many)] {
        assert_eq!(statements_of(store.publish(new_article(ada, title, tags, 1))).await, expected);
        assert_eq!(store.tags().await.unwrap().len(), tags.len());
    }
}

#[tokio::test]
async fn an_article_takes_as_many_statements_with_twenty_tags_as_with_one_on_sqlite() {
    // The article, its tags and the event belong to the request that waits. Savepoints and the commit are everybody's.
    check_tagging(&File::new().await.store, 3).await;
}

#[tokio::test]
#[cfg_attr(not(postgres_is_installed), ignore = "PostgreSQL is not installed: no initdb on PATH")]
async fn an_article_takes_as_many_statements_with_twenty_tags_as_with_one_on_postgres() {
    // The article, its tags, the event, and the commit.
    check_tagging(&Database::new().await.store().await, 4).await;
}
