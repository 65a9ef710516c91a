//! A `const fn` may move a value of any type, but not drop one that might have a destructor.
//!
//! Taking one field of `self` drops the others at the end. Repair: a block with a bound. What is `Copy` has no
//! destructor, so then there is nothing to drop; for other types, a function that is not `const`.

struct Slot<T> {
    story: T,
    note: Option<T>,
}

impl<T> Slot<T> {
    const fn new(story: T) -> Self {
        Self { story, note: None }
    }

    const fn noted(&self) -> bool {
        self.note.is_some()
    }
}

#[cfg(not(fixed))]
impl<T> Slot<T> {
    const fn into_story(self) -> T {
        //~^ E0493
        self.story
    }
}

#[cfg(fixed)]
impl<T: Copy> Slot<T> {
    const fn into_story(self) -> T {
        self.story
    }
}

fn main() {
    const SLOT: Slot<&str> = Slot::new("Moves");
    const STORY: &str = Slot::new("Moves").into_story();
    println!("{STORY}, noted: {}", SLOT.noted());
}
