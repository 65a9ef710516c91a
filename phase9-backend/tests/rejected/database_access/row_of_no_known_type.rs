//! A row for a type that does not say which columns it is made of.
//!
//! Repair: `#[derive(sqlx::FromRow)]`, on a type for rows: it has the database's types in it, `i64` and `String`, and is
//! turned into the domain's in one place, the one to look at when a column changes.

#[cfg_attr(fixed, derive(sqlx::FromRow))]
struct CommentRow {
    id: i64,
    body: String,
}

async fn comments(pool: &sqlx::PgPool, article: i64) -> Result<Vec<CommentRow>, sqlx::Error> {
    sqlx::query_as("SELECT id, body FROM comments WHERE article_id = $1 ORDER BY id") //~ E0277
        .bind(article)
        .fetch_all(pool) //~ E0277
        .await
}

fn main() {
    let _ = comments;
    let CommentRow { id: _, body: _ } = CommentRow { id: 1, body: String::new() };
}
