//! Two keys in the wrong order. As `i64` they would compile, and another user would have marked another article.
//!
//! Repair: the order that the types ask for.

use phase9_backend::domain::{ArticleId, UserId};

fn mark(user: UserId, article: ArticleId) -> (i64, i64) {
    (user.get(), article.get())
}

fn main() {
    let (ada, gardens) = (UserId::from_storage(1), ArticleId::from_storage(2));
    #[cfg(not(fixed))]
    let marked = mark(gardens, ada); //~ E0308
    #[cfg(fixed)]
    let marked = mark(ada, gardens);
    assert_eq!(marked, (1, 2));
}
