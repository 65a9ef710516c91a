//! SQLite: one file, one writer, many readers.
//!
//! A database file takes one writer at a time. Connections that compete for it wait for each other inside SQLite, where
//! nobody sees the queue and the unlucky fail with `SQLITE_BUSY`; and each pays for a commit of its own, that is, waits
//! until the disk has everything. So there is one connection that writes, in a task of its own, with a queue before it.
//! The task takes everything that has queued up while the disk was busy, and commits it together: the more clients
//! write, the more of them share a commit. A savepoint around each step keeps one that fails from undoing the others.
//! Only after the commit does anybody get an answer, so what was answered is on disk.

use std::{path::Path, sync::Arc, time::Duration};

use futures::future::BoxFuture;
use sqlx::{
    Connection as _, SqliteConnection, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::sync::{
    Mutex,
    mpsc::{self, error::TrySendError},
    oneshot,
};

use tracing::Instrument as _;

use super::StoreError;

#[expect(clippy::duplicate_mod, reason = "the statements are the same, the types of the drivers are not")]
#[path = "sql.rs"]
pub mod sql;

/// What the statements are sent to.
type Connection = SqliteConnection;
type Database = sqlx::Sqlite;
/// What the steps are implemented for.
type Engine = Sqlite;

/// So many steps wait before others are told that storage is busy.
const QUEUE: usize = 1024;

/// At most so many steps share a commit.
const BATCH: usize = 128;

/// How long a connection waits for another process that writes to the same file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The step of somebody who waits, to be taken on the connection that writes. What it returns says how the commit went.
type Job = Box<dyn for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Answer> + Send>;
type Answer = Box<dyn FnOnce(Result<(), Arc<sqlx::Error>>) + Send>;

/// Storage in an SQLite file.
#[derive(Debug)]
pub struct Sqlite {
    readers: SqlitePool,
    /// None once it is closed.
    writer: Mutex<Option<tokio::task::JoinHandle<()>>>,
    queue: std::sync::RwLock<Option<mpsc::Sender<Job>>>,
}

impl Sqlite {
    /// Opens the file at `path`, creates it if it is missing, and brings its schema up to date.
    ///
    /// # Errors
    /// If it cannot be opened, is no database, or has been migrated by a later version.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // In WAL mode, anything less may lose the last commits when the power fails.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT);
        let mut connection = SqliteConnection::connect_with(&options).await?;
        sqlx::migrate!("migrations/sqlite").run(&mut connection).await.map_err(StoreError::internal)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(Duration::from_secs(2))
            // A dead reader would be noticed by the statement itself.
            .test_before_acquire(false)
            .connect_with(options.clone().read_only(true).create_if_missing(false))
            .await?;
        let (queue, jobs) = mpsc::channel(QUEUE);
        let writer = tokio::spawn(write_all(connection, jobs));
        Ok(Self { readers, writer: Mutex::new(Some(writer)), queue: std::sync::RwLock::new(Some(queue)) })
    }

    /// Takes `step` on the connection that writes, and returns when it is on disk.
    ///
    /// Once it is queued it is taken, even if nobody waits for it any more: a client that hangs up leaves nothing half
    /// done.
    fn write<T, F>(&self, step: F) -> BoxFuture<'_, Result<T, StoreError>>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, StoreError>> + Send + 'static,
    {
        Box::pin(async move {
            let (answer, answered) = oneshot::channel();
            // The step is taken in another task. What it logs there belongs to the request that waits for it here.
            let span = tracing::Span::current();
            let job: Job = Box::new(move |connection| {
                Box::pin(async move {
                    let result = in_savepoint(connection, step).instrument(span).await;
                    let reply = move |committed: Result<(), Arc<sqlx::Error>>| {
                        // If nobody waits any more, the step was taken all the same.
                        let _ = answer.send(committed.map_err(StoreError::unavailable).and(result));
                    };
                    Box::new(reply) as Answer
                })
            });
            self.queue()?.try_send(job).map_err(|error| match error {
                TrySendError::Full(_) => StoreError::unavailable("too many writes are waiting"),
                TrySendError::Closed(_) => closed(),
            })?;
            answered.await.map_err(|_| closed())?
        })
    }

    /// Takes `step`, which changes nothing, on one of the connections that read.
    fn read<T, F>(&self, step: F) -> BoxFuture<'_, Result<T, StoreError>>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, StoreError>> + Send + 'static,
    {
        Box::pin(async move { step(&mut *self.readers.acquire().await?).await })
    }

    fn queue(&self) -> Result<mpsc::Sender<Job>, StoreError> {
        let queue = self.queue.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        queue.clone().ok_or_else(closed)
    }

    /// Fails if nobody takes steps any more.
    fn check_writer(&self) -> Result<(), StoreError> {
        if self.queue()?.is_closed() { Err(closed()) } else { Ok(()) }
    }

    /// Takes the steps that are queued, and closes the file.
    async fn shut_down(&self) {
        self.queue.write().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        if let Some(writer) = self.writer.lock().await.take()
            && let Err(error) = writer.await
        {
            tracing::error!(%error, "the writer has ended badly");
        }
        self.readers.close().await;
    }
}

fn closed() -> StoreError {
    StoreError::unavailable("storage is closed")
}

/// Takes steps as they come, as many at a time as are there, until nobody can queue any more.
async fn write_all(mut connection: SqliteConnection, mut jobs: mpsc::Receiver<Job>) {
    let mut batch = Vec::with_capacity(BATCH);
    while jobs.recv_many(&mut batch, BATCH).await > 0 {
        commit_together(&mut connection, &mut batch).await;
    }
    if let Err(error) = connection.close().await {
        tracing::error!(%error, "the database was not closed cleanly");
    }
}

/// Takes all steps of `batch` in one transaction, and answers them when it is committed.
async fn commit_together(connection: &mut SqliteConnection, batch: &mut Vec<Job>) {
    let mut answers = Vec::with_capacity(batch.len());
    // Deferred, it would begin to write only when it has read, and fail at once if somebody else has written since.
    let committed = match connection.begin_with("BEGIN IMMEDIATE").await {
        Ok(mut transaction) => {
            for job in batch.drain(..) {
                answers.push(job(&mut transaction).await);
            }
            transaction.commit().await
        }
        // Without a transaction no job is taken; their senders are dropped, and whoever waits hears that.
        Err(error) => {
            tracing::warn!(%error, "no transaction could be begun");
            batch.clear();
            return;
        }
    };
    let committed = committed.map_err(Arc::new);
    if let Err(error) = &committed {
        tracing::warn!(%error, steps = answers.len(), "a commit has failed");
    }
    for answer in answers {
        answer(committed.clone());
    }
}

/// Takes `step` so that nothing is left of it if it fails.
async fn in_savepoint<T, F>(connection: &mut SqliteConnection, step: F) -> Result<T, StoreError>
where
    F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, StoreError>>,
{
    let mut savepoint = connection.begin().await?;
    let result = step(&mut savepoint).await;
    match &result {
        Ok(_) => savepoint.commit().await?,
        Err(_) => savepoint.rollback().await?,
    }
    result
}
