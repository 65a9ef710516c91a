//! Hashing and checking passwords, which is made to be slow.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use argon2::{
    Argon2, Params,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc},
};
use tokio::sync::Semaphore;

use super::ServiceError;
use crate::async_backend::Bulkhead;
use crate::domain::{Password, PasswordHash};

/// So many wait for their turn; whoever comes then is sent away.
const WAITING: usize = 64;

/// Hashes passwords with argon2id, on threads where that holds nobody up, and only so many at a time.
///
/// One hash takes 19 MiB and tens of milliseconds of a processor (the first choice of the OWASP Password Storage Cheat
/// Sheet). Without a bound, a few hundred logins at once would take the memory and all processors from everybody else.
#[derive(Clone)]
pub struct Passwords(Arc<Shared>);

struct Shared {
    argon2: Argon2<'static>,
    computing: Bulkhead,
    /// So many hashes were computed.
    computed: AtomicU64,
    /// What is checked when there is no user, so that the answer takes as long as if there were one.
    nobody: PasswordHash,
}

impl Passwords {
    /// With the recommended cost, at most `concurrency` at a time.
    ///
    /// # Panics
    /// If the operating system has no randomness to give.
    pub fn new(concurrency: usize) -> Self {
        Self::with(Params::default(), concurrency)
    }

    /// With the least cost that the algorithm knows: for tests, which are about something else.
    ///
    /// # Panics
    /// If the operating system has no randomness to give.
    pub fn cheap() -> Self {
        let params = Params::new(Params::MIN_M_COST, 1, 1, None).expect("the smallest parameters are valid");
        Self::with(params, 4)
    }

    fn with(params: Params, concurrency: usize) -> Self {
        let argon2 = Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
        let nobody =
            hash(&argon2, b"nobody has this password").expect("there is randomness when a program starts");
        let computing = Bulkhead::new(concurrency.clamp(1, Semaphore::MAX_PERMITS - WAITING), WAITING);
        Self(Arc::new(Shared { argon2, computing, computed: AtomicU64::new(0), nobody }))
    }

    /// How many hashes were computed until now, for new passwords and for old ones. Clones count together.
    pub fn computed(&self) -> u64 {
        self.0.computed.load(Ordering::Relaxed)
    }

    /// The hash of a new password, with a salt of its own.
    ///
    /// # Errors
    /// [`ServiceError::Overloaded`] if too many are waiting.
    pub async fn hash(&self, password: Password) -> Result<PasswordHash, ServiceError> {
        let hashed = self.compute(move |argon2| hash(argon2, password.expose())).await?;
        hashed.map_err(|error| ServiceError::Internal("a password could not be hashed", error.into()))
    }

    /// Whether `password` is the one that `stored` was made of. Without one it is not, after the same time.
    ///
    /// # Errors
    /// [`ServiceError::Overloaded`] if too many are waiting.
    pub async fn verify(
        &self,
        password: Password,
        stored: Option<PasswordHash>,
    ) -> Result<bool, ServiceError> {
        let exists = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.0.nobody.clone());
        let verified = self.compute(move |argon2| {
            let stored = phc::PasswordHash::new(stored.expose())?;
            match argon2.verify_password(password.expose(), &stored) {
                Ok(()) => Ok(true),
                Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
                Err(error) => Err(error),
            }
        });
        let verified = verified.await?;
        let same =
            verified.map_err(|error| ServiceError::Internal("a stored password is damaged", error.into()))?;
        Ok(same && exists)
    }

    async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Argon2<'static>) -> T + Send + 'static,
    ) -> Result<T, ServiceError> {
        let overloaded = |_| ServiceError::Overloaded("password checks");
        let shared = Arc::clone(&self.0);
        let place = shared.computing.enter().await.map_err(overloaded)?;
        // The place goes with the work, which cannot be called back.
        let computed = tokio::task::spawn_blocking(move || {
            let _place = place;
            shared.computed.fetch_add(1, Ordering::Relaxed);
            work(&shared.argon2)
        });
        let computed = computed.await;
        computed.map_err(|error| ServiceError::Internal("a password could not be computed", error.into()))
    }
}

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passwords").field("free", &self.0.computing.free()).finish_non_exhaustive()
    }
}

fn hash(argon2: &Argon2<'_>, password: &[u8]) -> Result<PasswordHash, argon2::password_hash::Error> {
    Ok(PasswordHash::new(argon2.hash_password(password)?.to_string()))
}
