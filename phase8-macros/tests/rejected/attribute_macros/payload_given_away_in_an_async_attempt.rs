//! In an `async fn`, an attempt is an async block. What it gives away is moved into the block, and the next one misses it.
//!
//! The error is shown at the block as a whole, which was given the place of the body. Otherwise it would be shown at
//! the attribute. Repair: lend the payload.

use phase8_macros::attribute_macros::retry;

#[cfg(not(fixed))]
async fn post(body: String) -> Result<usize, String> {
    Ok(body.len())
}

#[cfg(fixed)]
async fn post(body: &str) -> Result<usize, String> {
    Ok(body.len())
}

#[retry(times = 3)]
async fn publish(body: String) -> Result<usize, String> {
    //~^ E0382
    #[cfg(not(fixed))]
    let sent = post(body).await?;
    #[cfg(fixed)]
    let sent = post(&body).await?;
    Ok(sent)
}

fn main() {
    drop(publish("spans".into()));
}
