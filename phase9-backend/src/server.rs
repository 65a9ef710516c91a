//! Connections: accepting them, bounding them, and ending well.
//!
//! `axum::serve` would do for a demonstration. It installs no timer, so that hyper's timeout for a request's head is
//! silently off and a client that sends a byte a minute holds its connection for ever; and it waits without end for
//! connections that do not finish. Both are a few lines here.

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
};

use crate::{config::Limits, http::Draining};

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
/// [`Limits::drain_timeout`].
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
        .max_buf_size(32 << 10);
    let connections = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
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
            () = &mut shutdown => break,
        };
        let service = TowerToHyperService::new(router.clone());
        let connection = graceful.watch(builder.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                // The other side hung up, was too slow, or spoke nonsense; none of it is news.
                tracing::debug!(%error, "a connection has ended badly");
            }
            drop(permit);
        });
    }
    drop(listener);
    draining.begin();
    let open = limits.connections - connections.available_permits();
    tracing::info!(open, "draining");
    match tokio::time::timeout(limits.drain_timeout, graceful.shutdown()).await {
        Ok(()) => Drained::Completely,
        Err(_) => Drained::AtTheDeadline,
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
