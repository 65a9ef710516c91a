//! The first stage parses without copying: the payload's texts are in the body. Then it sends the payload on, and the body
//! ends with this round of the loop.
//!
//! What crosses a queue has to own what it needs. Repair: send the body, which is counted and not copied, and parse where
//! the payload is used up.

use axum::body::Bytes;
use tokio::sync::mpsc;

struct Payload<'b> {
    title: &'b str,
}

fn parse(body: &[u8]) -> Option<Payload<'_>> {
    Some(Payload { title: str::from_utf8(body).ok()? })
}

#[cfg(not(fixed))]
async fn read_all<'b>(mut bodies: mpsc::Receiver<Bytes>, payloads: mpsc::Sender<Payload<'b>>) {
    while let Some(body) = bodies.recv().await {
        if let Some(payload) = parse(&body) {
            //~^ E0597
            let _ = payloads.send(payload).await;
        }
    }
}

#[cfg(fixed)]
async fn read_all(mut bodies: mpsc::Receiver<Bytes>, readable: mpsc::Sender<Bytes>) {
    while let Some(body) = bodies.recv().await {
        if parse(&body).is_some() {
            let _ = readable.send(body).await;
        }
    }
}

fn main() {
    drop(parse(b"Once").map(|payload| payload.title));
    let _ = read_all;
}
