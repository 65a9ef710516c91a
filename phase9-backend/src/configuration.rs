//! Configuration: what an operator may decide, from where, and what happens if it makes no sense.
//!
//! You will be able to build a configuration that can be trusted by both sides: the program finds nothing in it but
//! values that it can use, and the operator sees where each value comes from, everything that is wrong in one go, and
//! no password anywhere. The room is [`config`](crate::config); read it in this order:
//!
//! | step | where | what it decides |
//! |---|---|---|
//! | a table | [`SETTINGS`](crate::config::SETTINGS) | key, default and help; flag and variable follow from the key |
//! | layers of text | [`Layers`](crate::config::Layers) | the later one wins: defaults, file, environment, flags |
//! | provenance | [`Origin`](crate::config::Origin) | where the text that won was written |
//! | parsing | [`Config::load`](crate::config::Config::load) | texts become types of the program, or problems |
//! | problems | [`ConfigError::Invalid`](crate::config::ConfigError::Invalid) | all of them, in the order of the table |
//!
//! # Layers are laid over each other as text
//!
//! To merge parsed structs, each layer needs a struct whose fields are all optional, and a rule for each field. To
//! merge texts by key needs one map. It also keeps the origin, which a merged struct has lost. (The crate `figment` does
//! the same with trees of values, and keeps their origins, too.)
//!
//! ```
//! use phase9_backend::config::{Config, Request};
//!
//! let arguments = ["conduit", "--limits-requests", "64", "--print-config"].map(Into::into);
//! let environment =
//!     [("CONDUIT_LIMITS_REQUESTS", "128"), ("CONDUIT_LOG_FORMAT", "json")].map(|(k, v)| (k.into(), v.into()));
//! let Request::Print(settings) = Config::load(arguments, environment)? else { unreachable!("it was asked to print") };
//! assert!(settings.contains("limits.requests = \"64\" # flag --limits-requests"));
//! assert!(settings.contains("log.format = \"json\" # environment CONDUIT_LOG_FORMAT"));
//! assert!(settings.contains("limits.body-timeout = \"10s\" # default"));
//! # Ok::<(), phase9_backend::config::ConfigError>(())
//! ```
//!
//! What `--print-config` prints is a file that can be given to `--config`, and that says the same again. All but the
//! secrets: these are comments in it, so they have to come from elsewhere, and nobody reads the word `redacted` back as
//! a key.
//!
//! # What nobody knows is refused
//!
//! A key that is misspelt sets nothing, and its default holds: `limits.request = 5` has no effect, and nobody is told.
//! So an unknown key is a problem in each layer, together with the name that it resembles. In the environment, that
//! takes a prefix: other programs' variables are none of our business, `CONDUIT_…` is. The price is known, too: in
//! Kubernetes, a service with the name `conduit` puts `CONDUIT_PORT` and others like it into the environment of every
//! pod that is started in its namespace, unless the pod says `enableServiceLinks: false`.
//!
//! # Parse, and gather what is wrong
//!
//! `?` stops at the first problem, and an operator with three of them restarts three times. Here each value is parsed
//! for itself, to an `Option`; the reason for each `None` is noted in passing, and only at the end the options become
//! a [`Config`](crate::config::Config) or the list of reasons. What comes out has the types of the program: a
//! [`SocketAddr`](std::net::SocketAddr), a [`Duration`](std::time::Duration) that can be added to any instant, a
//! [`SecretString`](secrecy::SecretString). Nothing behind it parses or checks again.
//!
//! ```
//! use phase9_backend::config::{Config, ConfigError};
//!
//! let environment = [
//!     ("CONDUIT_TOKEN_KYE", "correct horse battery staple 2026"),
//!     ("CONDUIT_LOG_FORMAT", "yaml"),
//!     ("CONDUIT_DATABASE_URL", "postgres://conduit:hunter2@db:five/conduit"),
//!     ("CONDUIT_LISTEN", "localhost"),
//! ];
//! let environment = environment.map(|(name, value)| (name.into(), value.into()));
//! let Err(error) = Config::load(["conduit".into()], environment) else { unreachable!("four values are wrong") };
//! let said = error.to_string();
//! let lines: Vec<_> = said.lines().collect();
//! assert_eq!(lines.len(), 4);
//! assert!(lines[0].starts_with("listen must be an address with a port"));
//! assert!(lines[1].starts_with("database.url must be"));
//! assert!(lines[2].starts_with("log.format must be `human` or `json`, not \"yaml\""));
//! assert_eq!(lines[3], "CONDUIT_TOKEN_KYE is not a setting; did you mean `CONDUIT_TOKEN_KEY`?");
//! // The text of a secret is not quoted, least of all when it is wrong.
//! assert!(!said.contains("hunter2") && !format!("{error:?}").contains("hunter2"));
//! ```
//!
//! The order is that of the table. That of the environment is whatever the process was given, and a list that comes in
//! another order at each start cannot be compared with yesterday's.
//!
//! # A secret is a type
//!
//! A password in a `String` is printed by the first `{:?}` of a struct that contains it. A
//! [`SecretString`](secrecy::SecretString) has no `Display` (E0277), no `==` (E0369), which would tell by its time how
//! much was right, and no `Serialize` (E0277). Its `Debug` is a placeholder. Every use has the word
//! `expose_secret` in it, and can be found by it. What a type cannot do is found by looking at each way out:
//!
//! - An error of the TOML parser quotes the line that it stumbles over, and that may be the line of the key. So only
//!   its message and the number of the line are passed on.
//! - PostgreSQL's driver logs parameters of an address that it does not know, with their values: `?pasword=hunter2`. So
//!   [`Config::load`](crate::config::Config::load) refuses such an address before the driver sees it.
//! - The address of a webhook often is a password in itself, so it counts as a secret.
//! - Flags are seen by everybody who can list processes. This program takes secrets there, and says so in its help.
//!
//! # When is it read?
//!
//! Once, by `main`, which hands arguments and environment to [`Config::load`](crate::config::Config::load) as values.
//! So tests need no environment. They could hardly have one: [`std::env::set_var`] is unsafe since edition 2024
//! (E0133), because another thread may be reading the environment at that moment, be it inside of the C library, and
//! Rust's lock does not hold that up.
//!
//! What is left are libraries that look for themselves. `reqwest` would take proxies from the environment, and is told
//! not to. The driver of PostgreSQL takes from `PGHOST`, `PGPASSWORD` and their kin whatever its address does not say, as
//! every client of PostgreSQL does; operators count on that, and a list of settings that hides it would not be whole.
//!
//! A `static CONFIG: LazyLock<Config>` is the rival. It can be reached from everywhere, and that is what is wrong with
//! it: it is read when somebody first needs it, perhaps hours after the start; a mistake is a panic there; and two
//! tests in one process cannot have two. [`LazyLock`](std::sync::LazyLock) is for what depends on nothing outside and is not possible
//! at compile time (a `static` that calls `BTreeSet::from` is refused: E0015), [`OnceLock`](std::sync::OnceLock) for
//! what `main` fills and what cannot be handed on, because the one who needs it takes no arguments. `env!` is read when
//! the program is compiled, and is part of the binary: right for a version, wrong for what an operator decides.
//!
//! # Changing it while the program runs
//!
//! The service has no reload: a listener, a pool and a semaphore have been built from the values, and would not notice.
//! To drain and to start again is the reload that needs no second code path. Where something must change in place, a
//! list of blocked addresses say, the pattern is [`Current`]: the new value is built and checked as a whole, one
//! pointer is swapped, and whoever has begun with the old one ends with the old one. Where somebody has to act when it
//! changes, `tokio::sync::watch` wakes them up, too.

