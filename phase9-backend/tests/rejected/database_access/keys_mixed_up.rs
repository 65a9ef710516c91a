//! The key of a comment where the key of its author is wanted: both are an `i64` to the database, and 7 is somebody.
//!
//! The types of keys cost nothing at run time. Repair: the other key.

use phase9_backend::{
    domain::{Comment, Profile, Slug, User},
    store::{Step, Store},
};

fn remove<'a>(store: &'a dyn Store, moderator: &User, article: Slug, comment: &Comment) -> Step<'a, ()> {
    let _: &Profile = &comment.author;
    #[cfg(not(fixed))]
    return store.remove_comment(comment.id, article, comment.id); //~ E0308
    #[cfg(fixed)]
    store.remove_comment(moderator.id, article, comment.id)
}

fn main() {
    let _ = remove;
}
