//! A worker that can be told to stop, and stops where nothing is lost.

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// Handles jobs one after the other until `stop` or until nobody sends any more; then those that were accepted before.
/// Returns how many there were.
///
/// What may be dropped is the waiting for a job, which is [cancel safe](mpsc::Receiver::recv). The handling is not
/// raced against anything: a `select!` around both would drop it at whichever `.await` it had come to.
pub async fn work<J>(
    mut jobs: mpsc::Receiver<J>,
    stop: CancellationToken,
    mut handle: impl AsyncFnMut(J),
) -> usize {
    let mut handled = 0;
    while let Some(Some(job)) = stop.run_until_cancelled(jobs.recv()).await {
        handle(job).await;
        handled += 1;
    }
    // Whoever sends from now on is told; what was accepted is owed.
    jobs.close();
    while let Some(job) = jobs.recv().await {
        handle(job).await;
        handled += 1;
    }
    handled
}
