//! The writer of SQLite: who shares a commit with whom, and what happens when the disk or another process is in the way.

use std::{error::Error as _, time::Duration};

use futures::{FutureExt as _, future::join_all};
use phase9_backend::{
    domain::{Filter, Page},
    store::{Settlement, Sqlite, SqliteLimits, Store, StoreError},
};
use sqlx::{Connection as _, Executor as _, SqliteConnection};

use super::{
    build::{at, body, email, kind, name, new_article, new_user, publish, refused, register},
    engines::File,
};

/// How many commits there are in the write-ahead log, from <https://sqlite.org/fileformat.html#the_write_ahead_log>: a
/// header of 32 bytes, then frames, each a header of 24 bytes and a page. The second number in a frame's header is zero,
/// unless the frame is the last one of a commit.
fn commits(file: &File) -> usize {
    let log = std::fs::read(file.path().with_extension("db-wal")).unwrap();
    let number = |bytes: &[u8]| u32::from_be_bytes(*bytes.first_chunk().unwrap());
    let (header, frames) = log.split_at(32);
    let frame = 24 + number(&header[8..]) as usize;
    // What an earlier use of the log has left carries other salts.
    let frames = frames.chunks_exact(frame).take_while(|frame| frame[8..16] == header[16..24]);
    frames.filter(|frame| number(&frame[4..]) != 0).count()
}

#[tokio::test]
async fn writes_that_wait_together_share_a_commit() {
    let file = File::new().await;
    let before = commits(&file);
    let names: Vec<_> = (0..64).map(|number| format!("reader{number}")).collect();
    // All are in the queue before the writer, a task of the same thread, gets to run.
    join_all(names.iter().map(|name| register(&file.store, name))).await;
    assert_eq!(commits(&file) - before, 1);
    // One after the other, each waits for a commit of its own.
    for name in ["ada", "ben", "cleo"] {
        register(&file.store, name).await;
    }
    assert_eq!(commits(&file) - before, 4);
}

#[tokio::test]
async fn the_queue_and_the_batch_have_an_end() {
    let file = File::new().await;
    let before = commits(&file);
    let names: Vec<_> = (0..1026).map(|number| format!("reader{number}")).collect();
    let results = join_all(names.iter().map(|name| file.store.create_user(new_user(name)))).await;
    let (taken, turned_away): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    assert_eq!((taken.len(), commits(&file) - before), (1024, 8));
    assert_eq!(turned_away.into_iter().map(refused).collect::<Vec<_>>(), ["unavailable", "unavailable"]);
}

#[tokio::test]
async fn a_step_that_fails_leaves_the_others_of_its_commit_alone() {
    let file = File::new().await;
    let before = commits(&file);
    let mut second = new_user("ada");
    second.email = email("another");
    let steps = [new_user("ada"), second, new_user("ben")].map(|new| file.store.create_user(new));
    let [ada, second, ben] = join_all(steps).await.try_into().unwrap();
    assert_eq!(refused(second), "username taken");
    assert_eq!(commits(&file) - before, 1);
    for user in [ada.unwrap(), ben.unwrap()] {
        assert_eq!(file.store.user(user.id).await.unwrap(), user);
    }
    assert_eq!(file.store.credentials(email("another")).await.unwrap(), None);
}

