//! First stage: where a record begins and ends, and on which line.
//!
//! A record is not a line, because a quoted field may contain line breaks. So lines are counted here, where they are
//! seen, and every later stage names the line of the frame.
//!
//! What fails here ends the file: behind a quote that is never closed, nobody can tell where a record begins.
//! Everything that can be blamed on one record is left to later stages.
//!
//! That includes an open quote that a stray one further down closes: all records in between are one frame then. Mostly
//! a later stage rejects it, and nothing in it is lost. But if the two quotes happen to surround a field, the frame is
//! sound CSV with a line break in a value, and no parser can tell. Only a column that admits no line breaks can, such
//! as [`Reference`](super::sales::Reference); a column that nobody reads cannot.

use std::io::{BufRead, Read};

use super::{Stop, Stopped};

/// The text of one record, without the line break at its end. It is not known yet whether its fields can be told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Where it begins, counted from 1.
    pub line: u64,
    /// As it stands in the file.
    pub text: String,
}

/// The frames of a file, and at most one error behind them.
#[derive(Debug)]
pub struct Frames<R> {
    reader: R,
    max_bytes: usize,
    /// Lines that were read.
    lines: u64,
    ended: bool,
}

impl<R: BufRead> Frames<R> {
    /// Reads frames of at most `max_bytes`, their line breaks included. Of a longer one, the rest is not even read.
    pub fn new(reader: R, max_bytes: usize) -> Self {
        Self { reader, max_bytes, lines: 0, ended: false }
    }

    /// The next frame that is not an empty line.
    fn frame(&mut self) -> Result<Option<Frame>, Stopped> {
        let mut text = String::new();
        let mut quoted = false;
        let mut first = self.lines + 1;
        loop {
            let stopped = |cause| Stopped { line: first, cause };
            // No overflow: a text that is longer than `max_bytes` was refused below, before it was kept. One byte more
            // than what is left is asked for, to see whether there is more.
            let left = self.max_bytes - text.len();
            let limit = u64::try_from(left).unwrap_or(u64::MAX).saturating_add(1);
            let mut line = Vec::new();
            let read = self.reader.by_ref().take(limit).read_until(b'\n', &mut line);
            let read = read.map_err(Stop::Unreadable).map_err(stopped)?;
            self.lines += 1;
            // Spreadsheets mark UTF-8 with a byte-order mark, which would make another name of the first column's.
            let line = line.strip_prefix(b"\xef\xbb\xbf").filter(|_| self.lines == 1).unwrap_or(&line);
            quoted = ends_quoted(line, quoted);
            match read {
                read if quoted && (read == 0 || read > left) => return Err(stopped(Stop::OpenQuote)),
                read if read > left => return Err(stopped(Stop::LongRecord)),
                0 => return Ok(None),
                _ => {}
            }
            let line = str::from_utf8(line).map_err(|_| stopped(Stop::NotUtf8))?;
            text.push_str(line);
            if quoted {
                continue;
            }
            let end = text.strip_suffix("\r\n").or(text.strip_suffix('\n')).map_or(text.len(), str::len);
            text.truncate(end);
            if !text.is_empty() {
                return Ok(Some(Frame { line: first, text }));
            }
            first = self.lines + 1;
        }
    }
}

impl<R: BufRead> Iterator for Frames<R> {
    type Item = Result<Frame, Stopped>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let frame = self.frame().transpose();
        self.ended = !matches!(frame, Some(Ok(_)));
        frame
    }
}

/// Whether a quoted field is open behind `line`, if one was open in front of it.
///
/// A quote opens a field only at its start, so that a stray one spoils its own record and not the next. A doubled quote
/// closes the field and opens it again.
fn ends_quoted(line: &[u8], quoted: bool) -> bool {
    let (quoted, _) = line.iter().fold((quoted, true), |(quoted, may_open), byte| match byte {
        b'"' if quoted => (false, true),
        b'"' if may_open => (true, false),
        b',' => (quoted, true),
        _ => (quoted, false),
    });
    quoted
}
