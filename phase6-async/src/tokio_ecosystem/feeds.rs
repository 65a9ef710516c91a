//! Many tasks, one result for each: whoever drops the call stops its tasks, and a panic stays in its task.

use std::{collections::HashMap, fmt, sync::Arc};

use tokio::task::{self, Id, JoinError, JoinSet};

/// Where feeds come from.
///
/// `Send + Sync + 'static` because tasks share it, and the future is `Send` because a task awaits it.
pub trait Source: Send + Sync + 'static {
    /// The text of the feed with this name.
    fn fetch(&self, name: &str) -> impl Future<Output = String> + Send;
}

/// Why a feed was not refreshed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// Its task panicked, with this message if it was text.
    Panicked(Option<String>),
    /// Its task was aborted: the runtime is about to end.
    Aborted,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Panicked(Some(message)) => write!(f, "the task panicked: {message}"),
            Self::Panicked(None) => f.write_str("the task panicked"),
            Self::Aborted => f.write_str("the task was aborted"),
        }
    }
}

impl std::error::Error for Failure {}

impl From<JoinError> for Failure {
    /// An abort is the only other reason for which a task has no result.
    fn from(error: JoinError) -> Self {
        let Ok(payload) = error.try_into_panic() else { return Self::Aborted };
        // The payload of `panic!` is a `String` if the message was formatted, and a `&'static str` if it is a literal.
        let message = match payload.downcast::<String>() {
            Ok(message) => Some(*message),
            Err(payload) => payload.downcast::<&'static str>().ok().map(|message| message.to_string()),
        };
        Self::Panicked(message)
    }
}

/// Fetches all feeds at the same time, and returns what `digest` makes of each, in the order of `names`.
///
/// `digest` may block or compute for long: it runs on a thread that is there for this. Tasks finish in any order, so
/// each result is put back by the [`Id`] of its task, which is known of a task that panicked, too.
///
/// If the returned future is dropped, the set in it is, and all fetches are aborted. A bare `tokio::spawn` for each
/// would go on fetching for nobody. A `digest` that has begun ends in its own time either way.
///
/// # Example: a panic costs one result, not the call
/// ```
/// use std::sync::Arc;
/// use phase6_async::tokio_ecosystem::feeds::{Failure, Source, refresh};
///
/// struct Wire;
///
/// impl Source for Wire {
///     async fn fetch(&self, name: &str) -> String {
///         assert_ne!(name, "weather", "no such feed");
///         format!("news of {name}")
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let lengths = refresh(&Arc::new(Wire), &["harbour", "weather"], |text| text.len()).await;
/// assert_eq!(lengths[0], Ok(15));
/// assert!(matches!(&lengths[1], Err(Failure::Panicked(Some(message))) if message.contains("no such feed")));
/// # }
/// ```
pub async fn refresh<S, T>(
    source: &Arc<S>,
    names: &[&str],
    digest: impl Fn(String) -> T + Clone + Send + 'static,
) -> Vec<Result<T, Failure>>
where
    S: Source,
    T: Send + 'static,
{
    let mut tasks = JoinSet::new();
    let mut positions: HashMap<Id, usize> = HashMap::with_capacity(names.len());
    for (position, name) in names.iter().enumerate() {
        // What the task uses must be its own: `source` and `names` are borrowed, and may be gone before it runs.
        let (source, name, digest) = (Arc::clone(source), name.to_string(), digest.clone());
        let task = tasks.spawn(async move {
            let text = source.fetch(&name).await;
            task::spawn_blocking(move || digest(text)).await
        });
        positions.insert(task.id(), position);
    }

    let mut results: Vec<_> = names.iter().map(|_| Err(Failure::Aborted)).collect();
    while let Some(joined) = tasks.join_next_with_id().await {
        let (id, result) = match joined {
            Ok((id, result)) => (id, result),
            Err(error) => (error.id(), Err(error)),
        };
        results[positions[&id]] = result.map_err(Failure::from);
    }
    results
}
