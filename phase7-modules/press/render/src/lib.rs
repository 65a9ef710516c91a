//! Renderers of articles, each behind its feature.

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
