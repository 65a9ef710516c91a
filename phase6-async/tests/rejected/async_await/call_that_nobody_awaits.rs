//! Without `.await`, the call makes a future and drops it: nothing is ever saved. The compiler warns, no more.
//!
//! Here the warning is an error, as it is wherever warnings must be fixed. Repair: `.await`.

#![deny(unused_must_use)]

async fn save(slug: &str, text: &str) {
    println!("{slug}: {} bytes", text.len());
}

async fn publish(slug: &str, text: &str) {
    #[cfg(not(fixed))]
    save(slug, text); //~ unused_must_use
    #[cfg(fixed)]
    save(slug, text).await;
    println!("{slug} is out");
}

fn main() {
    drop(publish("moves", "The loan ends with its last use."));
}
