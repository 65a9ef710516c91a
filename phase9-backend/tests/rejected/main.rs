//! Programs that the compiler must refuse, each with its repaired twin.

use std::process::ExitCode;

fn main() -> ExitCode {
    refusals::Suite::new(env!("CARGO_MANIFEST_DIR"))
        .extern_crate("phase9_backend")
        .extern_crate("axum")
        .extern_crate("futures")
        .extern_crate("secrecy")
        .extern_crate("serde")
        .extern_crate("sqlx")
        .extern_crate("tokio")
        .extern_crate("tokio_util")
        .extern_crate("tracing")
        .run()
}
