//! The guard is gone before the `.await`, and yet it is part of the future: `push` borrowed it, so its place is kept.
//!
//! A guard that was never used would be forgiven. Repair: a block around it; then the place ends, too.

use std::sync::Mutex;

async fn save() {}

async fn add(list: &Mutex<Vec<String>>, slug: String) {
    #[cfg(not(fixed))]
    {
        let mut guard = list.lock().unwrap();
        guard.push(slug);
        drop(guard);
        save().await;
    }
    #[cfg(fixed)]
    {
        {
            let mut guard = list.lock().unwrap();
            guard.push(slug);
        }
        save().await;
    }
}

fn spawn(_: impl Future<Output = ()> + Send) {}

fn main() {
    let list = Mutex::new(Vec::new());
    spawn(add(&list, "moves".into())); //~ "future cannot be sent between threads safely"
}
