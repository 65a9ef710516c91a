//! Load (not yet).
use std::path::Path;
#[derive(clap::Args)]
pub struct Options {}
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Rival {
    Hyper,
}
pub async fn run(_: &Path, _: &Options) -> Result<bool, String> {
    Ok(true)
}
pub async fn serve(_: Rival) -> Result<(), String> {
    Ok(())
}
