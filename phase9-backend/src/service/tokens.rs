//! Tokens: who somebody is, signed by us.

use std::{fmt, sync::Arc, time::Duration};

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, errors::ErrorKind};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use crate::domain::{Timestamp, UserId};

/// Makes and checks tokens: JSON Web Tokens, signed with HMAC-SHA-256 and nothing else.
///
/// A token names its algorithm itself. Who believes that accepts `none`, or a public key as an HMAC key (RFC 8725,
/// section 2.1); so the algorithm is fixed here.
#[derive(Clone)]
pub struct Tokens(Arc<Keys>);

struct Keys {
    encoding: EncodingKey,
    decoding: DecodingKey,
    lifetime: Duration,
}

/// Why a token says nothing about who somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It was good once.
    #[error("the token has expired")]
    Expired,
    /// It was never good.
    #[error("the token is invalid")]
    Invalid,
}

#[derive(Deserialize, Serialize)]
struct Claims {
    /// The user's key. JWT wants a string.
    sub: String,
    /// Seconds since 1970.
    iat: i64,
    /// Seconds since 1970.
    exp: i64,
}

impl Tokens {
    /// Tokens signed with `key`, which are good for `lifetime`.
    pub fn new(key: &SecretString, lifetime: Duration) -> Self {
        let key = key.expose_secret().as_bytes();
        Self(Arc::new(Keys {
            encoding: EncodingKey::from_secret(key),
            decoding: DecodingKey::from_secret(key),
            lifetime,
        }))
    }

    /// A token that says that its bearer is `user`, issued at `now`.
    ///
    /// # Panics
    /// Never: claims can be written as JSON, and any key can sign.
    pub fn issue(&self, user: UserId, now: Timestamp) -> String {
        let seconds = |instant: Timestamp| instant.as_micros().div_euclid(1_000_000);
        let claims =
            Claims { sub: user.to_string(), iat: seconds(now), exp: seconds(now.after(self.0.lifetime)) };
        let header = Header::new(Algorithm::HS256);
        jsonwebtoken::encode(&header, &claims, &self.0.encoding).expect("any key can sign with HMAC")
    }

    /// Who the bearer of a token is, by the clock of this machine.
    ///
    /// # Errors
    /// If it is not of our making, or too old.
    pub fn verify(&self, token: &str) -> Result<UserId, TokenError> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_required_spec_claims(&["exp", "sub"]);
        // Clocks of machines that share a key differ a little; nothing here depends on a minute.
        validation.leeway = 30;
        let decoded = jsonwebtoken::decode::<Claims>(token, &self.0.decoding, &validation);
        let claims = decoded.map_err(|error| match error.kind() {
            ErrorKind::ExpiredSignature => TokenError::Expired,
            _ => TokenError::Invalid,
        })?;
        claims.claims.sub.parse().map(UserId::from_storage).map_err(|_| TokenError::Invalid)
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").field("lifetime", &self.0.lifetime).finish_non_exhaustive()
    }
}
