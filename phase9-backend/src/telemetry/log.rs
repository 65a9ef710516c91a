//! The log.

use std::{
    fmt::Write as _,
    io::{self, BufWriter},
    panic, thread,
    time::Duration,
};

use tracing::{Subscriber, field::Field};
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::{
    EnvFilter, Layer as _, Registry,
    field::MakeExt as _,
    fmt::{
        self, FormatFields, MakeWriter,
        format::{Writer as Line, debug_fn},
    },
    layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

use super::json;
use crate::config::{LogConfig, LogFormat};

/// Where a log goes.
pub trait Writer: for<'a> MakeWriter<'a> + Send + Sync + 'static {}

impl<W: for<'a> MakeWriter<'a> + Send + Sync + 'static> Writer for W {}

/// What turns events into lines for `writer`, one line each, whatever is in them.
///
/// # Errors
/// If the filter's directives make no sense.
pub fn subscriber(
    config: &LogConfig,
    writer: impl Writer,
) -> Result<impl Subscriber + Send + Sync, tracing_subscriber::filter::ParseError> {
    let filter: EnvFilter = config.filter.parse()?;
    let lines = fmt::layer().with_writer(writer);
    let lines = match config.format {
        LogFormat::Human => lines.with_ansi(false).fmt_fields(on_one_line()).boxed(),
        LogFormat::Json => lines.fmt_fields(json::Fields).event_format(json::Lines).boxed(),
    };
    Ok(Registry::default().with(filter).with(lines))
}

/// Fields as `name=value`, without line breaks: values may come from clients, and whoever can write a line break into a
/// log can write lines of it.
fn on_one_line() -> impl for<'a> FormatFields<'a> + Send + Sync + 'static {
    let field = |line: &mut Line<'_>, field: &Field, value: &dyn std::fmt::Debug| {
        if field.name() != "message" {
            write!(line, "{}=", field.name())?;
        }
        write!(Escaped(line), "{value:?}")
    };
    debug_fn(field).delimited(" ")
}

struct Escaped<'a, 'w>(&'a mut Line<'w>);

impl std::fmt::Write for Escaped<'_, '_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        for part in text.split_inclusive(char::is_control) {
            match part.chars().next_back().filter(|last| last.is_control()) {
                Some(last) => {
                    self.0.write_str(&part[..part.len() - last.len_utf8()])?;
                    write!(self.0, "{}", last.escape_default())?;
                }
                None => self.0.write_str(part)?,
            }
        }
        Ok(())
    }
}

/// So many lines wait for a reader that is slow, before whoever logs one more waits, too.
const WAITING_LINES: usize = 1 << 14;

/// So many bytes at most are written at once.
const GATHERED: usize = 1 << 16;

/// So long lines are gathered.
const GATHER: Duration = Duration::from_millis(2);

/// A writer that rests each time when it has written everything, so that it writes many lines at once. To write each
/// alone, and to wake up the thread that does it, costs more than to put the line together.
struct Gathering<W>(W);

impl<W: io::Write> io::Write for Gathering<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.0.flush();
        thread::sleep(GATHER);
        flushed
    }
}

/// Makes a panic a line of the log, with what the thread was in. By default it would be two lines on standard error
/// that no reader of JSON understands.
pub fn log_panics() {
    panic::set_hook(Box::new(|panic| {
        let location = panic.location().map(tracing::field::display);
        let text = panic.payload_as_str().unwrap_or("a panic without a text");
        tracing::error!(location, panic = text, "a thread has panicked");
    }));
}

/// Sends the log of the whole program to standard error, panics included. A thread of its own writes it, so that a
/// reader who is slow for a moment holds up no request. When the guard is dropped, what waits is written, for about a
/// second at most: a reader who takes nothing does not keep the program from its end.
///
/// # Errors
/// If the filter's directives make no sense, or if the log goes somewhere else already.
pub fn init(config: &LogConfig) -> Result<WorkerGuard, Box<dyn std::error::Error + Send + Sync>> {
    let (writer, guard) = NonBlockingBuilder::default()
        .lossy(false)
        .buffered_lines_limit(WAITING_LINES)
        .finish(Gathering(BufWriter::with_capacity(GATHERED, io::stderr())));
    // This one listens to the crate `log` as well, and so to libraries that know nothing of tracing.
    subscriber(config, writer)?.try_init()?;
    log_panics();
    Ok(guard)
}
