//! `.await` consumes a future: it runs to its end once, and then there is nothing left to poll.
//!
//! What can be tried again is a function that makes a new future each time. Repair: an async closure.

async fn send(post: &str) -> Result<(), String> {
    if post.is_empty() { Err("nothing to send".into()) } else { Ok(()) }
}

async fn send_stubbornly(post: &str) -> Result<(), String> {
    #[cfg(not(fixed))]
    {
        let attempt = send(post);
        if attempt.await.is_ok() {
            return Ok(());
        }
        attempt.await //~ E0382
    }
    #[cfg(fixed)]
    {
        let attempt = async || send(post).await;
        if attempt().await.is_ok() {
            return Ok(());
        }
        attempt().await
    }
}

fn main() {
    drop(send_stubbornly("moves are out"));
}
