//! A value cannot be moved out of what is only borrowed: the owner would be left with a hole.
//!
//! That a new stage is put in at once does not help, since the move comes first. Repair: `mem::take` leaves a valid
//! stage behind in the meantime.

#[derive(Default)]
enum Stage {
    #[default]
    Vacant,
    Writing(String),
    Approved(String),
}

fn advance(stage: &mut Stage) {
    #[cfg(not(fixed))]
    let old = *stage; //~ E0507
    #[cfg(fixed)]
    let old = std::mem::take(stage);
    *stage = match old {
        Stage::Writing(text) | Stage::Approved(text) => Stage::Approved(text),
        Stage::Vacant => Stage::Vacant,
    };
}

fn main() {
    advance(&mut Stage::Writing("It was a dark and stormy night.".into()));
}
