//! A span with the article's slug as its name: names are part of a static that is made at compile time, and tools group
//! by them.
//!
//! Repair: a constant name; what differs is a field.

fn render(slug: &str) -> usize {
    #[cfg(not(fixed))]
    let span = tracing::info_span!(slug); //~ E0435
    #[cfg(fixed)]
    let span = tracing::info_span!("render", slug);
    span.in_scope(|| slug.len())
}

fn main() {
    render("of-gardens");
}
