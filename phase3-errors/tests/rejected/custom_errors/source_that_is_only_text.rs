//! A field named `source` is the cause for thiserror, with or without `#[source]`, and a `String` is no error.
//!
//! Repair: a text belongs into the message, under another name. What has to be a cause needs a type that implements
//! `Error`.

#[derive(Debug, thiserror::Error)]
enum PageError {
    #[cfg(not(fixed))]
    #[error("line {line} cannot be set")]
    Markup { line: usize, source: String }, //~ E0599
    #[cfg(fixed)]
    #[error("line {line} cannot be set: {reason}")]
    Markup { line: usize, reason: String },
}

fn main() {
    #[cfg(not(fixed))]
    let error = PageError::Markup { line: 3, source: "no end".into() };
    #[cfg(fixed)]
    let error = PageError::Markup { line: 3, reason: "no end".into() };
    println!("{error}");
}
