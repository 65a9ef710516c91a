//! A statement that is put together while the program runs: whoever chooses the word chooses a part of the statement.
//!
//! `sqlx::query` takes a `&'static str`, which no client can have written unless somebody leaks a `String`. Repair: the
//! word as an argument, and a constant for the statement. Where the shape itself has to vary, `QueryBuilder` keeps text
//! and arguments apart; `AssertSqlSafe` says that somebody has looked.

async fn count(connection: &mut sqlx::SqliteConnection, tag: &str) -> Result<i64, sqlx::Error> {
    #[cfg(not(fixed))]
    let statement = format!("SELECT count(*) FROM article_tags WHERE tag = '{tag}'");
    #[cfg(not(fixed))]
    let query = sqlx::query_scalar(&statement); //~ E0277
    #[cfg(fixed)]
    let query = sqlx::query_scalar("SELECT count(*) FROM article_tags WHERE tag = $1").bind(tag);
    query.fetch_one(connection).await
}

fn main() {
    let _ = count;
}
