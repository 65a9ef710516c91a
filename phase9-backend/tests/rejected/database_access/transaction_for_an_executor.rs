//! A transaction is no executor: it is a guard around a connection, and the connection is.
//!
//! Repair: `&mut *transaction` reborrows the connection for one statement. Passing the transaction itself by value would
//! be worse, because it would be rolled back with the first statement that takes it.

async fn credit(pool: &sqlx::SqlitePool, author: i64, cents: i64) -> Result<(), sqlx::Error> {
    let mut transaction = pool.begin().await?;
    let update = sqlx::query("UPDATE accounts SET cents = cents + $2 WHERE id = $1").bind(author).bind(cents);
    #[cfg(not(fixed))]
    update.execute(&mut transaction).await?; //~ E0277
    #[cfg(fixed)]
    update.execute(&mut *transaction).await?;
    transaction.commit().await
}

fn main() {
    let _ = credit;
}
