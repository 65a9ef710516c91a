//! Programs that the compiler must refuse, each with its repaired twin.

use std::process::ExitCode;

fn main() -> ExitCode {
    refusals::Suite::new(env!("CARGO_MANIFEST_DIR"))
        .extern_crate("press_render")
        .extern_crate("press_core")
        .run()
}
