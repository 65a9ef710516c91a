//! The body of a request, for as long as its sender may take for it.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    BoxError,
    body::{Body, Bytes, HttpBody},
};
use hyper::body::{Frame, SizeHint};
use tokio::time::Sleep;

/// Why a body ends before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the body took too long")]
pub struct TooSlow;

/// A body that fails with [`TooSlow`] when its time is up, whoever reads it.
///
/// A timeout that begins anew with each piece (as `RequestBodyTimeoutLayer` of tower-http has it) would let a client
/// send a byte every few seconds for as long as it likes.
struct Deadline {
    body: Body,
    end: Pin<Box<Sleep>>,
}

/// The same body, which must be complete `within` this time.
pub fn until(body: Body, within: Duration) -> Body {
    // Most requests have none, and need no timer.
    if body.is_end_stream() {
        return body;
    }
    Body::new(Deadline { body, end: Box::pin(tokio::time::sleep(within)) })
}

impl HttpBody for Deadline {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        // What is there is taken even if it is late by now: it may be us who come late.
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) {
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        ready!(self.end.as_mut().poll(cx));
        Poll::Ready(Some(Err(TooSlow.into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
