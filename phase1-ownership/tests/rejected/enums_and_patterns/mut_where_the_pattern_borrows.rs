//! `mut` on a binding below a reference: in edition 2021 it made a copy, and the change was lost.
//!
//! `left` would be a `u32` of its own, while `name` beside it would be a reference into the trial. Repair: without
//! `mut`, both are references.

struct Trial {
    name: String,
    left: u32,
}

fn shorten(trial: &mut Trial) {
    #[cfg(not(fixed))]
    {
        let Trial { name, mut left } = trial; //~ "cannot mutably bind by value within an implicitly-borrowing pattern"
        left -= 1;
        println!("{name}: {left} days left");
    }
    #[cfg(fixed)]
    {
        let Trial { name, left } = trial;
        *left -= 1;
        println!("{name}: {left} days left");
    }
}

fn main() {
    shorten(&mut Trial { name: "Ada".into(), left: 14 });
}
