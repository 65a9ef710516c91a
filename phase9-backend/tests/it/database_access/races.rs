//! PostgreSQL under READ COMMITTED: what a step has read may be over by the time it writes.
//!
//! A second connection takes part of a step in a transaction of its own; storage gets as far as the lock; then the
//! second connection commits. That it is waiting, the server itself says.

use std::{sync::Arc, time::Duration};

use axum::http::StatusCode;
use futures::future::join_all;
use phase9_backend::{
    domain::Slug,
    http_server::LIMITS,
    store::{Postgres, Store},
};
use serde_json::{Value, json};
use sqlx::{Connection as _, Executor as _, PgConnection};

use super::{
    build::{
        at, kind, name, new_article, new_comment, new_title, new_user, no_changes, publish, refused,
        register, slug,
    },
    statements::statements_of,
};
use crate::{postgres::Database, support::App};

/// A database, storage in it, and somebody else who changes the same rows.
struct Rivals {
    database: Database,
    store: Postgres,
    other: PgConnection,
}

impl Rivals {
    async fn new() -> Self {
        let database = Database::new().await;
        let store = database.store().await;
        let mut other = database.connection().await;
        other.execute("BEGIN").await.unwrap();
        Self { database, store, other }
    }

    /// Takes `step` until it waits for the other's transaction, then commits that, and returns what the step came to.
    async fn overtaken<T>(mut self, step: impl AsyncFnOnce(&Postgres) -> T) -> (Postgres, T) {
        let result = until_it_waits(&self.database, &mut self.other, step(&self.store)).await;
        (self.store, result)
    }
}

/// Takes `step` until it waits for the transaction of `other`, then commits that, and returns what the step came to.
async fn until_it_waits<T>(
    database: &Database,
    other: &mut PgConnection,
    step: impl Future<Output = T>,
) -> T {
    let mut watcher = database.connection().await;
    let commit = async {
        let waits = "SELECT count(*) FROM pg_stat_activity \
                     WHERE datname = current_database() AND wait_event_type = 'Lock'";
        loop {
            let waiting: i64 = sqlx::query_scalar(waits).fetch_one(&mut watcher).await.unwrap();
            if waiting > 0 {
                break;
            }
        }
        other.execute("COMMIT").await.unwrap();
    };
    let both = async { futures::join!(step, commit).0 };
    // Only if the step does not wait at all.
    tokio::time::timeout(Duration::from_secs(20), both).await.expect("the step waits for the lock")
}

/// Publishes an article of ada's with the slug `storage`, and lets the other remove it without committing.
async fn removed_meanwhile() -> (Rivals, phase9_backend::domain::UserId, Slug) {
    let mut rivals = Rivals::new().await;
    let ada = register(&rivals.store, "ada").await.id;
    let article = publish(&rivals.store, ada, "Storage", 1).await;
    rivals.other.execute("DELETE FROM articles WHERE slug = 'storage'").await.unwrap();
    (rivals, ada, article)
}

const INSERT_STORAGE: &str = "INSERT INTO articles (author_id, slug, title, description, body, tags, created_at, updated_at) \
     SELECT id, 'storage', 'Storage', 'Theirs', 'All', '', 1, 1 FROM users WHERE username = 'ben'";

#[tokio::test]
#[cfg_attr(not(postgres_is_installed), ignore = "PostgreSQL is not installed: no initdb on PATH")]
async fn two_that_publish_one_title_get_two_slugs() {
    let mut rivals = Rivals::new().await;
    let ada = register(&rivals.store, "ada").await.id;
    register(&rivals.store, "ben").await;
    rivals.other.execute(INSERT_STORAGE).await.unwrap();
    let (_, published) =
        rivals.overtaken(async |store| store.publish(new_article(ada, "Storage", &[], 1)).await).await;
    assert_eq!(published.unwrap().summary.slug, slug("storage-2"));
}

