//! Lines of JSON.
//!
//! `tracing-subscriber` has a formatter for JSON, which keeps the fields of a span as a text, and parses that text anew
//! for each line within the span. Here the text is kept in a form that can be copied into the line as it is.

use std::fmt;

use serde::Serialize;
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
    span::Record,
};
use tracing_log::NormalizeEvent as _;
use tracing_subscriber::{
    field::RecordFields,
    fmt::{
        FmtContext, FormatEvent, FormatFields, FormattedFields,
        format::Writer,
        time::{FormatTime as _, SystemTime},
    },
    registry::LookupSpan,
};

/// Fields as `,"name":value`, which goes on after whatever stands there already. Who records a field of a span twice
/// gets it twice.
pub struct Fields;

impl<'writer> FormatFields<'writer> for Fields {
    fn format_fields<R: RecordFields>(&self, mut writer: Writer<'writer>, fields: R) -> fmt::Result {
        let mut members = Members(Vec::with_capacity(128));
        fields.record(&mut members);
        writer.write_str(members.text()?)
    }

    fn add_fields(&self, current: &'writer mut FormattedFields<Self>, fields: &Record<'_>) -> fmt::Result {
        self.format_fields(current.as_writer(), fields)
    }
}

/// An event as one object: when, how bad, what, from where, and within which spans, the outermost first.
pub struct Lines;

impl<S> FormatEvent<S, Fields> for Lines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, Fields>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        // What comes from the crate `log` has the truth about itself in its fields.
        let normalized = event.normalized_metadata();
        let metadata = normalized.as_ref().unwrap_or_else(|| event.metadata());
        writer.write_str("{\"timestamp\":\"")?;
        SystemTime.format_time(&mut writer)?;
        writer.write_char('"')?;
        let mut line = Members(Vec::with_capacity(512));
        line.member("level", metadata.level().as_str());
        event.record(&mut line);
        line.member("target", metadata.target());
        if let Some(scope) = context.event_scope() {
            line.0.extend_from_slice(b",\"spans\":");
            let mut separator = b'[';
            for span in scope.from_root() {
                line.0.extend([separator, b'{']);
                line.0.extend_from_slice(b"\"name\":");
                line.value(span.name());
                if let Some(fields) = span.extensions().get::<FormattedFields<Fields>>() {
                    line.0.extend_from_slice(fields.as_bytes());
                }
                line.0.push(b'}');
                separator = b',';
            }
            line.0.push(b']');
        }
        line.0.extend_from_slice(b"}\n");
        writer.write_str(line.text()?)
    }
}

/// Members of an object, one after the other, each with a comma before it.
struct Members(Vec<u8>);

impl Members {
    fn member(&mut self, name: &str, value: impl Serialize) {
        self.0.push(b',');
        self.value(name);
        self.0.push(b':');
        self.value(value);
    }

    fn value(&mut self, value: impl Serialize) {
        let begin = self.0.len();
        if serde_json::to_writer(&mut self.0, &value).is_err() {
            // Somebody's `Debug` has failed in the middle.
            self.0.truncate(begin);
            self.0.extend_from_slice(b"null");
        }
    }

    fn text(&self) -> Result<&str, fmt::Error> {
        str::from_utf8(&self.0).map_err(|_| fmt::Error)
    }
}

impl Visit for Members {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.member(field.name(), value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.member(field.name(), value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.member(field.name(), value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.member(field.name(), value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.member(field.name(), value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // What the crate `log` says of an event is in its metadata by now.
        if !field.name().starts_with("log.") {
            self.member(field.name(), format_args!("{value:?}"));
        }
    }
}
