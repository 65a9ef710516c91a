//! What the generators write, what they refuse, and when cargo runs the one that it runs.

mod cargo;
mod code_generation;

// The build script's own modules, as modules of a test: a program that prints lines for cargo can hardly be tested, the
// functions behind it can.
#[path = "../../build/source.rs"]
mod source;
#[path = "../../build/table.rs"]
mod table;
