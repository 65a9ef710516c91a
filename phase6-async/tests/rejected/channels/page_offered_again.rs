//! `try_send` takes the value, also when it refuses it: the next attempt has nothing to offer any more.
//!
//! A clone for each attempt would do, and would copy the page each time. Repair: the error has the value.

use std::{
    sync::mpsc::{SyncSender, TrySendError, sync_channel},
    thread,
};

fn hand_over(pages: &SyncSender<String>, page: String) {
    #[cfg(not(fixed))]
    while pages.try_send(page).is_err() {
        //~^ E0382
        thread::yield_now();
    }
    #[cfg(fixed)]
    let mut page = page;
    #[cfg(fixed)]
    while let Err(TrySendError::Full(refused)) = pages.try_send(page) {
        page = refused;
        thread::yield_now();
    }
}

fn main() {
    let (pages, binder) = sync_channel(1);
    hand_over(&pages, "<p>".into());
    println!("{:?}", binder.recv());
}
