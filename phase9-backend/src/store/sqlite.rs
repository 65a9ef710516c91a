//! SQLite: one file, one writer, many readers.
//!
//! A database file takes one writer at a time. Connections that compete for it wait for each other inside SQLite, where
//! nobody sees the queue and the unlucky fail with `SQLITE_BUSY`; and each pays for a commit of its own, that is, waits
//! until the disk has everything. So there is one connection that writes, in a task of its own, with a queue before it.
//! The task takes everything that has queued up while the disk was busy, and commits it together: the more clients
//! write, the more of them share a commit. A savepoint around each step keeps one that fails from undoing the others.
//! Only after the commit does anybody get an answer, so what was answered is on disk.
//!
//! Some failures are too much for a savepoint: when the disk is full, SQLite may undo the whole transaction at once. Then
//! everybody whose step was in it hears that storage is unavailable, and the steps behind them get a transaction of their
//! own. Because of that, the statements that begin and end transactions stand here, and are not left to
//! [`sqlx::Transaction`], which counts savepoints and would not know that they are gone.

use std::{
    panic::AssertUnwindSafe,
    path::Path,
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};

use futures::{FutureExt as _, future::BoxFuture};
use sqlx::{
    Connection as _, SqliteConnection, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::sync::{
    Mutex,
    mpsc::{self, error::TrySendError},
    oneshot,
};

use tracing::{Instrument as _, Span};

use super::StoreError;
use crate::async_backend::{Backoff, Budget, retry};

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

/// What the file and its users are to be content with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqliteLimits {
    /// How long a connection waits for another process that writes to the same file.
    pub busy_timeout: Duration,
    /// How many pages the file may have, if not as many as the disk has room for.
    pub max_pages: Option<u32>,
}

impl Default for SqliteLimits {
    /// Five seconds, and the disk.
    fn default() -> Self {
        Self { busy_timeout: Duration::from_secs(5), max_pages: None }
    }
}

/// Storage in an SQLite file.
#[derive(Debug)]
pub struct Sqlite {
    readers: SqlitePool,
    /// None once it is closed.
    writer: Mutex<Option<tokio::task::JoinHandle<()>>>,
    /// None once it is closed.
    queue: RwLock<Option<mpsc::Sender<Box<dyn Job>>>>,
}

