//! A trait with an `async fn` behind `dyn`: each implementation's future is a type of its own, of a size of its own, so
//! there is no one entry for a vtable.
//!
//! Repair: return the future boxed, as `Store` does. A generic parameter would do as well, but then everything that holds
//! storage carries the parameter, and which database it is has to be known when it is compiled.

use std::sync::Arc;

#[cfg(not(fixed))]
trait Articles: Send + Sync {
    async fn count(&self) -> Result<i64, sqlx::Error>;
}

#[cfg(fixed)]
trait Articles: Send + Sync {
    fn count(&self) -> std::pin::Pin<Box<dyn Future<Output = Result<i64, sqlx::Error>> + Send + '_>>;
}

async fn report(articles: Arc<dyn Articles>) -> Result<String, sqlx::Error> {
    //~^ E0038
    Ok(format!("{} articles", articles.count().await?)) //~ E0038
}

fn main() {
    let _ = report;
}
