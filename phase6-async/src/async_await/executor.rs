//! Who polls: an executor in a dozen lines, and what futures owe to it.
//!
//! A future does nothing by itself. An executor polls it, and if it is pending, does something else until the waker is
//! called; [`block_on`] has nothing else to do and lets its thread sleep. Runtimes add queues of tasks, threads, timers
//! and sockets, but not another contract: what this lesson writes runs on each of them.

use std::{
    future::poll_fn,
    panic::{self, AssertUnwindSafe},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

use super::tray::Tray;

/// Runs a future to its end on this thread, which sleeps while the future is pending.
///
/// It is polled once at the beginning and then only when it was woken. A wake-up during a poll counts for the next one.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let signal = Arc::new(Signal { thread: thread::current(), woken: AtomicBool::new(false) });
    let waker = Waker::from(Arc::clone(&signal));
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        // `Acquire`, with the `Release` in `wake`: the next poll sees what was written before the wake-up.
        while !signal.woken.swap(false, Ordering::Acquire) {
            thread::park();
        }
    }
}

/// The flag says whether, `unpark` says now.
///
/// `unpark` alone would do most of the time. But its token belongs to the thread, not to us: whatever parks during a poll,
/// such as a channel of the standard library, may use up the one that was meant for the executor, which then sleeps for
/// ever. And `park` may return for no reason, which is no reason to poll.
#[derive(Debug)]
struct Signal {
    thread: Thread,
    woken: AtomicBool,
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

/// Lets the other futures of this thread have a turn: it is pending once, and has already asked to be woken.
///
/// Long work that contains no other `.await` needs some of these. Awaiting alone does not help: a future that is ready
/// at once goes on at once.
pub async fn yield_now() {
    let mut yielded = false;
    poll_fn(|context| {
        if yielded {
            return Poll::Ready(());
        }
        yielded = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Runs what blocks, or computes for long, on a thread of its own, from the first poll on.
///
/// If this future is dropped, the thread goes on to its end: cancellation reaches futures only.
///
/// # Panics
/// If `work` does, for the same cause; or if the operating system has no thread left.
pub async fn offload<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let result = Arc::new(Tray::default());
    let tray = Arc::clone(&result);
    thread::spawn(move || {
        let caught = panic::catch_unwind(AssertUnwindSafe(work));
        let refused = tray.offer(caught).is_err();
        debug_assert!(!refused, "nobody else puts something there");
    });
    result.take().await.unwrap_or_else(|cause| panic::resume_unwind(cause))
}