#[tokio::test]
#[cfg_attr(not(postgres_is_installed), ignore = "PostgreSQL is not installed: no initdb on PATH")]
async fn a_slug_that_is_taken_while_an_article_moves_there_leads_to_the_other_one() {
    let mut rivals = Rivals::new().await;
    let ada = register(&rivals.store, "ada").await.id;
    register(&rivals.store, "ben").await;
    let article = publish(&rivals.store, ada, "Queues", 1).await;
    rivals.other.execute(INSERT_STORAGE).await.unwrap();
    let (store, revised) =
        rivals.overtaken(async |store| store.revise(ada, article, new_title("Storage", 2)).await).await;
    assert_eq!(revised.unwrap().summary.slug, slug("storage-2"));
    assert_eq!(store.due_events(at(9), 9).await.unwrap().len(), 1);
}

#[tokio::test]
#[cfg_attr(not(postgres_is_installed), ignore = "PostgreSQL is not installed: no initdb on PATH")]
async fn a_name_that_is_taken_meanwhile_is_taken() {
    let mut rivals = Rivals::new().await;
    let insert = "INSERT INTO users (username, email, password) VALUES ('ada', 'her@example.org', '')";
    rivals.other.execute(insert).await.unwrap();
    let (store, result) = rivals.overtaken(async |store| store.create_user(new_user("ada")).await).await;
    assert_eq!(refused(result), "username taken");
    store.profile(None, name("ada")).await.unwrap();
}

#[tokio::test]
#[cfg_attr(not(postgres_is_installed), ignore = "PostgreSQL is not installed: no initdb on PATH")]
async fn an_article_that_is_removed_meanwhile_cannot_be_marked() {
    let (rivals, ada, article) = removed_meanwhile().await;
    let (_, result) = rivals.overtaken(async |store| store.set_favorite(ada, article, true).await).await;
    assert_eq!(refused(result), "no such article");
}

#[tokio::test]
#[cfg_attr(not(postgres_is_installed), ignore = "PostgreSQL is not installed: no initdb on PATH")]
async fn an_article_that_is_removed_meanwhile_cannot_be_unmarked() {
    let mut rivals = Rivals::new().await;
    let ada = register(&rivals.store, "ada").await.id;
    let article = publish(&rivals.store, ada, "Storage", 1).await;
    rivals.store.set_favorite(ada, article.clone(), true).await.unwrap();
    rivals.other.execute("DELETE FROM articles WHERE slug = 'storage'").await.unwrap();
    let (_, result) = rivals.overtaken(async |store| store.set_favorite(ada, article, false).await).await;
    assert_eq!(refused(result), "no such article");
}

#[tokio::test]
#[cfg_attr(not(postgres_is_installed), ignore = "PostgreSQL is not installed: no initdb on PATH")]
async fn an_article_that_is_removed_meanwhile_cannot_be_commented_on() {
    let (rivals, ada, article) = removed_meanwhile().await;
    let comment = new_comment(ada, "Too late", 2);
    let (_, result) = rivals.overtaken(async |store| store.add_comment(article, comment).await).await;
    assert_eq!(refused(result), "no such article");
}

#[tokio::test]
#[cfg_attr(not(postgres_is_installed), ignore = "PostgreSQL is not installed: no initdb on PATH")]
async fn an_article_that_is_removed_meanwhile_cannot_be_revised() {
    let (rivals, ada, article) = removed_meanwhile().await;
    let (_, result) = rivals.overtaken(async |store| store.revise(ada, article, no_changes(2)).await).await;
    assert_eq!(refused(result), "no such article");
}

#[tokio::test]
#[cfg_attr(not(postgres_is_installed), ignore = "PostgreSQL is not installed: no initdb on PATH")]
async fn an_article_is_withdrawn_once() {
    let (rivals, ada, article) = removed_meanwhile().await;
    let (store, result) = rivals.overtaken(async |store| store.withdraw(ada, article, at(2)).await).await;
    assert_eq!(refused(result), "no such article");
    let told = store.due_events(at(9), 9).await.unwrap();
    assert_eq!(told.into_iter().map(|event| event.kind.name()).collect::<Vec<_>>(), ["article.published"]);
}

