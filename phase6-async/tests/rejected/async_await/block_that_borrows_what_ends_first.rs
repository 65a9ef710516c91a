//! An `async` block borrows what it mentions, like a closure, and this one is returned: it runs when `title` is gone.
//!
//! Repair: `async move`.

async fn announce(text: &str) {
    println!("{text}");
}

fn announcement(slug: &str) -> impl Future<Output = ()> + 'static {
    let title = slug.to_uppercase();
    #[cfg(not(fixed))]
    {
        async { announce(&title).await } //~ E0373
    }
    #[cfg(fixed)]
    {
        async move { announce(&title).await }
    }
}

fn main() {
    drop(announcement("moves"));
}
