//! A time after which nobody waits any more.

use std::time::Duration;

/// Nothing came of it in this time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no answer within {0:?}")]
pub struct TimedOut(pub Duration);

/// What `work` comes to, or an error after `limit`.
///
/// The error is one of the caller's own kind, so that `?` and a `match` see one type. `tokio::time::timeout` alone
/// returns a result in a result.
///
/// The work is dropped where it waits. What it has sent is sent: that nothing was heard does not mean that nothing was
/// done.
///
/// # Errors
/// Those of `work`, and one made of [`TimedOut`].
pub async fn within<T, E: From<TimedOut>>(
    limit: Duration,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    tokio::time::timeout(limit, work).await.unwrap_or_else(|_| Err(TimedOut(limit).into()))
}
