//! A `Receiver` is `Send`, and the future owns it. But `iter` borrows it across the `.await`, and a borrow is `Send` only
//! if what it refers to is `Sync`; a `Receiver` is not, because two threads must not receive from it at a time.
//!
//! Repair: consume it. Then the loop owns the receiver, and no borrow is kept.

use std::sync::mpsc::{self, Receiver};

async fn announce(slug: String) {
    println!("{slug} is out");
}

async fn announce_all(published: Receiver<String>) {
    #[cfg(not(fixed))]
    for slug in published.iter() {
        announce(slug).await;
    }
    #[cfg(fixed)]
    for slug in published {
        announce(slug).await;
    }
}

fn spawn(_: impl Future<Output = ()> + Send + 'static) {}

fn main() {
    let (_sender, published) = mpsc::channel();
    spawn(announce_all(published)); //~ "future cannot be sent between threads safely"
}
