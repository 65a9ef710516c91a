//! `.await` pauses the function that it stands in, and this one stands in a closure, which `map` calls and cannot pause.
//!
//! Repair: a loop, which is part of the `async fn`; or an async closure, where the caller awaits what it returns.

async fn fetch(slug: &str) -> String {
    format!("text of {slug}")
}

async fn fetch_all(slugs: &[&str]) -> Vec<String> {
    #[cfg(not(fixed))]
    {
        slugs.iter().map(|slug| fetch(slug).await).collect() //~ E0728
    }
    #[cfg(fixed)]
    {
        let mut texts = Vec::new();
        for slug in slugs {
            texts.push(fetch(slug).await);
        }
        texts
    }
}

fn main() {
    drop(fetch_all(&["moves", "loans"]));
}
