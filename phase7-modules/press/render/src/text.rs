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

/// Text for a terminal, its title in bold.
#[cfg(feature = "ansi")]
#[derive(Clone, Copy, Debug)]
pub struct Ansi;

#[cfg(feature = "ansi")]
impl Renderer for Ansi {
    fn name(&self) -> &'static str {
        "ansi"
    }

    fn render(&self, article: &Article, out: &mut dyn fmt::Write) -> fmt::Result {
        let bold = anstyle::Style::new().bold();
        writeln!(out, "{bold}{}{bold:#}", article.title)?;
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
