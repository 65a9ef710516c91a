//! Why a use case came to nothing.

use crate::{
    domain::{Invalid, Validation},
    store::StoreError,
};

/// Why a use case came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The input breaks rules: all that were found, by field.
    #[error("the input is invalid: {0}")]
    Invalid(#[from] Validation),
    /// Address and password do not belong together. Which of them is wrong is nobody's business.
    #[error("the credentials are wrong")]
    WrongCredentials,
    /// Too many are waiting already.
    #[error("too many {0} at once")]
    Overloaded(&'static str),
    /// Storage could not do its step.
    #[error(transparent)]
    Store(StoreError),
    /// A part of this program did what it never should.
    #[error("{0}")]
    Internal(&'static str, #[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A name that is taken is an input that breaks a rule; the others are passed on.
impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Taken(field) => Self::Invalid(Validation::of(field.name(), Invalid::TAKEN)),
            other => Self::Store(other),
        }
    }
}
