//! Defaults of a type's parameters fill what is left out of a *type*. An expression without arguments asks inference.
//!
//! The story determines `T`, and nothing determines `SLOTS`: that it has a default is not considered. Repair: write a
//! type somewhere. `Issue<_>` is one, and its `SLOTS` is left out.

struct Issue<T, const SLOTS: usize = 4> {
    slots: [Option<T>; SLOTS],
}

impl<T, const SLOTS: usize> Issue<T, SLOTS> {
    fn lead(story: T) -> Self {
        let mut slots = [const { None }; SLOTS];
        slots[0] = Some(story);
        Self { slots }
    }
}

fn main() {
    #[cfg(not(fixed))]
    let issue = Issue::lead("Moves"); //~ E0284
    #[cfg(fixed)]
    let issue: Issue<_> = Issue::lead("Moves");
    println!("{:?}", issue.slots);
}
