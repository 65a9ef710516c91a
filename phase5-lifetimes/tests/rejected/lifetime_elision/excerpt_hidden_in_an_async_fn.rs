//! The future of an `async fn` keeps what its parameters borrow, so a type that borrows must show it.
//!
//! Without `async`, the same parameter is accepted. Repair: `Excerpt<'_>`.

struct Excerpt<'t> {
    text: &'t str,
}

#[cfg(not(fixed))]
async fn length(excerpt: Excerpt) -> usize {
    //~^ E0726
    excerpt.text.len()
}

#[cfg(fixed)]
async fn length(excerpt: Excerpt<'_>) -> usize {
    excerpt.text.len()
}

fn main() {
    drop(length(Excerpt { text: "one; two" }));
}
