//! A use case asks the database itself, and hands the driver's error on with `?`.
//!
//! There is no conversion, on purpose: nobody has sorted that error yet, into what may pass in a moment and what may not.
//! Repair: the border that sorts it, `StoreError`.

use phase9_backend::service::ServiceError;
#[cfg(fixed)]
use phase9_backend::store::StoreError;

async fn titles(pool: &sqlx::SqlitePool) -> Result<Vec<String>, ServiceError> {
    let titles = sqlx::query_scalar("SELECT title FROM articles").fetch_all(pool).await;
    #[cfg(not(fixed))]
    let titles = titles?; //~ E0277
    #[cfg(fixed)]
    let titles = titles.map_err(StoreError::from)?;
    Ok(titles)
}

fn main() {
    drop(titles);
}
