//! Programs that the compiler must refuse, each with its repaired twin.

use std::process::ExitCode;

fn main() -> ExitCode {
    refusals::Suite::new(env!("CARGO_MANIFEST_DIR"))
        .extern_crate("phase6_async")
        .extern_crate("tokio")
        .extern_crate("futures")
        .extern_crate("pin_project_lite")
        .run()
}
