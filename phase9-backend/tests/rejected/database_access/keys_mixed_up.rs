//! The key of a comment where that of whoever removes it is wanted: both are an `i64` to the database, and 7 is somebody.
//!
//! The types of keys cost nothing at run time. Repair: the other key.

use phase9_backend::{
    domain::{Comment, Slug, User},
    store::{Step, Store},
};

fn remove<'a>(store: &'a dyn Store, caller: &User, article: Slug, comment: &Comment) -> Step<'a, ()> {
    #[cfg(not(fixed))]
    return store.remove_comment(comment.id, article, comment.id); //~ E0308
    #[cfg(fixed)]
    store.remove_comment(caller.id, article, comment.id)
}

fn main() {
    let _ = remove;
}
