//! The index of a search takes notices from a line that loses every third of them, and every fourth answer.
//!
//! Run: `cargo run --example backend_pipelines`. Time is paused. Look for what is repeated, what is poison, what is told
//! to wait, and that nothing of it can be seen in the index.

use std::time::Duration;

use futures::future::join_all;
use phase9_backend::{
    backend_pipelines::{Change, Entrance, MemoryIndex, NotTaken, Policy, Receipt, Taken, start},
    outbox::{About, Payload},
};

fn notice(id: i64, article: i64, kind: &str) -> Vec<u8> {
    let data = About { article, slug: "once".into(), title: format!("Revision {id}"), author: "ada".into() };
    let payload = Payload { id, kind: kind.into(), timestamp: "2026-01-01T00:00:00Z".into(), data };
    serde_json::to_vec(&payload).expect("texts and numbers can be written as JSON")
}

/// Asks another service for the author's full name; that takes a while.
async fn enrich(notice: Payload) -> Result<Change, NotTaken> {
    tokio::time::sleep(Duration::from_millis(10)).await;
    let full_name = if notice.data.author == "ada" { "Ada Lovelace" } else { "unknown" };
    let entry = (notice.kind != "article.withdrawn").then(|| format!("{} by {full_name}", notice.data.title));
    Ok(Change { event: notice.id, article: notice.data.article, entry })
}

/// Sends until there is an answer, over a line that loses some.
async fn send(entrance: &Entrance, body: &[u8], sent: &mut u32) -> Receipt {
    loop {
        *sent += 1;
        if sent.is_multiple_of(3) {
            continue;
        }
        let receipt = entrance.take(body.to_vec().into()).await;
        if !sent.is_multiple_of(4) {
            return receipt;
        }
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let policy = Policy { queue: 4, lanes: 3, batch: 8, linger: Duration::from_millis(20) };
    let (entrance, index) = start(MemoryIndex::default(), enrich, policy);
    println!("there is room for {} notices, whatever happens", policy.room());
    assert_eq!(policy.room(), 5 + 3 * 5 + 12);

    let (mut sent, mut repeated) = (0, 0);
    for id in 1..=12 {
        let receipt = send(&entrance, &notice(id, id % 2, "article.revised"), &mut sent).await;
        repeated += u32::from(receipt == Ok(Taken::Repeated));
    }
    println!("12 notices were sent {sent} times; {repeated} answers say that they were here before");
    assert!(sent > 12 && repeated > 0);

    let poison = send(&entrance, b"{\"id\": \"seven\"}", &mut sent).await;
    println!(
        "poison is told from trouble: {}",
        poison.as_ref().is_err_and(|it| matches!(it, NotTaken::Poison(_)))
    );
    assert!(matches!(poison, Err(NotTaken::Poison(_))));

    let crowd = join_all((13..=30).map(|id| entrance.take(notice(id, id, "article.published").into()))).await;
    let busy = crowd.iter().filter(|receipt| **receipt == Err(NotTaken::Busy)).count();
    println!("of 18 at the same moment, {busy} are asked to come later");
    assert_eq!((busy, crowd.iter().flatten().count()), (14, 4));

    let gone = send(&entrance, &notice(40, 0, "article.withdrawn"), &mut sent).await;
    let late = entrance.take(notice(12, 0, "article.revised").into()).await;
    println!("article 0 is withdrawn ({gone:?}); an old notice does not bring it back ({late:?})");
    assert_eq!((gone.is_ok(), late), (true, Ok(Taken::Repeated)));

    drop(entrance);
    let index = index.await.expect("no stage panics");
    println!("article 0: {:?}", index.articles[&0]);
    println!("article 1: {:?}", index.articles[&1]);
    assert_eq!(index.articles[&0], (40, None));
    assert_eq!(index.articles[&1], (11, Some("Revision 11 by Ada Lovelace".into())));
    let largest = index.commits.iter().max();
    println!("the largest commit had {largest:?} changes");
    assert_eq!(largest, Some(&4));
}
