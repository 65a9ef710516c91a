//! A borrowed literal can be moved to constant memory; what a call returns is a temporary, even of a `const fn`
//! of your own.
//!
//! A call might never return, or panic, so it is not made without being asked. Repair: a `const` block asks for it.

struct Layout {
    columns: u8,
    fonts: Vec<String>,
}

impl Layout {
    const fn plain() -> Self {
        Self { columns: 1, fonts: Vec::new() }
    }
}

fn layout_or_plain(layout: Option<&Layout>) -> &Layout {
    #[cfg(not(fixed))]
    return layout.unwrap_or(&Layout::plain()); //~ E0515
    #[cfg(fixed)]
    layout.unwrap_or(const { &Layout::plain() })
}

fn main() {
    let layout = layout_or_plain(None);
    println!("{} column, {} fonts", layout.columns, layout.fonts.len());
}
