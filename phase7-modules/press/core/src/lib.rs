//! An article, and what can set it in type.

use std::fmt;

/// A text in blocks, with a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// One line.
    pub title: String,
    /// In the order of reading.
    pub blocks: Vec<Block>,
}

/// A part of an article's body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Block {
    /// Prose, without line breaks.
    Paragraph(String),
    /// A program, as it stands.
    Code(String),
}

/// What an article amounts to. More will be counted some day, so only this crate can build one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statistics {
    /// In prose, with spaces between them.
    pub words: usize,
    /// Of programs.
    pub lines: usize,
}

/// Sets articles in type.
pub trait Renderer {
    /// The name by which readers choose it.
    fn name(&self) -> &'static str;

    /// Writes the whole article.
    ///
    /// # Errors
    /// Those of `out`, and no others.
    fn render(&self, article: &Article, out: &mut dyn fmt::Write) -> fmt::Result;
}

impl Article {
    /// Reads a title in the first line, then blocks with empty lines between them; a block whose lines all begin with
    /// four spaces is code.
    ///
    /// ```
    /// use press_core::{Article, Block};
    ///
    /// let article = Article::parse("Moving\n\nA move is\na copy.\n\n    let b = a;\n");
    /// assert_eq!(article.title, "Moving");
    /// assert_eq!(
    ///     article.blocks,
    ///     [Block::Paragraph("A move is a copy.".into()), Block::Code("let b = a;".into())]
    /// );
    /// ```
    pub fn parse(source: &str) -> Self {
        let (title, body) = source.trim_start().split_once('\n').unwrap_or((source.trim(), ""));
        let blocks =
            body.split("\n\n").map(|block| block.trim_matches('\n')).filter(|block| !block.trim().is_empty());
        Self { title: title.trim().to_owned(), blocks: blocks.map(Block::parse).collect() }
    }

    /// Counts the body.
    ///
    /// ```
    /// let article = press_core::Article::parse("Moving\n\nA move is a copy.\n\n    let b = a;\n    drop(b);\n");
    /// assert_eq!((article.statistics().words, article.statistics().lines), (5, 2));
    /// ```
    pub fn statistics(&self) -> Statistics {
        let mut statistics = Statistics::default();
        for block in &self.blocks {
            match block {
                Block::Paragraph(prose) => statistics.words += prose.split(' ').count(),
                Block::Code(code) => statistics.lines += code.lines().count(),
            }
        }
        statistics
    }
}

impl Block {
    fn parse(source: &str) -> Self {
        let code: Option<Vec<_>> = source.lines().map(|line| line.strip_prefix("    ")).collect();
        match code {
            Some(lines) => Self::Code(lines.join("\n")),
            None => Self::Paragraph(source.split_whitespace().collect::<Vec<_>>().join(" ")),
        }
    }
}
