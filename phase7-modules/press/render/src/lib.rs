//! Renderers of articles, each behind its feature.
//!
//! | feature | adds | needs |
//! |---|---|---|
//! | `html`, the default | `Html` | |
//! | `text` | `Text` | |
//! | `ansi` | `Ansi` | `text` and anstyle |
//! | `io` | `write`, and `Ansi::reset` where there is `Ansi` | |
//!
//! A feature adds items, and never changes what the others do: a dependant that asked for `html` alone gets the same
//! pages when another one asks for all. Every renderer has the name of its feature, and [`all`] says at run time which
//! were built.

#[cfg(feature = "html")]
mod html;
#[cfg(feature = "text")]
mod text;

#[cfg(feature = "html")]
pub use html::Html;
#[cfg(feature = "ansi")]
pub use text::Ansi;
#[cfg(feature = "text")]
pub use text::Text;

use press_core::Renderer;

/// Every renderer that was built, in a fixed order.
pub fn all() -> Vec<Box<dyn Renderer>> {
    vec![
        #[cfg(feature = "html")]
        Box::new(Html),
        #[cfg(feature = "text")]
        Box::new(Text),
        #[cfg(feature = "ansi")]
        Box::new(Ansi),
    ]
}

/// Sets the article straight into a file, a socket or a terminal, without a string in between.
///
/// # Errors
/// What `out` returned. A [`fmt::Error`](std::fmt::Error) has no room for a reason; here none is lost.
///
/// # Panics
/// If the renderer reports an error that `out` did not have, which [`Renderer::render`] forbids.
#[cfg(feature = "io")]
pub fn write(
    renderer: &dyn Renderer,
    article: &press_core::Article,
    out: &mut dyn std::io::Write,
) -> std::io::Result<()> {
    write!(out, "{}", std::fmt::from_fn(|page| renderer.render(article, page)))
}
