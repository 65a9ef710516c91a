//! Connections: accepting them, bounding them, and ending well.
//!
//! `axum::serve` would do for a demonstration. It installs no timer, so that hyper's timeout for a request's head is
//! silently off and a client that sends a byte a minute holds its connection for ever; and it waits without end for
//! connections that do not finish. Both are a few lines here.
//!
//! A client can be slow in three ways, and each has a bound of its own: sending a head ([`Limits::header_timeout`]; the
//! same clock runs while a connection that is kept open waits for the next request), sending a body
//! ([`Limits::body_timeout`], in the layers of [`http`](crate::http)), and reading the answer, where a connection is
//! cut that has taken nothing at all for [`Limits::request_timeout`].

mod stall;

use std::{io, pin::pin, sync::Arc, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    task::JoinSet,
};

use crate::{config::Limits, http::Draining};
use stall::Stall;

/// After an error of `accept` that is not one connection's own (no more file descriptors, say), others would follow at
/// once, thousands of them a second.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// How serving has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drained {
    /// Everybody who had asked has got an answer.
    Completely,
    /// Some connections were cut when the time was up.
    AtTheDeadline,
}

/// Serves `router` on `listener` until `shutdown` is ready, then finishes what is open for at most
/// [`Limits::drain_timeout`]. When it returns or is dropped, no connection is left.
///
/// # Panics
/// Never: the semaphore of the connections is not closed.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    draining: Draining,
    shutdown: impl Future<Output = ()>,
) -> Drained {
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_timeout)
        .max_headers(64)
        .max_header_size(32 << 10)
        .max_buf_size(32 << 10);
    let most = limits.connections.min(Semaphore::MAX_PERMITS);
    let connections = Arc::new(Semaphore::new(most));
    let graceful = GracefulShutdown::new();
    // A task that is only spawned outlives whoever spawned it; one that is in a set is cut with the set.
    let mut tasks = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = async {
            // Before the next one is accepted: who cannot be served had better wait where it costs nothing.
            let permit =
                Arc::clone(&connections).acquire_owned().await.expect("the semaphore is never closed");
            (permit, accept(&listener).await)
        };
        let (permit, stream) = tokio::select! {
            accepted = accepted => accepted,
            // A set keeps what has ended until somebody asks.
            Some(_) = tasks.join_next() => continue,
            () = &mut shutdown => break,
        };
        let service = TowerToHyperService::new(router.clone());
        let stream = TokioIo::new(Stall::new(stream, limits.request_timeout));
        let connection = graceful.watch(builder.serve_connection(stream, service));
        tasks.spawn(async move {
            if let Err(error) = connection.await {
                // The other side hung up, was too slow, or spoke nonsense; none of it is news.
                tracing::debug!(%error, "a connection has ended badly");
            }
            drop(permit);
        });
    }
    draining.begin();
    drop(listener);
    let open = most - connections.available_permits();
    tracing::info!(open, "draining");
    match tokio::time::timeout(limits.drain_timeout, graceful.shutdown()).await {
        Ok(()) => Drained::Completely,
        Err(_) => {
            tasks.shutdown().await;
            Drained::AtTheDeadline
        }
    }
}

async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // An answer is one write; to wait for more would only delay it.
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "a connection stays as it is");
                }
                return stream;
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                tracing::error!(%error, "connections cannot be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
