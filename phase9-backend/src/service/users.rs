//! Registering, logging in, and who follows whom.

use std::fmt;

use super::{Service, ServiceError};
use crate::{
    domain::{
        Bio, Email, Image, NewUser, Password, PasswordHash, Profile, Timestamp, User, UserChanges, UserId,
        Username, Validation,
    },
    store::{StoreError, Thing},
};

/// What somebody says who wants to register.
#[derive(Default)]
pub struct RegistrationInput {
    /// The name to be known by.
    pub username: Option<String>,
    /// The address to log in with.
    pub email: Option<String>,
    /// The password to log in with.
    pub password: Option<String>,
}

/// What somebody says who wants to log in.
#[derive(Default)]
pub struct LoginInput {
    /// The address that was registered.
    pub email: Option<String>,
    /// The password that was registered.
    pub password: Option<String>,
}

/// What a user says who wants to have something otherwise; what is `None` stays.
#[derive(Default)]
pub struct ProfileInput {
    /// A new name.
    pub username: Option<String>,
    /// A new address.
    pub email: Option<String>,
    /// A new password.
    pub password: Option<String>,
    /// What they say about themselves.
    pub bio: Option<String>,
    /// The address of their picture.
    pub image: Option<String>,
}

/// What is typed has a password in it, so none of these is printed.
macro_rules! without_secrets {
    ($($Input:ident)*) => {$(
        impl fmt::Debug for $Input {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($Input)).finish_non_exhaustive()
            }
        }
    )*};
}

without_secrets! { RegistrationInput LoginInput ProfileInput }

impl Service {
    /// Registers somebody.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] if a field is missing or breaks a rule, or if name or address are taken.
    pub async fn register(&self, input: RegistrationInput) -> Result<User, ServiceError> {
        let mut validation = Validation::default();
        let username = validation.required("username", input.username.map(Username::parse));
        let email = validation.required("email", input.email.map(Email::parse));
        let password = validation.required("password", input.password.map(Password::parse));
        let ((username, email), password) = validation.whole(username.zip(email).zip(password))?;
        let password = self.passwords.hash(password).await?;
        Ok(self.store.create_user(NewUser { username, email, password }).await?)
    }

    /// Finds out who somebody is by address and password.
    ///
    /// It takes as long for an address that nobody has as for a wrong password: the time tells nobody who is a user.
    ///
    /// # Errors
    /// [`ServiceError::WrongCredentials`] if there is no such user, or the password is another one.
    pub async fn log_in(&self, input: LoginInput) -> Result<User, ServiceError> {
        let mut validation = Validation::default();
        let email = validation.required("email", input.email.map(Email::parse));
        let password = validation.required("password", input.password.map(Password::attempt));
        let (email, password) = validation.whole(email.zip(password))?;
        let (user, stored) = self.store.credentials(email).await?.unzip();
        let verified = self.passwords.verify(password, stored).await?;
        user.filter(|_| verified).ok_or(ServiceError::WrongCredentials)
    }

    /// A token for a user.
    pub fn token_for(&self, user: UserId) -> String {
        self.tokens.issue(user, Timestamp::now())
    }

    /// A user, as they see themselves.
    ///
    /// # Errors
    /// If there is no such user.
    pub async fn user(&self, user: UserId) -> Result<User, ServiceError> {
        Ok(self.store.user(user).await?)
    }

    /// Changes a user.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] if a field breaks a rule, or if name or address are taken.
    pub async fn update_user(&self, user: UserId, input: ProfileInput) -> Result<User, ServiceError> {
        let mut validation = Validation::default();
        let username = input.username.and_then(|it| validation.field("username", Username::parse(it)));
        let email = input.email.and_then(|it| validation.field("email", Email::parse(it)));
        let password = input.password.and_then(|it| validation.field("password", Password::parse(it)));
        let bio = input.bio.and_then(|it| validation.field("bio", Bio::parse(it)));
        let image = input.image.and_then(|it| validation.field("image", Image::parse(it)));
        validation.finish()?;
        let password: Option<PasswordHash> = match password {
            Some(password) => Some(self.passwords.hash(password).await?),
            None => None,
        };
        Ok(self.store.update_user(user, UserChanges { username, email, bio, image, password }).await?)
    }

    /// A user, as `viewer` sees them.
    ///
    /// # Errors
    /// If there is no user of this name.
    pub async fn profile(&self, viewer: Option<UserId>, name: &str) -> Result<Profile, ServiceError> {
        Ok(self.store.profile(viewer, known(name)?).await?)
    }

    /// Makes `follower` follow a user, or no longer.
    ///
    /// # Errors
    /// If there is no user of this name.
    pub async fn set_following(
        &self,
        follower: UserId,
        name: &str,
        following: bool,
    ) -> Result<Profile, ServiceError> {
        Ok(self.store.set_following(follower, known(name)?, following).await?)
    }
}

/// A name from an address. What cannot be a name is nobody's.
fn known(name: &str) -> Result<Username, ServiceError> {
    Username::parse(name).map_err(|_| StoreError::NotFound(Thing::Profile).into())
}
