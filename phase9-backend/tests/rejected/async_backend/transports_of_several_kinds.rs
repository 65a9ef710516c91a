//! A platform with several receivers wants a list of transports, of which each may be of another type.
//!
//! `-> impl Future` is another type for each implementation, and a vtable has no room for that. Repair: a trait beside it
//! that boxes, implemented for every `Transport`; only who needs the list pays for it.

use futures::future::BoxFuture;
use phase9_backend::outbox::{Answer, Notice, Transport, UpstreamError};

trait AnyTransport: Send + Sync {
    fn post_boxed(&self, notice: Notice) -> BoxFuture<'_, Result<Answer, UpstreamError>>;
}

impl<T: Transport> AnyTransport for T {
    fn post_boxed(&self, notice: Notice) -> BoxFuture<'_, Result<Answer, UpstreamError>> {
        Box::pin(self.post(notice))
    }
}

#[cfg(not(fixed))]
fn receivers(all: &[Box<dyn Transport>]) {
    //~^ E0038
}

#[cfg(fixed)]
fn receivers(all: &[Box<dyn AnyTransport>]) {
    println!("{} receivers", all.len());
}

fn main() {
    let _ = receivers;
}
