use std::fmt;

use press_core::{Article, Block, Renderer};

/// Plain text, its title underlined.
#[derive(Clone, Copy, Debug)]
pub struct Text;

impl Renderer for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn render(&self, article: &Article, out: &mut dyn fmt::Write) -> fmt::Result {
        writeln!(out, "{}\n{}", article.title, "=".repeat(article.title.chars().count()))?;
        blocks(article, out)
    }
}

#[cfg(feature = "ansi")]
const TITLE: anstyle::Style = anstyle::Style::new().bold();

/// Text for a terminal, its title in bold.
#[cfg(feature = "ansi")]
#[derive(Clone, Copy, Debug)]
pub struct Ansi;

#[cfg(all(feature = "ansi", feature = "io"))]
impl Ansi {
    /// Makes a terminal write plainly again, after a page that broke off in its title.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn reset(self, out: &mut dyn std::io::Write) -> std::io::Result<()> {
        TITLE.write_reset_to(out)
    }
}

#[cfg(feature = "ansi")]
impl Renderer for Ansi {
    fn name(&self) -> &'static str {
        "ansi"
    }

    fn render(&self, article: &Article, out: &mut dyn fmt::Write) -> fmt::Result {
        writeln!(out, "{TITLE}{}{TITLE:#}", article.title)?;
        blocks(article, out)
    }
}

fn blocks(article: &Article, out: &mut dyn fmt::Write) -> fmt::Result {
    for block in &article.blocks {
        writeln!(out)?;
        match block {
            Block::Code(code) => code.lines().try_for_each(|line| writeln!(out, "    {line}"))?,
            Block::Paragraph(prose) => writeln!(out, "{prose}")?,
            _ => {}
        }
    }
    Ok(())
}
