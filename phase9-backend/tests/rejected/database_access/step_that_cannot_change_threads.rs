//! A step that holds an `Rc` while it waits: the runtime may continue it on another thread, where the count of the `Rc`
//! would be changed by two.
//!
//! The type of a step says `Send` where it is made, so the fault is reported here and not at the server that spawns it.
//! Repair: what is kept across an `await` must be `Send`.

#[cfg(not(fixed))]
use std::rc::Rc as Shared;
#[cfg(fixed)]
use std::sync::Arc as Shared;

use phase9_backend::{
    domain::{Filter, Page, Profile, Username},
    store::{Step, Store},
};

fn author_of_the_day(store: &dyn Store) -> Step<'_, Profile> {
    #[rustfmt::skip]
    return Box::pin(async move { //~ "cannot be sent between threads safely"
        let filter = Shared::new(Filter::default());
        let listing = store.articles(None, (*filter).clone(), Page::default()).await?;
        let newest: Option<Username> = listing.articles.into_iter().map(|article| article.author.username).next();
        let name = newest.unwrap_or(Username::from_storage("nobody".into()));
        drop(filter);
        store.profile(None, name).await
    });
}

fn main() {
    let _ = author_of_the_day;
}
