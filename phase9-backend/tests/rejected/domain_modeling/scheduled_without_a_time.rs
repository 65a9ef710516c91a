//! An article that is scheduled, and nobody has said when. With a flag and an `Option` it would exist, and wait for ever.
//!
//! What a state needs is in its variant. Repair: say when.

use phase9_backend::{domain::Timestamp, domain_modeling::Stage};

fn main() {
    #[cfg(not(fixed))]
    let stage = Stage::Scheduled {}; //~ E0063
    #[cfg(fixed)]
    let stage = Stage::Scheduled { at: Timestamp::now() };
    assert_ne!(stage, Stage::Draft);
}
