//! What a commit costs, and what it costs to share one; and many rows by one statement or by many.
//!
//! Run: `cargo bench -p phase9-backend --bench database_access`. The directory for temporary files (`TMPDIR`) should be
//! on a disk: where it is memory, a commit waits for nothing.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use futures::future::join_all;
use phase9_backend::{
    domain::{Bio, Email, NewUser, PasswordHash, UserChanges, UserId, Username},
    store::{Sqlite, SqliteLimits, Store as _},
};
use sqlx::{
    Connection as _, Executor as _, QueryBuilder, SqliteConnection, SqlitePool, sqlite::SqlitePoolOptions,
};
use tokio::runtime::Runtime;

const WRITERS: usize = 64;

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime can be made")
}

/// A file with as many users as there are writers.
async fn open(directory: &tempfile::TempDir) -> (Sqlite, Vec<UserId>) {
    let store = Sqlite::open(&directory.path().join("conduit.db")).await.expect("a file can be made");
    let new = |number: usize| NewUser {
        username: Username::from_storage(format!("reader{number}")),
        email: Email::from_storage(format!("reader{number}@example.org")),
        password: PasswordHash::new(String::new()),
    };
    let users = join_all((0..WRITERS).map(|number| store.create_user(new(number)))).await;
    let users = users.into_iter().map(|user| user.expect("the names are free").id).collect();
    (store, users)
}

/// The rival: a connection for each of a few writers at a time, a transaction for each write.
async fn write_alone(pool: &SqlitePool, user: UserId) {
    let mut connection = pool.acquire().await.expect("there is a connection");
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await.expect("the others are quick");
    let update = sqlx::query("UPDATE users SET bio = $2 WHERE id = $1").bind(user.get()).bind("Reads.");
    update.execute(&mut *transaction).await.expect("the user is there");
    transaction.commit().await.expect("the disk has room");
}

fn commits(criterion: &mut Criterion) {
    let runtime = runtime();
    let directory = tempfile::tempdir().expect("a directory can be made");
    let (store, users) = runtime.block_on(open(&directory));
    let path = directory.path().join("conduit.db");
    let options = Sqlite::options(&path, &SqliteLimits::default());
    let pool = {
        // A pool starts a task of its own.
        let _context = runtime.enter();
        SqlitePoolOptions::new().max_connections(8).connect_lazy_with(options)
    };
    let write = |user| {
        let changes = UserChanges { bio: Some(Bio::from_storage("Reads.".into())), ..UserChanges::default() };
        store.update_user(user, changes)
    };

    let mut group = criterion.benchmark_group("64 writes");
    group.sample_size(20).throughput(Throughput::Elements(WRITERS as u64));
    group.bench_function("at once, commits shared", |bencher| {
        bencher.iter(|| runtime.block_on(join_all(users.iter().map(|user| write(*user)))));
    });
    group.bench_function("one after the other, a commit each", |bencher| {
        bencher.iter(|| {
            runtime.block_on(async {
                for user in &users {
                    write(*user).await.expect("the user is there");
                }
            });
        });
    });
    group.bench_function("at once on 8 connections, a commit each", |bencher| {
        bencher.iter(|| runtime.block_on(join_all(users.iter().map(|user| write_alone(&pool, *user)))));
    });
    group.finish();
}

fn rows(criterion: &mut Criterion) {
    let runtime = runtime();
    let mut connection = runtime.block_on(async {
        let mut connection = SqliteConnection::connect("sqlite::memory:").await.expect("memory is there");
        let table = "CREATE TABLE article_tags (tag TEXT NOT NULL, article_id INTEGER NOT NULL, PRIMARY KEY (tag, article_id))";
        connection.execute(table).await.expect("the statement is right");
        connection
    });
    let tags: Vec<_> = (0..20).map(|number| format!("tag{number}")).collect();

    let mut group = criterion.benchmark_group("20 rows in a transaction");
    group.bench_function("a statement each", |bencher| {
        bencher.iter(|| {
            runtime.block_on(async {
                let mut transaction = connection.begin().await.expect("none is open");
                for tag in &tags {
                    let insert = sqlx::query("INSERT INTO article_tags (article_id, tag) VALUES (1, $1)");
                    insert.bind(tag).execute(&mut *transaction).await.expect("the row is new");
                }
                transaction.rollback().await.expect("one is open");
            });
        });
    });
    group.bench_function("one statement", |bencher| {
        bencher.iter(|| {
            runtime.block_on(async {
                let mut transaction = connection.begin().await.expect("none is open");
                let mut insert = QueryBuilder::new("INSERT INTO article_tags (article_id, tag) ");
                insert.push_values(&tags, |mut row, tag| {
                    row.push("1").push_bind(tag);
                });
                insert.build().execute(&mut *transaction).await.expect("the rows are new");
                transaction.rollback().await.expect("one is open");
            });
        });
    });
    group.finish();
}

criterion_group!(benches, commits, rows);
criterion_main!(benches);
