//! Two statements at once on one connection: a connection answers one after the other, and `&mut` says so.
//! A future that is not finished still borrows what it was made from.
//!
//! Repair: one after the other. They may see two states of the database then, as they might on two connections of the pool:
//! if that matters, it takes one statement that answers both, or a transaction at `REPEATABLE READ` around them.

async fn page(connection: &mut sqlx::PgConnection) -> Result<(Vec<String>, i64), sqlx::Error> {
    let titles = sqlx::query_scalar("SELECT title FROM articles ORDER BY created_at DESC LIMIT 20");
    let total = sqlx::query_scalar("SELECT count(*) FROM articles");
    let titles = titles.fetch_all(&mut *connection);
    #[cfg(fixed)]
    let titles = titles.await;
    let total = total.fetch_one(&mut *connection); //~ E0499
    #[cfg(not(fixed))]
    let titles = titles.await;
    Ok((titles?, total.await?))
}

fn main() {
    let _ = page;
}