impl Sqlite {
    /// Opens the file at `path` with the usual limits, creates it if it is missing, and brings its schema up to date.
    ///
    /// # Errors
    /// If it cannot be opened, is no database, or has been migrated by a later version.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_with(path, &SqliteLimits::default()).await
    }

    /// As [`open`](Self::open), with limits of one's own.
    ///
    /// # Errors
    /// As those of [`open`](Self::open).
    pub async fn open_with(path: &Path, limits: &SqliteLimits) -> Result<Self, StoreError> {
        let options = Self::options(path, limits);
        // A new file is switched to WAL by one connection. Others that try it meanwhile are told at once that the file is
        // locked: SQLite waits for no lock that two of them could be waiting for.
        let begun = Instant::now();
        let waits = Backoff::new(Duration::from_millis(1), Duration::from_millis(50)).waits();
        let waits = waits.take_while(|_| begun.elapsed() < limits.busy_timeout);
        let connect = || async { Ok::<_, StoreError>(SqliteConnection::connect_with(&options).await?) };
        let mut connection = retry(waits, &Budget::new(0.0, u32::MAX), connect).await?;
        // SQLite has no lock that sqlx could take for this. Whoever waits here finds it done.
        let mut migration = connection.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::migrate!("migrations/sqlite").run(&mut *migration).await.map_err(StoreError::internal)?;
        migration.commit().await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(Duration::from_secs(2))
            // A dead reader would be noticed by the statement itself.
            .test_before_acquire(false)
            .connect_with(options.clone().read_only(true).create_if_missing(false))
            .await?;
        let (queue, jobs) = mpsc::channel(QUEUE);
        let writer = tokio::spawn(write_all(connection, jobs));
        Ok(Self { readers, writer: Mutex::new(Some(writer)), queue: RwLock::new(Some(queue)) })
    }

    /// How connections to the file are opened. All that is set here but the journal mode is the connection's own and not
    /// the file's: a program that opens the file in its own way has its own answers.
    pub fn options(path: &Path, limits: &SqliteLimits) -> SqliteConnectOptions {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // In WAL mode, anything less may lose the last commits when the power fails.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            // What a savepoint needs to go back is no file: each step has one.
            .pragma("temp_store", "memory")
            .busy_timeout(limits.busy_timeout);
        match limits.max_pages {
            Some(pages) => options.pragma("max_page_count", pages.to_string()),
            None => options,
        }
    }

    /// Takes `step` on the connection that writes, and returns when it is on disk.
    ///
    /// Once it is queued it is taken, even if nobody waits for it any more: a client that hangs up leaves nothing half
    /// done.
    ///
    /// Public so that tests can take steps that the service never would.
    #[doc(hidden)]
    pub fn write<T, F>(&self, step: F) -> BoxFuture<'_, Result<T, StoreError>>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, StoreError>> + Send + 'static,
    {
        Box::pin(async move {
            let (answer, answered) = oneshot::channel();
            self.queue()?.try_send(Box::new(Waiting { step, answer, span: Span::current() })).map_err(
                |error| match error {
                    TrySendError::Full(_) => StoreError::unavailable("too many writes are waiting"),
                    TrySendError::Closed(_) => closed(),
                },
            )?;
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

    fn queue(&self) -> Result<mpsc::Sender<Box<dyn Job>>, StoreError> {
        let queue = self.queue.read().unwrap_or_else(PoisonError::into_inner);
        queue.clone().ok_or_else(closed)
    }

    /// Fails if nobody takes steps any more.
    fn check_writer(&self) -> Result<(), StoreError> {
        if self.queue()?.is_closed() { Err(closed()) } else { Ok(()) }
    }

    /// Takes the steps that are queued, and closes the file.
    async fn shut_down(&self) {
        let queue = self.queue.write().unwrap_or_else(PoisonError::into_inner).take();
        // The connection that is closed last moves what is in the log to the file, and only one that writes can do so:
        // the writer must not end before the readers have.
        self.readers.close().await;
        drop(queue);
        if let Some(writer) = self.writer.lock().await.take()
            && let Err(error) = writer.await
        {
            tracing::error!(%error, "the writer has ended badly");
        }
    }
}

fn closed() -> StoreError {
    StoreError::unavailable("storage is closed")
}

/// A step in the queue.
trait Job: Send {
    /// Takes it in the transaction and after the savepoint that are open.
    fn take<'c>(self: Box<Self>, connection: &'c mut SqliteConnection) -> BoxFuture<'c, Taken>;

    /// Tells whoever waits that it was not taken.
    fn refuse(self: Box<Self>, reason: Arc<StoreError>);
}

/// A step that was taken, and that nobody knows of yet.
struct Taken {
    /// To be told how the commit went.
    answer: Box<dyn FnOnce(Result<(), Arc<StoreError>>) + Send>,
    end: End,
}

/// How a step has left the transaction.
enum End {
    /// Its changes are after the savepoint.
    Changed,
    /// It has failed, and everything is as it was at the savepoint.
    Undone,
    /// It has failed, and SQLite has given up the whole transaction because of that.
    Lost(Arc<StoreError>),
}

/// The step of somebody who waits for its result.
struct Waiting<T, F> {
    step: F,
    /// The step is taken in another task. What it logs there belongs to the request that waits for it here.
    span: Span,
    answer: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, F> Job for Waiting<T, F>
where
    T: Send + 'static,
    F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, StoreError>> + Send + 'static,
{
    fn take<'c>(self: Box<Self>, connection: &'c mut SqliteConnection) -> BoxFuture<'c, Taken> {
        let Self { step, answer, span } = *self;
        Box::pin(async move {
            let (result, end) = take(connection, step).instrument(span).await;
            let answer = Box::new(move |committed: Result<(), Arc<StoreError>>| {
                // What the step has found out may have come from a step before it, so without the commit it is not
                // true, be it a success or a failure. If nobody waits any more, the step was taken all the same.
                let _ = answer.send(committed.map_err(StoreError::unavailable).and(result));
            });
            Taken { answer, end }
        })
    }

    fn refuse(self: Box<Self>, reason: Arc<StoreError>) {
        // If nobody waits any more, nobody needs to know.
        let _ = self.answer.send(Err(StoreError::unavailable(reason)));
    }
}

