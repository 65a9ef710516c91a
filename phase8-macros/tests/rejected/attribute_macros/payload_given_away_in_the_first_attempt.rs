//! What the first attempt has moved, the second one does not have: a retried body must not give its parameters away.
//!
//! The macro does not look for that and need not: the body is the user's own tokens, so the compiler shows the user's
//! own line. Repair: lend the payload.

use phase8_macros::attribute_macros::retry;

#[cfg(not(fixed))]
fn post(body: String) -> Result<usize, String> {
    Ok(body.len())
}

#[cfg(fixed)]
fn post(body: &str) -> Result<usize, String> {
    Ok(body.len())
}

#[retry(times = 3)]
fn publish(body: String) -> Result<usize, String> {
    #[cfg(not(fixed))]
    let sent = post(body)?; //~ E0507
    #[cfg(fixed)]
    let sent = post(&body)?;
    Ok(sent)
}

fn main() {
    println!("{:?}", publish("spans".into()));
}
