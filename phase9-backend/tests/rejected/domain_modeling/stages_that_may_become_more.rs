//! A match of all stages that there are, in another crate: the enum is `#[non_exhaustive]`, and a later version may have
//! one more without being a breaking change.
//!
//! Repair: say what holds for stages that are not known yet.

use phase9_backend::domain_modeling::Stage;

fn badge(stage: Stage) -> &'static str {
    #[cfg(not(fixed))]
    return match stage {
        //~^ E0004
        Stage::Draft | Stage::Scheduled { .. } => "not yet",
        Stage::Published { .. } => "new",
        Stage::Withdrawn { .. } => "gone",
    };
    #[cfg(fixed)]
    return match stage {
        Stage::Draft | Stage::Scheduled { .. } => "not yet",
        Stage::Published { .. } => "new",
        Stage::Withdrawn { .. } => "gone",
        _ => "",
    };
}

fn main() {
    assert_eq!(badge(Stage::Draft), "not yet");
}
