//! The error of the last attempt is kept until the next one, across an `.await`, in a task.
//!
//! The task may wake up on another thread, and `Box<dyn Error>` has not promised that what is in it may go there. Repair:
//! promise it, where errors are made.

use std::{error::Error, time::Duration};

#[cfg(not(fixed))]
type Failure = Box<dyn Error>;
#[cfg(fixed)]
type Failure = Box<dyn Error + Send + Sync>;

async fn post(attempt: u32) -> Result<(), Failure> {
    if attempt < 3 { Err("the receiver is down".into()) } else { Ok(()) }
}

async fn post_stubbornly() {
    for attempt in 0.. {
        let Err(error) = post(attempt).await else { return };
        tokio::time::sleep(Duration::from_millis(1)).await;
        eprintln!("again, because {error}");
    }
}

#[tokio::main]
async fn main() {
    tokio::spawn(post_stubbornly()).await.unwrap(); //~ "future cannot be sent between threads safely"
}
