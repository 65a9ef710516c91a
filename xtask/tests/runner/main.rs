//! The runner, used as people use it, on small workspaces made for the purpose.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its world has failed")]

mod check;
mod counts;
mod fixture;
mod interruption;
mod memory;
mod parts;
mod practice;
mod practice_loop;
mod python;
mod report;
mod roadmap;
mod sanitize;
mod trials;
mod trouble;
