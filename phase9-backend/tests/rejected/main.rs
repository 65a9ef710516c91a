//! Programs that the compiler must refuse, each with its repaired twin.

use std::process::ExitCode;

fn main() -> ExitCode {
    refusals::Suite::new(env!("CARGO_MANIFEST_DIR"))
        .extern_crate("axum")
        .extern_crate("futures")
        .extern_crate("phase9_backend")
        .extern_crate("secrecy")
        .extern_crate("serde")
        .extern_crate("sqlx")
        // The macros of sqlx are made with a tokio that has fewer features.
        .extern_crate("tokio::select")
        .extern_crate("tokio_util")
        .extern_crate("tracing")
        .run()
}
