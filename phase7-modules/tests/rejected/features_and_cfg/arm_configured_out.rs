//! The arm is behind a feature, the variant is not: without the feature the `match` is no longer exhaustive.
//!
//! Whoever wrote it had the feature on, and never saw this. Repair: both are behind it, or neither; here neither, so
//! that the enum is the same in every build.

enum Format {
    Html,
    Ansi,
}

fn extension(format: &Format) -> Option<&'static str> {
    match format {
        //~^ E0004
        Format::Html => Some("html"),
        #[cfg(feature = "ansi")]
        Format::Ansi => Some("ansi"),
        #[cfg(all(fixed, not(feature = "ansi")))]
        Format::Ansi => None,
    }
}

fn main() {
    for format in [Format::Html, Format::Ansi] {
        println!("{}", extension(&format).unwrap_or("not in this build"));
    }
}