#[tokio::test]
#[cfg_attr(not(postgres_is_installed), ignore = "PostgreSQL is not installed: no initdb on PATH")]
async fn a_comment_is_removed_once() {
    let mut rivals = Rivals::new().await;
    let ada = register(&rivals.store, "ada").await.id;
    let article = publish(&rivals.store, ada, "Storage", 1).await;
    let comment = rivals.store.add_comment(article.clone(), new_comment(ada, "Yes", 2)).await.unwrap().id;
    rivals.other.execute("DELETE FROM comments").await.unwrap();
    let (_, result) = rivals.overtaken(async |store| store.remove_comment(ada, article, comment).await).await;
    assert_eq!(refused(result), "no such comment");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[cfg_attr(not(postgres_is_installed), ignore = "PostgreSQL is not installed: no initdb on PATH")]
async fn favorites_are_counted_right_however_many_there_are_at_once() {
    let database = Database::new().await;
    // As two instances of the service.
    let stores = [database.store().await, database.store().await];
    let ada = register(&stores[0], "ada").await.id;
    let article = publish(&stores[0], ada, "Storage", 1).await;
    let names: Vec<_> = (0..12).map(|number| format!("reader{number}")).collect();
    let readers = join_all(names.iter().map(|name| register(&stores[0], name))).await;
    let marked = async |favorite| {
        // Each reader twice, on both instances.
        let steps = readers.iter().flat_map(|reader| stores.iter().map(|store| (reader.id, store)));
        let steps = steps.map(|(reader, store)| store.set_favorite(reader, article.clone(), favorite));
        for result in join_all(steps).await {
            result.unwrap();
        }
        stores[0].article(None, article.clone()).await.unwrap().summary.favorites_count
    };
    assert_eq!(marked(true).await, 12);
    assert_eq!(marked(false).await, 0);
}

/// Lets the server undo the first `refusals` transactions that publish something, as if another had been in their way.
async fn refuse(connection: &mut PgConnection, code: &'static str, refusals: u32) {
    let trigger = format!(
        "CREATE SEQUENCE attempts; \
         CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             IF nextval('attempts') <= {refusals} THEN RAISE EXCEPTION 'in the way' USING ERRCODE = '{code}'; END IF; \
             RETURN NEW; \
         END $$; \
         CREATE TRIGGER refuse BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION refuse();"
    );
    connection.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(trigger))).await.unwrap();
}

#[tokio::test]
#[cfg_attr(not(postgres_is_installed), ignore = "PostgreSQL is not installed: no initdb on PATH")]
async fn transactions_that_got_in_each_others_way_are_tried_four_times() {
    for (code, refusals, attempts, outcome) in [
        ("40001", 3, 4, "published"),
        ("40P01", 3, 4, "published"),
        ("40001", 4, 4, "unavailable"),
        // What would come out the same again is not tried again.
        ("53100", 1, 1, "unavailable"),
        ("57P01", 1, 1, "unavailable"),
        ("57014", 1, 1, "unavailable"),
        ("22012", 1, 1, "internal"),
    ] {
        let database = Database::new().await;
        let store = database.store().await;
        let ada = register(&store, "ada").await.id;
        let mut connection = database.connection().await;
        refuse(&mut connection, code, refusals).await;
        let result = store.publish(new_article(ada, "Storage", &["rust"], 1)).await;
        let result = result.map_or_else(|error| kind(&error), |_| "published".into());
        assert!(result.starts_with(outcome), "{code}: {result}");
        let last: i64 =
            sqlx::query_scalar("SELECT last_value FROM attempts").fetch_one(&mut connection).await.unwrap();
        assert_eq!(last, attempts, "{code}");
        let kept = store.tags().await.unwrap().len();
        assert_eq!(kept, usize::from(outcome == "published"), "{code}");
    }
}

#[tokio::test]
#[cfg_attr(not(postgres_is_installed), ignore = "PostgreSQL is not installed: no initdb on PATH")]
async fn a_step_that_nobody_awaits_any_more_is_undone() {
    let mut rivals = Rivals::new().await;
    let ada = register(&rivals.store, "ada").await.id;
    register(&rivals.store, "ben").await;
    rivals.other.execute(INSERT_STORAGE).await.unwrap();
    // Both want the slug: the step waits for the other when it is dropped.
    let step = rivals.store.publish(new_article(ada, "Storage", &["rust"], 1));
    let mut watcher = rivals.database.connection().await;
    let waiting = async {
        let waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while sqlx::query_scalar::<_, i64>(waits).fetch_one(&mut watcher).await.unwrap() == 0 {}
    };
    tokio::select! {
        biased;
        () = waiting => {}
        result = step => panic!("it did not wait: {result:?}"),
    }
    rivals.other.execute("ROLLBACK").await.unwrap();
    // The pool gets the connection back without the transaction.
    assert_eq!(publish(&rivals.store, ada, "Storage", 2).await, slug("storage"));
    assert_eq!(rivals.store.due_events(at(9), 9).await.unwrap().len(), 1);
}

