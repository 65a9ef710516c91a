//! The log.

use std::{fmt::Write as _, panic};

use tracing::{Subscriber, field::Field};
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
        // The list of spans begins with the request; the innermost one beside it would say it again.
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(false).boxed(),
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

/// Makes a panic a line of the log, with what the thread was in. By default it would be two lines on standard error
/// that no reader of JSON understands.
pub fn log_panics() {
    panic::set_hook(Box::new(|panic| {
        let location = panic.location().map(tracing::field::display);
        let text = panic.payload_as_str().unwrap_or("a panic without a text");
        tracing::error!(location, panic = text, "a thread has panicked");
    }));
}

/// Sends the log of the whole program to standard error, panics included.
///
/// # Errors
/// If the filter's directives make no sense, or if the log goes somewhere else already.
pub fn init(config: &LogConfig) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    // This one listens to the crate `log` as well, and so to libraries that know nothing of tracing.
    subscriber(config, std::io::stderr)?.try_init()?;
    log_panics();
    Ok(())
}
