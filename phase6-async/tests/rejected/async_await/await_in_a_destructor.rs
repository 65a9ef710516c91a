//! Cancellation is a drop, and `drop` is an ordinary function: what cleans up there cannot wait.
//!
//! Repair: an async method for the orderly end, which consumes the value; and in `drop`, for a cancelled future, a note
//! that needs no waiting to somebody who can do the rest. (The method forgets the slug last, so if it is itself cancelled,
//! `drop` still knows.)

use std::sync::mpsc::Sender;

async fn release(slug: &str) {
    println!("{slug} can be edited again");
}

struct EditLock {
    slug: String,
    forgotten: Sender<String>,
}

#[cfg(not(fixed))]
impl Drop for EditLock {
    fn drop(&mut self) {
        release(&self.slug).await; //~ E0728
    }
}

#[cfg(fixed)]
impl EditLock {
    async fn finish(mut self) {
        release(&self.slug).await;
        self.slug.clear();
    }
}

#[cfg(fixed)]
impl Drop for EditLock {
    fn drop(&mut self) {
        if !self.slug.is_empty() {
            let _ = self.forgotten.send(std::mem::take(&mut self.slug));
        }
    }
}

async fn edit(lock: EditLock) {
    #[cfg(not(fixed))]
    drop(lock);
    #[cfg(fixed)]
    lock.finish().await;
}

fn main() {
    let (forgotten, _list) = std::sync::mpsc::channel();
    drop(edit(EditLock { slug: "moves".into(), forgotten }));
}