#[tokio::test]
#[cfg_attr(not(postgres_is_installed), ignore = "PostgreSQL is not installed: no initdb on PATH")]
async fn who_gets_no_connection_is_turned_away_in_time() {
    let (mut rivals, ada, article) = removed_meanwhile().await;
    let mut watcher = rivals.database.connection().await;
    let (store, other) = (&rivals.store, &mut rivals.other);
    // As many as there are connections, and each of them waits for the other's transaction.
    let waiting = (0..16).map(|_| store.set_favorite(ada, article.clone(), true));
    let turned_away = async {
        let waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while sqlx::query_scalar::<_, i64>(waits).fetch_one(&mut watcher).await.unwrap() < 16 {}
        let result = tokio::time::timeout(Duration::from_secs(10), store.tags()).await;
        other.execute("ROLLBACK").await.unwrap();
        refused(result.expect("nobody waits that long"))
    };
    let both = async { futures::join!(join_all(waiting), turned_away) };
    // Only if one of them does not wait at all.
    let both = tokio::time::timeout(Duration::from_secs(30), both).await;
    let (marked, turned_away) = both.expect("they wait for the lock");
    assert_eq!(turned_away, "unavailable");
    assert!(marked.iter().all(Result::is_ok), "{marked:?}");
    assert_eq!(store.tags().await.unwrap().len(), 1);
}

#[tokio::test]
#[cfg_attr(not(postgres_is_installed), ignore = "PostgreSQL is not installed: no initdb on PATH")]
async fn instances_that_start_together_migrate_once() {
    let database = Database::new().await;
    let stores = join_all((0..4).map(|_| database.store())).await;
    register(&stores[0], "ada").await;
    stores[3].profile(None, name("ada")).await.unwrap();
    let mut connection = database.connection().await;
    let applied: i64 =
        sqlx::query_scalar("SELECT count(*) FROM _sqlx_migrations").fetch_one(&mut connection).await.unwrap();
    assert_eq!(applied, 1);
    connection.close().await.unwrap();
    stores[0].close().await;
    assert_eq!(refused(stores[0].tags().await), "unavailable");
    assert_eq!(refused(stores[0].create_user(new_user("ben")).await), "unavailable");
    assert_eq!(refused(stores[0].ping().await), "unavailable");
}

#[tokio::test]
#[cfg_attr(not(postgres_is_installed), ignore = "PostgreSQL is not installed: no initdb on PATH")]
async fn those_who_ask_for_a_page_while_it_is_read_share_the_next_reading() {
    let database = Database::new().await;
    let app = App::over(Arc::new(database.store().await), LIMITS);
    let ada = app.register("ada").await;
    app.publish(&ada, "Queues").await;
    let mut other = database.connection().await;
    other.execute("BEGIN").await.unwrap();
    other.execute("LOCK TABLE articles IN ACCESS EXCLUSIVE MODE").await.unwrap();
    let ask = |token, path| (0..5).map(move |_| (token, path));
    let requests = ask("", "/articles").chain(ask(&*ada, "/articles")).chain(ask("", "/articles?limit=1"));
    let answers = join_all(requests.map(|(token, path)| app.call("GET", path, token, Value::Null)));
    let answers = async {
        for (status, list) in answers.await {
            assert_eq!((status, &list["articles"][0]["slug"]), (StatusCode::OK, &json!("queues")));
        }
    };
    // Of each five, the first one reads at once, and the others together.
    let statements = until_it_waits(&database, &mut other, statements_of(answers)).await;
    assert_eq!(statements, 3 * 2);
}
