use std::fmt;

use press_core::{Article, Block, Renderer};

/// An HTML fragment, in which nothing that an author writes is markup.
#[derive(Clone, Copy, Debug)]
pub struct Html;

impl Renderer for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn render(&self, article: &Article, out: &mut dyn fmt::Write) -> fmt::Result {
        writeln!(out, "<h1>{}</h1>", Escaped(&article.title))?;
        for block in &article.blocks {
            match block {
                Block::Code(code) => writeln!(out, "<pre><code>{}</code></pre>", Escaped(code))?,
                Block::Paragraph(prose) => writeln!(out, "<p>{}</p>", Escaped(prose))?,
                _ => {}
            }
        }
        Ok(())
    }
}

struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in self.0.split_inclusive(['&', '<', '>', '"']) {
            let special = piece.chars().next_back().and_then(|last| match last {
                '&' => Some("&amp;"),
                '<' => Some("&lt;"),
                '>' => Some("&gt;"),
                '"' => Some("&quot;"),
                _ => None,
            });
            f.write_str(if special.is_some() { &piece[..piece.len() - 1] } else { piece })?;
            f.write_str(special.unwrap_or_default())?;
        }
        Ok(())
    }
}