#[tokio::test]
async fn a_step_that_fails_late_leaves_nothing_behind() {
    let file = File::new().await;
    let ada = register(&file.store, "ada").await;
    // A table that storage does not know of refuses the event, the last statement of the step.
    let mut other = SqliteConnection::connect_with(&Sqlite::options(&file.path(), &SqliteLimits::default()))
        .await
        .unwrap();
    other
        .execute("CREATE TRIGGER refuse BEFORE INSERT ON events WHEN NEW.slug = 'storage' BEGIN SELECT raise(FAIL, 'no'); END")
        .await
        .unwrap();
    let steps = [new_article(ada.id, "Storage", &["lost"], 1), new_article(ada.id, "Queues", &["kept"], 2)];
    let [lost, kept] = join_all(steps.map(|new| file.store.publish(new))).await.try_into().unwrap();
    assert!(refused(lost).starts_with("internal"));
    kept.unwrap();
    let listing = file.store.articles(None, Filter::default(), Page::default()).await.unwrap();
    assert_eq!((listing.total, listing.articles[0].title.as_str()), (1, "Queues"));
    assert_eq!(file.store.tags().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_step_that_panics_has_failed_and_the_others_have_not() {
    let file = File::new().await;
    let before = commits(&file);
    let panics = file.store.write::<(), _>(|c| {
        async move {
            sqlx::query("INSERT INTO users (username, email, password) VALUES ('ben', '', '')")
                .execute(c)
                .await?;
            panic!("on purpose")
        }
        .boxed()
    });
    let (ada, ben, cleo) = futures::join!(
        file.store.create_user(new_user("ada")),
        panics,
        file.store.create_user(new_user("cleo"))
    );
    assert_eq!(refused(ben), "internal: the step has panicked");
    assert_eq!((ada.is_ok(), cleo.is_ok(), commits(&file) - before), (true, true, 1));
    file.store.ping().await.unwrap();
    register(&file.store, "ben").await;
}

/// What panics when nobody wants it.
#[derive(Debug)]
struct Unwanted;

impl Drop for Unwanted {
    fn drop(&mut self) {
        panic!("on purpose");
    }
}

#[tokio::test]
async fn storage_without_its_writer_is_not_ready() {
    let file = File::new().await;
    // The answer is dropped by the writer, outside of any step.
    assert!(file.store.write(|_| async { Ok(Unwanted) }.boxed()).now_or_never().is_none());
    assert_eq!(refused(file.store.create_user(new_user("ada")).await), "unavailable");
    assert_eq!(refused(file.store.ping().await), "unavailable");
    // Whoever reads does not need it.
    file.store.tags().await.unwrap();
    file.store.close().await;
}

#[tokio::test]
async fn a_step_is_taken_even_if_nobody_waits_any_more() {
    let file = File::new().await;
    // Polled once: it is in the queue. Then whoever waited hangs up.
    assert!(file.store.create_user(new_user("ada")).now_or_never().is_none());
    register(&file.store, "ben").await;
    assert!(file.store.credentials(email("ada")).await.unwrap().is_some());
}

#[tokio::test]
async fn what_was_queued_is_taken_before_storage_closes() {
    let file = File::new().await;
    let writes = ["ada", "ben"].map(|name| file.store.create_user(new_user(name)));
    let (results, ()) = futures::join!(join_all(writes), file.store.close());
    assert!(results.iter().all(Result::is_ok), "{results:?}");
}

#[tokio::test]
async fn closed_storage_says_so() {
    let file = File::new().await;
    file.store.close().await;
    assert_eq!(refused(file.store.create_user(new_user("ada")).await), "unavailable");
    assert_eq!(refused(file.store.tags().await), "unavailable");
    assert_eq!(refused(file.store.ping().await), "unavailable");
    // Twice does no harm.
    file.store.close().await;
}

#[tokio::test]
async fn what_was_answered_is_found_when_the_file_is_opened_again() {
    let file = File::new().await;
    let ada = register(&file.store, "ada").await;
    // Nothing was closed: as after a crash, the write-ahead log has it.
    let second = Sqlite::open(&file.path()).await.unwrap();
    assert_eq!(second.user(ada.id).await.unwrap(), ada);
    let ben = register(&second, "ben").await;
    second.close().await;
    assert_eq!(file.store.user(ben.id).await.unwrap(), ben);
    file.store.close().await;
    // Closed, it is one file that can be copied: nothing is left beside it.
    let left: Vec<_> =
        std::fs::read_dir(file.directory.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(left, ["conduit.db"]);
    let third = Sqlite::open(&file.path()).await.unwrap();
    assert_eq!(third.user(ben.id).await.unwrap(), ben);
}

#[tokio::test]
async fn connections_are_as_durable_as_they_should_be() {
    let file = File::new().await;
    let mut plain = SqliteConnection::connect(&format!("sqlite:{}", file.path().display())).await.unwrap();
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut plain).await.unwrap();
    assert_eq!(mode, "wal");
    let options = Sqlite::options(&file.path(), &SqliteLimits::default());
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    for (pragma, expected) in
        [("PRAGMA synchronous", 2_i64), ("PRAGMA foreign_keys", 1), ("PRAGMA busy_timeout", 5000)]
    {
        let value: i64 = sqlx::query_scalar(pragma).fetch_one(&mut connection).await.unwrap();
        assert_eq!(value, expected, "{pragma}");
    }
}

/// All that an error says, down to its cause.
fn reasons(error: &StoreError) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}

#[tokio::test]
async fn a_file_that_another_process_writes_to_is_unavailable_and_nothing_is_lost() {
    let patience = SqliteLimits { busy_timeout: Duration::from_millis(1), max_pages: None };
    let file = File::with(&patience).await;
    let ada = register(&file.store, "ada").await;
    let mut other = SqliteConnection::connect_with(&Sqlite::options(&file.path(), &patience)).await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    other.execute("UPDATE users SET bio = 'from elsewhere'").await.unwrap();
    let steps = ["ben", "cleo"].map(|who| file.store.create_user(new_user(who)));
    for refused in join_all(steps).await {
        let error = refused.unwrap_err();
        assert!(
            error.is_transient() && reasons(&error).contains("database is locked"),
            "{}",
            reasons(&error)
        );
    }
    // Readers see what was there before, and wait for nobody.
    assert_eq!(file.store.user(ada.id).await.unwrap(), ada);
    other.execute("COMMIT").await.unwrap();
    assert_eq!(file.store.user(ada.id).await.unwrap().bio.as_str(), "from elsewhere");
    register(&file.store, "ben").await;
    assert_eq!(refused(file.store.profile(None, name("cleo")).await), "no such profile");
}

#[tokio::test]
async fn a_writer_that_has_to_wait_reads_only_then() {
    let file = File::new().await;
    register(&file.store, "ada").await;
    let options = Sqlite::options(&file.path(), &SqliteLimits::default());
    let mut other = SqliteConnection::connect_with(&options).await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    other.execute("UPDATE users SET username = 'lovelace', email = 'lovelace@example.org'").await.unwrap();
    let meanwhile = async {
        // Time enough for a step to read what is about to be over, if it could: it would find the name taken.
        for _ in 0..100 {
            file.store.ping().await.unwrap();
        }
        other.execute("COMMIT").await.unwrap();
    };
    let (ada, ()) = futures::join!(file.store.create_user(new_user("ada")), meanwhile);
    assert_eq!(ada.unwrap().username, name("ada"));
}

#[tokio::test]
async fn a_commit_that_fails_is_undone_and_the_next_one_succeeds() {
    let file = File::new().await;
    let options = Sqlite::options(&file.path(), &SqliteLimits::default());
    let mut other = SqliteConnection::connect_with(&options).await.unwrap();
    // A constraint that is looked at when the transaction ends, and that leaves it open when it is violated.
    let schema = "CREATE TABLE invitations (code INTEGER PRIMARY KEY) STRICT; \
         CREATE TABLE invited (code INTEGER REFERENCES invitations (code) DEFERRABLE INITIALLY DEFERRED) STRICT; \
         CREATE TRIGGER invite AFTER INSERT ON users WHEN NEW.username = 'ben' \
             BEGIN INSERT INTO invited (code) VALUES (1); END";
    other.execute(sqlx::raw_sql(schema)).await.unwrap();
    let steps = ["ada", "ben"].map(|who| file.store.create_user(new_user(who)));
    for result in join_all(steps).await {
        assert_eq!(refused(result), "unavailable");
    }
    assert_eq!(refused(file.store.profile(None, name("ada")).await), "no such profile");
    register(&file.store, "ada").await;
}

#[tokio::test]
async fn a_full_disk_is_unavailable_and_what_was_stored_stays() {
    // As many pages as the empty schema has, and a few more.
    let empty = File::new().await;
    let mut connection =
        SqliteConnection::connect_with(&Sqlite::options(&empty.path(), &SqliteLimits::default()))
            .await
            .unwrap();
    let pages: u32 = sqlx::query_scalar("PRAGMA page_count").fetch_one(&mut connection).await.unwrap();
    let file = File::with(&SqliteLimits { max_pages: Some(pages + 4), ..SqliteLimits::default() }).await;
    let ada = register(&file.store, "ada").await;
    let small = publish(&file.store, ada.id, "Small", 1).await;
    let mut large = new_article(ada.id, "Large", &[], 2);
    large.body = body(&"x".repeat(90_000));
    let error = file.store.publish(large.clone()).await.unwrap_err();
    assert!(error.is_transient() && reasons(&error).contains("full"), "{}", reasons(&error));
    assert_eq!(file.store.article(None, small).await.unwrap().summary.author.username, name("ada"));
    assert_eq!(file.store.articles(None, Filter::default(), Page::default()).await.unwrap().total, 1);

    // Most statements can be undone alone, as any other step that fails.
    let (first, second, third) = futures::join!(
        file.store.create_user(new_user("ben")),
        file.store.publish(large),
        file.store.create_user(new_user("cleo"))
    );
    assert_eq!((first.is_ok(), refused(second), third.is_ok()), (true, "unavailable".into(), true));

    // With this one SQLite gives up the whole transaction: who came before it in there is told so. Who came after it
    // gets another one: the writer does not get stuck. That a name is taken is not true without the one who took it.
    let event = file.store.due_events(at(9), 1).await.unwrap()[0].id;
    let reason = "x".repeat(90_000);
    let (first, same, second, third) = futures::join!(
        file.store.create_user(new_user("dora")),
        file.store.create_user(new_user("dora")),
        file.store.settle(event, Settlement::Postponed { until: at(5), reason }),
        file.store.create_user(new_user("emil"))
    );
    let first = first.unwrap_err();
    assert!(first.is_transient() && reasons(&first).contains("full"), "{}", reasons(&first));
    assert_eq!((refused(same), refused(second)), ("unavailable".into(), "unavailable".into()));
    assert_eq!(file.store.user(third.unwrap().id).await.unwrap().username, name("emil"));
    assert_eq!(refused(file.store.profile(None, name("dora")).await), "no such profile");
    assert_eq!(file.store.due_events(at(9), 1).await.unwrap()[0].attempts, 0);
    register(&file.store, "dora").await;
}

#[tokio::test]
async fn a_new_file_can_be_opened_by_several_at_once() {
    for _ in 0..8 {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("conduit.db");
        let stores = join_all((0..4).map(|_| Sqlite::open(&path))).await;
        assert!(stores.iter().all(Result::is_ok), "{stores:?}");
    }
}

#[tokio::test]
async fn a_file_of_a_later_version_is_not_opened() {
    let file = File::new().await;
    let mut other = SqliteConnection::connect_with(&Sqlite::options(&file.path(), &SqliteLimits::default()))
        .await
        .unwrap();
    other
        .execute(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
             VALUES (9999, 'from the future', TRUE, x'00', 0)",
        )
        .await
        .unwrap();
    let refused = kind(&Sqlite::open(&file.path()).await.unwrap_err());
    assert!(refused.starts_with("internal") && refused.contains("9999"), "{refused}");
    std::fs::write(file.directory.path().join("notes.txt"), "x".repeat(4096)).unwrap();
    let no_database = Sqlite::open(&file.directory.path().join("notes.txt")).await;
    assert!(kind(&no_database.unwrap_err()).contains("not a database"));
}