/// Takes steps as they come, as many at a time as are there, until nobody can queue any more.
async fn write_all(mut connection: SqliteConnection, mut jobs: mpsc::Receiver<Box<dyn Job>>) {
    let mut batch = Vec::with_capacity(BATCH);
    while jobs.recv_many(&mut batch, BATCH).await > 0 {
        let mut waiting = batch.drain(..);
        while waiting.len() > 0 {
            commit_together(&mut connection, &mut waiting).await;
        }
    }
    if let Err(error) = connection.close().await {
        tracing::error!(%error, "the database was not closed cleanly");
    }
}

// Each text is one trip to the thread that the connection lives in, and what a trip costs is more than what SQLite needs
// for most statements. So what belongs together goes together.

/// A transaction, and a savepoint for the first step. Deferred, it would begin to write only when it has read, and fail
/// at once if somebody else has written since.
const BEGIN: &str = "BEGIN IMMEDIATE; SAVEPOINT step";

/// The step before stays, and the next one gets a savepoint.
const NEXT: &str = "RELEASE step; SAVEPOINT step";

/// The step is undone. To go back to a savepoint leaves it there, for the next step.
const AGAIN: &str = "ROLLBACK TO step";

/// Takes the jobs in one transaction, and answers them when it is committed. If the transaction is lost on the way, it
/// ends there, and the jobs that are left are for the next one.
async fn commit_together(connection: &mut SqliteConnection, jobs: &mut std::vec::Drain<'_, Box<dyn Job>>) {
    if let Err(error) = execute(connection, BEGIN).await {
        tracing::warn!(%error, "no transaction could be begun");
        // If it was the savepoint that failed.
        let _ = execute(connection, "ROLLBACK").await;
        let error = Arc::new(error);
        jobs.for_each(|job| job.refuse(Arc::clone(&error)));
        return;
    }
    let mut answers = Vec::with_capacity(jobs.len());
    let mut committed = Ok(());
    while let Some(job) = jobs.next() {
        let Taken { answer, end } = job.take(connection).await;
        answers.push(answer);
        committed = match end {
            End::Changed if jobs.len() > 0 => execute(connection, NEXT).await.map_err(Arc::new),
            End::Changed | End::Undone => Ok(()),
            End::Lost(error) => Err(error),
        };
        if committed.is_err() {
            break;
        }
    }
    if committed.is_ok() {
        // What is after the savepoint is committed with the rest.
        committed = execute(connection, "COMMIT").await.map_err(Arc::new);
    }
    if let Err(error) = &committed {
        tracing::warn!(%error, steps = answers.len(), "a transaction is lost");
        // SQLite may have done so already, and then it complains.
        let _ = execute(connection, "ROLLBACK").await;
    }
    for answer in answers {
        answer(committed.clone());
    }
}

/// Takes `step` so that nothing is left of it if it fails.
async fn take<T, F>(connection: &mut SqliteConnection, step: F) -> (Result<T, StoreError>, End)
where
    F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, StoreError>>,
{
    // Everybody waits for the writer, so a step that panics must not take it along. What such a step leaves behind is in
    // the database, and is undone there.
    let result = AssertUnwindSafe(step(connection)).catch_unwind().await;
    match result.unwrap_or_else(|_| Err(StoreError::internal("the step has panicked"))) {
        Ok(value) => (Ok(value), End::Changed),
        Err(error) if execute(connection, AGAIN).await.is_ok() => (Err(error), End::Undone),
        // There is no savepoint any more. The step's own error says why; what comes of that says nothing.
        Err(error) => {
            let error = Arc::new(error);
            (Err(StoreError::unavailable(Arc::clone(&error))), End::Lost(error))
        }
    }
}

async fn execute(connection: &mut SqliteConnection, statement: &'static str) -> Result<(), StoreError> {
    sqlx::query(statement).execute(connection).await?;
    Ok(())
}
