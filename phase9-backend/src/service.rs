//! What users can do, whatever the protocol that they do it through.
//!
//! Each use case is a pipeline: check the input, ask storage for one step, hand back what came out. A [`Service`] knows
//! neither HTTP nor SQL, so another front end can stand before it, and another database behind it.

mod articles;
mod comments;
mod error;
mod passwords;
mod tokens;
mod users;

pub use articles::{ArticleInput, ListInput, PageInput, RevisionInput};
pub use error::ServiceError;
pub use passwords::Passwords;
pub use tokens::{TokenError, Tokens};
pub use users::{LoginInput, ProfileInput, RegistrationInput};

use crate::store::SharedStore;

/// All use cases, over one storage. Clones share everything.
#[derive(Clone, Debug)]
pub struct Service {
    store: SharedStore,
    passwords: Passwords,
    tokens: Tokens,
}

impl Service {
    /// Use cases over `store`.
    pub fn new(store: SharedStore, passwords: Passwords, tokens: Tokens) -> Self {
        Self { store, passwords, tokens }
    }

    /// Where everything is kept.
    pub fn store(&self) -> &SharedStore {
        &self.store
    }

    /// What makes and checks tokens.
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }
}
