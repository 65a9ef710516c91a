//! Whether `send` may wait is part of the sender's type: a signature with `Sender` promises that the call returns at once.
//!
//! A reader's request must not stand still because the statistics are slow. Repair: what takes the bounded sender says
//! what happens if there is no room, and here a view is not counted.

#[cfg(not(fixed))]
use std::sync::mpsc::Sender;
#[cfg(fixed)]
use std::sync::mpsc::SyncSender;
use std::sync::mpsc::sync_channel;

#[cfg(not(fixed))]
fn answer(slug: &'static str, views: &Sender<&str>) -> bool {
    views.send(slug).is_ok()
}

#[cfg(fixed)]
fn answer(slug: &'static str, views: &SyncSender<&str>) -> bool {
    views.try_send(slug).is_ok()
}

fn main() {
    let (views, statistics) = sync_channel(1);
    for slug in ["paths", "loops"] {
        println!("{slug}: counted {}", answer(slug, &views)); //~ E0308
    }
    println!("{:?}", statistics.try_iter().collect::<Vec<_>>());
}
