//! PostgreSQL: many connections that write at the same time, and that may get in each other's way.

use std::time::Duration;

use futures::future::BoxFuture;
use sqlx::{PgConnection, PgPool, postgres::PgPoolOptions};

use super::StoreError;

#[expect(clippy::duplicate_mod, reason = "the statements are the same, the types of the drivers are not")]
#[path = "sql.rs"]
pub mod sql;

/// What the statements are sent to.
type Connection = PgConnection;
type Database = sqlx::Postgres;
/// What the steps are implemented for.
type Engine = Postgres;

/// How often a step is taken whose transaction was undone because of another one.
const ATTEMPTS: u32 = 4;

/// Storage in a PostgreSQL database, which other instances may use as well.
#[derive(Debug)]
pub struct Postgres {
    pool: PgPool,
}

impl Postgres {
    /// Connects to the database at `url`, and brings its schema up to date. If several instances do so at once, one
    /// migrates, and the others wait for it.
    ///
    /// # Errors
    /// If it is out of reach, or has been migrated by a later version.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        let pool = PgPoolOptions::new()
            .max_connections(16)
            // Who cannot get a connection in this time had better be told, and try again later.
            .acquire_timeout(Duration::from_secs(2))
            .connect(url)
            .await?;
        sqlx::migrate!("migrations/postgres").run(&pool).await.map_err(StoreError::internal)?;
        Ok(Self { pool })
    }

    /// Takes `step` in a transaction of its own, again if another transaction was in its way.
    fn write<T, F>(&self, step: F) -> BoxFuture<'_, Result<T, StoreError>>
    where
        T: Send + 'static,
        F: for<'c> Fn(&'c mut PgConnection) -> BoxFuture<'c, Result<T, StoreError>> + Send + Sync + 'static,
    {
        Box::pin(async move {
            let mut attempt = 1;
            loop {
                match self.try_write(&step).await {
                    Err(error) if attempt < ATTEMPTS && is_conflict(&error) => {
                        tracing::debug!(attempt, "a transaction is tried again");
                        attempt += 1;
                    }
                    result => return result,
                }
            }
        })
    }

    async fn try_write<T, F>(&self, step: &F) -> Result<T, StoreError>
    where
        F: for<'c> Fn(&'c mut PgConnection) -> BoxFuture<'c, Result<T, StoreError>>,
    {
        // It is rolled back when it is dropped, that is, whenever the step fails or nobody waits for it any more.
        let mut transaction = self.pool.begin().await?;
        let result = step(&mut transaction).await?;
        transaction.commit().await?;
        Ok(result)
    }

    /// Takes `step`, which changes nothing.
    fn read<T, F>(&self, step: F) -> BoxFuture<'_, Result<T, StoreError>>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut PgConnection) -> BoxFuture<'c, Result<T, StoreError>> + Send + 'static,
    {
        Box::pin(async move { step(&mut *self.pool.acquire().await?).await })
    }

    /// Everybody writes here for themselves.
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "the steps ask both engines")]
    fn check_writer(&self) -> Result<(), StoreError> {
        Ok(())
    }

    async fn shut_down(&self) {
        self.pool.close().await;
    }
}

/// A transaction that could not be put in order with others, a deadlock, or a slug that somebody else has taken since it
/// was found to be free. Each time one of them succeeds, so that all do in the end.
fn is_conflict(error: &StoreError) -> bool {
    let StoreError::Unavailable(source) = error else { return false };
    let Some(sqlx::Error::Database(error)) = source.downcast_ref() else { return false };
    matches!(error.code().as_deref(), Some("40001" | "40P01" | "23505"))
}