use std::sync::{Arc, PoisonError, RwLock};

/// A value that can be replaced as a whole while others read it.
///
/// The lock is held for as long as it takes to copy a pointer, so readers hardly ever wait, and never for a reload: the
/// new value is made before. If even that is too much, the crate `arc-swap` does it without a lock.
///
/// # Example: who has begun with one value ends with it
/// ```
/// use phase9_backend::configuration::Current;
///
/// let blocked = Current::new(vec!["192.0.2.7"]);
/// let request = blocked.get();
/// let reloaded = blocked.reload(|| Ok::<_, String>(vec!["192.0.2.7", "192.0.2.8"]));
/// assert!(reloaded.is_ok());
/// assert_eq!((request.len(), blocked.get().len()), (1, 2));
///
/// // What cannot be read changes nothing.
/// assert_eq!(blocked.reload(|| Err("line 3: no address")), Err("line 3: no address"));
/// assert_eq!(blocked.get().len(), 2);
/// ```
#[derive(Debug, Default)]
pub struct Current<T>(RwLock<Arc<T>>);

impl<T> Current<T> {
    /// Begins with `value`.
    pub fn new(value: T) -> Self {
        Self(RwLock::new(Arc::new(value)))
    }

    /// The value as it is now. It is not copied, and does not change in the hands of whoever holds it; so take it once
    /// for each request and not once for each question.
    pub fn get(&self) -> Arc<T> {
        // A panic cannot have left half a pointer behind.
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts what `load` returns in the value's place. `load` runs without the lock: a file that is slow to read holds
    /// nobody up. If two reload at once, the last one to end wins.
    ///
    /// # Errors
    /// Those of `load`; then the value stays.
    pub fn reload<E>(&self, load: impl FnOnce() -> Result<T, E>) -> Result<(), E> {
        let value = Arc::new(load()?);
        let old = std::mem::replace(&mut *self.0.write().unwrap_or_else(PoisonError::into_inner), value);
        // If nobody else holds it, this drops it, after the lock.
        drop(old);
        Ok(())
    }
}
