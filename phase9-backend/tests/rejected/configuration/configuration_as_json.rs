//! A configuration that serializes itself for a page that shows it, with the key in it.
//!
//! `SecretString` can be read (with secrecy's feature `serde`) but not written. Repair: the page has a type of its own,
//! which says only that there is a key.

use secrecy::SecretString;
use serde::Serialize;

#[cfg(not(fixed))]
#[derive(Serialize)] //~ E0277
struct Webhook {
    url: String,
    key: SecretString,
}

#[cfg(fixed)]
struct Webhook {
    url: String,
    key: Option<SecretString>,
}

#[cfg(fixed)]
#[derive(Serialize)]
struct WebhookPage<'a> {
    url: &'a str,
    is_signed: bool,
}

#[cfg(fixed)]
fn page(webhook: &Webhook) -> WebhookPage<'_> {
    WebhookPage { url: &webhook.url, is_signed: webhook.key.is_some() }
}

fn main() {
    #[cfg(fixed)]
    assert!(page(&Webhook { url: "https://example.org".into(), key: None }).url.starts_with("https"));
}
