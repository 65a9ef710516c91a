//! Programs that the compiler must refuse, each with its repaired twin.

use std::process::ExitCode;

fn main() -> ExitCode {
    refusals::Suite::new(env!("CARGO_MANIFEST_DIR")).run()
}
