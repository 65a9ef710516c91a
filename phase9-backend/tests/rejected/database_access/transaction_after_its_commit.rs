//! A statement after the commit: `commit` takes the transaction, so nothing can slip out of it unnoticed.
//!
//! In a language where the transaction stays in scope, the event would be stored in a transaction of its own, and be
//! missing after a crash in between. Repair: commit last.

async fn publish(pool: &sqlx::SqlitePool, title: &str) -> Result<(), sqlx::Error> {
    let mut transaction = pool.begin().await?;
    sqlx::query("INSERT INTO articles (title) VALUES ($1)").bind(title).execute(&mut *transaction).await?;
    let event = sqlx::query("INSERT INTO events (title) VALUES ($1)").bind(title);
    #[cfg(not(fixed))]
    transaction.commit().await?;
    #[cfg(not(fixed))]
    event.execute(&mut *transaction).await?; //~ E0382
    #[cfg(fixed)]
    event.execute(&mut *transaction).await?;
    #[cfg(fixed)]
    transaction.commit().await?;
    Ok(())
}

fn main() {
    let _ = publish;
}
