//! The log.

use tracing::{Subscriber, subscriber::set_global_default};
use tracing_subscriber::{
    EnvFilter, Layer as _, Registry,
    fmt::{self, MakeWriter},
    layer::SubscriberExt as _,
};

use crate::config::{LogConfig, LogFormat};

/// Where a log goes.
pub trait Writer: for<'a> MakeWriter<'a> + Send + Sync + 'static {}

impl<W: for<'a> MakeWriter<'a> + Send + Sync + 'static> Writer for W {}

/// What turns events into lines for `writer`.
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
        LogFormat::Human => lines.with_ansi(false).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    Ok(Registry::default().with(filter).with(lines))
}

/// Sends the log of the whole program to standard error.
///
/// # Errors
/// If the filter's directives make no sense, or if the log goes somewhere else already.
pub fn init(config: &LogConfig) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    Ok(set_global_default(subscriber(config, std::io::stderr)?)?)
}
