//! Users, as they are kept and as others see them.

use std::fmt;

use super::{Bio, Image, Invalid, PasswordHash, UserId};

/// The name that others know a user by; unique.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Username(String);

impl Username {
    /// The greatest number of characters.
    pub const MAX: usize = 40;

    /// Checks a name, without white space at its ends.
    ///
    /// # Errors
    /// If it is blank, too long, or has a character that would need care in a path.
    pub fn parse(text: impl AsRef<str>) -> Result<Self, Invalid> {
        let name = text.as_ref().trim();
        if name.is_empty() {
            Err(Invalid::BLANK)
        } else if name.chars().count() > Self::MAX {
            Err(Invalid("is too long (maximum is 40 characters)"))
        } else if name.chars().any(|c| c.is_control() || "/?#%\\".contains(c)) {
            Err(Invalid("must not contain control characters or any of / ? # % \\"))
        } else if name == "." || name == ".." {
            // Clients take them out of an address before they send it.
            Err(Invalid("must not be a dot or two"))
        } else {
            Ok(Self(name.to_owned()))
        }
    }

    /// What storage has kept, which was checked before it got there.
    pub fn from_storage(name: String) -> Self {
        Self(name)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Username {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The address that a user logs in with, in lower case; unique.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

impl Email {
    /// Checks an address roughly. Only a message that arrives would prove more.
    ///
    /// ```
    /// use phase9_backend::domain::Email;
    ///
    /// assert_eq!(Email::parse(" Ada@Example.org ").map(|email| email.to_string()), Ok("ada@example.org".into()));
    /// assert!(Email::parse("ada@").is_err());
    /// ```
    ///
    /// # Errors
    /// If it is blank, too long, or not of the form `name@host`.
    pub fn parse(text: impl AsRef<str>) -> Result<Self, Invalid> {
        let address = text.as_ref().trim().to_lowercase();
        if address.is_empty() {
            return Err(Invalid::BLANK);
        }
        let well_formed = address.len() <= 254
            && !address.chars().any(|c| c.is_whitespace() || c.is_control())
            && address.split_once('@').is_some_and(|(name, host)| {
                !name.is_empty() && !host.is_empty() && !host.contains('@') && !host.starts_with('.')
            });
        if well_formed { Ok(Self(address)) } else { Err(Invalid("is invalid")) }
    }

    /// What storage has kept, which was checked before it got there.
    pub fn from_storage(address: String) -> Self {
        Self(address)
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Somebody who has registered, as they see themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Never changes.
    pub id: UserId,
    /// What others see.
    pub username: Username,
    /// What nobody else sees.
    pub email: Email,
    /// About them.
    pub bio: Bio,
    /// Their picture.
    pub image: Image,
}

/// Somebody who is about to register.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// Must not be taken.
    pub username: Username,
    /// Must not be taken.
    pub email: Email,
    /// Of the password that they chose.
    pub password: PasswordHash,
}

/// What a user wants to have otherwise; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct UserChanges {
    /// Must not be taken.
    pub username: Option<Username>,
    /// Must not be taken.
    pub email: Option<Email>,
    /// About them.
    pub bio: Option<Bio>,
    /// Their picture.
    pub image: Option<Image>,
    /// Of the new password.
    pub password: Option<PasswordHash>,
}

/// A user, as another one sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Their name.
    pub username: Username,
    /// What they say about themselves.
    pub bio: Bio,
    /// Their picture.
    pub image: Image,
    /// Whether the one who looks follows them.
    pub following: bool,
}
