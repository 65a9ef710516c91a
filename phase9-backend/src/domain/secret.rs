//! Passwords and what is stored of them.

use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};

use super::Invalid;

/// What a user types to prove who they are. It cannot be printed, and is overwritten when it is dropped.
#[derive(Clone, Debug)]
pub struct Password(SecretString);

impl Password {
    /// The least number of characters.
    pub const MIN: usize = 8;
    /// The greatest number of bytes: hashing a megabyte for everybody who asks is a gift to the wrong people.
    pub const MAX_BYTES: usize = 256;

    /// Checks a new password.
    ///
    /// # Errors
    /// If it is too short or too long.
    pub fn parse(text: String) -> Result<Self, Invalid> {
        if text.is_empty() {
            Err(Invalid::BLANK)
        } else if text.chars().count() < Self::MIN {
            Err(Invalid("is too short (minimum is 8 characters)"))
        } else {
            Self::attempt(text)
        }
    }

    /// Takes what somebody typed to log in, which may not be a password that would be accepted today.
    ///
    /// # Errors
    /// If it is empty or too long to be one.
    pub fn attempt(text: String) -> Result<Self, Invalid> {
        match text.len() {
            0 => Err(Invalid::BLANK),
            1..=Self::MAX_BYTES => Ok(Self(text.into())),
            _ => Err(Invalid("is too long (maximum is 256 bytes)")),
        }
    }

    /// The bytes to hash.
    pub fn expose(&self) -> &[u8] {
        self.0.expose_secret().as_bytes()
    }
}

/// A hashed password, with its algorithm and salt, in the PHC format.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// What hashing has made, or what storage has kept of it.
    pub fn new(phc: String) -> Self {
        Self(phc)
    }

    /// The PHC string, for storage and for checking.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Only that there is one: a hash in a log can be attacked at leisure.
impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}
