//! A set has one type of results. The first `spawn` decides it, and the second is refused.
//!
//! Repair: an enum with a variant for each kind.

use tokio::task::JoinSet;

async fn article() -> String {
    "Borrowed time".into()
}

async fn readers() -> u64 {
    40
}

#[cfg(fixed)]
#[derive(Debug)]
enum Loaded {
    Article(String),
    Readers(u64),
}

#[tokio::main]
async fn main() {
    let mut page = JoinSet::new();
    #[cfg(not(fixed))]
    {
        page.spawn(article());
        page.spawn(readers()); //~ E0271
    }
    #[cfg(fixed)]
    {
        page.spawn(async { Loaded::Article(article().await) });
        page.spawn(async { Loaded::Readers(readers().await) });
    }
    println!("{:?}", page.join_next().await);
}
