//! A field takes numbers, truth values, texts, bytes and `&dyn Error` as they are. How a type of ours is to be written,
//! it has to be told.
//!
//! Repair: `%` for `Display`, `?` for `Debug`.

use phase9_backend::domain::Slug;

fn published(slug: &Slug) {
    #[cfg(not(fixed))]
    tracing::info!(slug, "published"); //~ E0277
    #[cfg(fixed)]
    tracing::info!(%slug, "published");
}

fn main() {
    published(&Slug::from_address("of-gardens".into()));
}
