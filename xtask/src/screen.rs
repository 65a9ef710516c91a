//! Where things are shown: results on standard output, what is going on at the moment on standard error.

use std::{
    cell::Cell,
    io::{self, Write as _},
    time::Duration,
};

use console::Term;
use indicatif::{ProgressBar, ProgressStyle};

/// A live line on a terminal, plain lines elsewhere.
///
/// The line is taken off the screen when this is dropped.
pub struct Screen {
    line: Option<ProgressBar>,
    /// Nobody reads standard output any more.
    closed: bool,
    /// The last note of those that are said once.
    said: Cell<&'static str>,
}

impl Screen {
    pub fn new() -> Self {
        let line = Term::stderr().is_term().then(|| {
            let style = ProgressStyle::with_template("{spinner} {wide_msg} {elapsed}")
                .expect("the template is valid");
            let line = ProgressBar::new_spinner().with_style(style);
            line.enable_steady_tick(Duration::from_millis(100));
            line
        });
        // A terminal without a cursor that can be moved is no better than none.
        let line = line.filter(|line| !line.is_hidden());
        Self { line, closed: false, said: Cell::new("") }
    }

    /// The width of the terminal that results go to, if they go to one.
    pub fn width() -> Option<usize> {
        let stdout = Term::stdout();
        stdout.is_term().then(|| usize::from(stdout.size().1))
    }

    /// Shows what is being done right now. Without a terminal, nothing.
    pub fn now(&self, what: String) {
        if let Some(line) = &self.line {
            line.set_message(what);
        }
    }

    /// Says on standard error what a reader of the results does not need to know.
    pub fn note(&self, what: &str) {
        // If nobody reads it, nothing is lost.
        self.above_the_line(|| drop(writeln!(io::stderr(), "{what}")));
    }

    /// Says a note only where there is no live line that says the same.
    pub fn plain_note(&self, what: &str) {
        if self.line.is_none() {
            self.note(what);
        }
    }

    /// Says a plain note, unless it was the last one that was said like this.
    pub fn plain_note_once(&self, what: &'static str) {
        if self.said.replace(what) != what {
            self.plain_note(what);
        }
    }

    /// Prints results. When nobody reads them any more, nothing is printed, and [`is_closed`](Self::is_closed) says so.
    pub fn print<L: AsRef<str>>(&mut self, lines: impl IntoIterator<Item = L>) {
        if self.closed {
            return;
        }
        let mut text = String::new();
        for line in lines {
            text.push_str(line.as_ref());
            text.push('\n');
        }
        let mut written = Ok(());
        self.above_the_line(|| {
            written = io::stdout().write_all(text.as_bytes()).and_then(|()| io::stdout().flush())
        });
        if let Err(error) = &written
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            self.note(&format!("error: the results cannot be written: {error}"));
        }
        self.closed = written.is_err();
    }

    pub fn is_closed(&self) -> bool {
        self.closed
    }

    fn above_the_line(&self, write: impl FnOnce()) {
        match &self.line {
            Some(line) => line.suspend(write),
            None => write(),
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        if let Some(line) = &self.line {
            line.finish_and_clear();
        }
    }
}
