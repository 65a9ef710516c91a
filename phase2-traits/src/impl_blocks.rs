//! Several `impl` blocks for one type: what stands in a header decides for which values the items of a block exist.
//!
//! A wrong call need not be answered by an error value, if the method is not there. Here you learn to say in headers what
//! exists for whom, to let the compiler compute constants, and to have it refuse a number. The lesson is an issue of a
//! newsletter: it is drafted, approved and sent, and has a fixed number of slots for stories.
//!
//! | the header | its items exist | here |
//! |---|---|---|
//! | `impl<T, S, const SLOTS: usize> Issue<T, S, SLOTS>` | always | [`Issue::stories`] |
//! | `impl<T, const SLOTS: usize> Issue<T, Draft, SLOTS>` | in one state | [`Issue::place`], [`Issue::approve`] |
//! | `impl<T, S: State, const SLOTS: usize> Issue<T, S, SLOTS>` | in states that say what is needed | [`Issue::path`] |
//! | `impl<T: Ord, S, const SLOTS: usize> Issue<T, S, SLOTS>` | for stories that can be compared | [`Issue::lead`] |
//! | `impl<T> Issue<T, Draft, 1>` | for one number of slots | [`Issue::flash`] |
//! | `impl<T: Display, …> Display for Issue<T, Sent, SLOTS>` | a trait, under the same kinds of conditions | |
//!
//! The struct itself has no bounds, so whoever only stores an issue needs none. `#[derive(Clone)]` writes such a block,
//! too: with `T: Clone` and `S: Clone`, one bound for each type parameter, needed or not.
//!
//! The rules for headers are few:
//!
//! - Every type and every number in `impl<…>` must follow from the type (E0207), be it as an associated type of what
//!   does: `impl<I: Iterator<Item = T>, T> List<I>` is in order. One that a single method needs belongs to the method.
//! - Two blocks may have items of the same name if their headers cannot fit the same type; otherwise that is an error,
//!   whether or not the item is used (E0592). "Nothing has both bounds" is not an argument.
//! - All blocks are in the crate of the type, in any module. A block sees what its module sees: [`slug`] is a module of
//!   its own, so the blocks here cannot make a slug that was not checked.

pub mod slug;

use std::fmt::{self, Display};

use slug::Slug;

/// What an issue goes through.
pub trait State {
    /// For editors.
    const LABEL: &'static str;

    /// Whether readers may see it. A constant may have a default, as a method may.
    const PUBLIC: bool = false;
}

/// Stories may still be placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft;

/// Somebody has read all of it. Only [`Issue::approve`] makes this state, so an issue in it has been approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approved {
    by: String,
}

/// It is with the readers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    by: String,
    copies: u64,
}

impl State for Draft {
    const LABEL: &'static str = "draft";
}

impl State for Approved {
    const LABEL: &'static str = "approved";
}

impl State for Sent {
    const LABEL: &'static str = "sent";
    const PUBLIC: bool = true;
}

/// An issue with room for `SLOTS` stories, in the state `S`.
///
/// A state is a field, not only a mark in the type: what is known in one state alone is in there, so no field is an
/// `Option` that is `None` in the other states.
///
/// The defaults count where a type is written: `Issue<String>` is a draft with four slots. In an expression without any
/// arguments, `Issue::new(…)`, they are not used: what nothing else determines is an error (E0284).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue<T, S = Draft, const SLOTS: usize = 4> {
    slug: Slug,
    slots: [Option<T>; SLOTS],
    state: S,
}

/// Drafts.
impl<T, const SLOTS: usize> Issue<T, Draft, SLOTS> {
    /// An empty draft.
    ///
    /// An issue must have a slot. The block `const { … }` is evaluated for each `SLOTS` with which this is compiled, and
    /// a panic is an error of the build (E0080). `cargo check` does not see it, and nobody does unless something calls
    /// `new` for that number. An associated `const NOT_EMPTY: () = assert!(…);` is no replacement on its own: it checks
    /// nothing until a function that is compiled mentions it.
    ///
    /// A `const fn` *can* run in the compiler, and does where a constant is needed. Elsewhere it is an ordinary function.
    ///
    /// # Example: a static that needs no start-up code
    /// ```
    /// use phase2_traits::impl_blocks::{Issue, slug::Slug};
    /// use std::sync::Mutex;
    ///
    /// static NEXT: Mutex<Issue<&str>> = Mutex::new(Issue::new(Slug::literal("week-32")));
    ///
    /// let mut next = NEXT.lock().expect("nobody panics while holding it");
    /// assert_eq!(next.place("Moves"), Ok(1));
    /// ```
    ///
    /// # Example: an issue without slots does not compile
    /// ```compile_fail
    /// # use phase2_traits::impl_blocks::{Draft, Issue, slug::Slug};
    /// let none = Issue::<&str, Draft, 0>::new(Slug::literal("week-32"));
    /// ```
    pub const fn new(slug: Slug) -> Self {
        const { assert!(SLOTS > 0, "an issue needs a slot") };
        // `[None; SLOTS]` would need `T: Copy`; a constant may be repeated whatever its type is.
        Self { slug, slots: [const { None }; SLOTS], state: Draft }
    }

    /// Puts `story` into the first free slot and returns its number, counted from 1.
    ///
    /// # Errors
    /// The story, if there is no free slot.
    pub fn place(&mut self, story: T) -> Result<usize, T> {
        let free = self.slots.iter_mut().zip(1..).find(|(slot, _)| slot.is_none());
        let Some((slot, number)) = free else { return Err(story) };
        *slot = Some(story);
        Ok(number)
    }

    /// The issue, approved.
    ///
    /// # Errors
    /// The draft, if there is nothing in it. A transition that can fail has to give back what it took.
    pub fn approve(self, by: &str) -> Result<Issue<T, Approved, SLOTS>, Self> {
        if self.stories().next().is_none() {
            return Err(self);
        }
        Ok(self.map_state(|Draft| Approved { by: by.to_owned() }))
    }

    /// The label for editors of drafts, with what is still missing.
    ///
    /// [`Listed`] has a method of this name, for issues in any state. `draft.label()` means this one: of two methods that
    /// take `&self`, the inherent one comes first. But that is decided where the call is written: generic code that gets
    /// a draft calls the trait's method, as it does for every other type. So methods of one name should differ in detail
    /// at most. If the trait's took `self`, even `draft.label()` would be the trait's: by value is tried first.
    pub fn label(&self) -> String {
        format!("{}, {} of {SLOTS} slots filled", Listed::label(self), self.stories().count())
    }
}

/// Issues with a single slot.
impl<T> Issue<T, Draft, 1> {
    /// A draft that is full already. The length of the array and the 1 in the header must agree.
    ///
    /// A `const fn` may move a story of any type, as here, but not drop it: the type might have a destructor (E0493).
    pub const fn flash(slug: Slug, story: T) -> Self {
        Self { slug, slots: [Some(story)], state: Draft }
    }
}

/// Approved issues.
impl<T, const SLOTS: usize> Issue<T, Approved, SLOTS> {
    /// Back to the editors. The approval ends with the value that proves it.
    pub fn withdraw(self) -> Issue<T, Draft, SLOTS> {
        self.map_state(|_| Draft)
    }

    /// To the readers. There is no such method for drafts (E0599), and so no error for it either.
    pub fn send(self, copies: u64) -> Issue<T, Sent, SLOTS> {
        self.map_state(|Approved { by }| Sent { by, copies })
    }
}

/// Issues in any state.
impl<T, S, const SLOTS: usize> Issue<T, S, SLOTS> {
    /// How many stories there can be: for callers who have a type and no number.
    pub const SLOTS: usize = SLOTS;

    /// The stories, in the order of their slots.
    pub fn stories(&self) -> impl Iterator<Item = &T> {
        self.slots.iter().flatten()
    }

    /// The same issue in the state that `next` makes of this one. Private: which transitions there are is decided above.
    ///
    /// `Self` is the issue in the state `S` of this header, and `Self { … }` makes no other. Nor does the update syntax:
    /// `Issue { state: …, ..self }` must be of the same type as `self` (E0308). So the fields are listed, here and
    /// nowhere else.
    fn map_state<N>(self, next: impl FnOnce(S) -> N) -> Issue<T, N, SLOTS> {
        let Self { slug, slots, state } = self;
        Issue { slug, slots, state: next(state) }
    }
}

/// Issues in a state that has constants.
impl<T, S: State, const SLOTS: usize> Issue<T, S, SLOTS> {
    /// Where such issues are found, computed for each state by the compiler.
    ///
    /// A constant of a trait can be used here, and in a generic `const fn`. A function of a trait cannot (E0015).
    pub const SECTION: &'static str = if S::PUBLIC { "archive" } else { "preview" };

    /// The address of the issue.
    pub fn path(&self) -> String {
        format!("/{}/{}", Self::SECTION, self.slug.as_str())
    }
}

/// Issues of stories that can be compared.
impl<T: Ord, S, const SLOTS: usize> Issue<T, S, SLOTS> {
    /// The greatest story; the first of several that are equal.
    pub fn lead(&self) -> Option<&T> {
        // `max` returns the last of equal ones, so it has to begin at the end.
        self.slots.iter().flatten().rev().max()
    }
}

/// What readers get. An issue that was not sent cannot be printed by accident.
impl<T: Display, const SLOTS: usize> Display for Issue<T, Sent, SLOTS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}, approved by {}, {} copies", self.path(), self.state.by, self.state.copies)?;
        self.stories().try_for_each(|story| writeln!(f, "- {story}"))
    }
}

/// What can stand in a list of the platform.
pub trait Listed {
    /// One line for the list.
    fn label(&self) -> String;
}

impl<T, S: State, const SLOTS: usize> Listed for Issue<T, S, SLOTS> {
    // Called by path in `Issue::label`: there, `self.label()` would be the inherent one again, for ever.
    fn label(&self) -> String {
        format!("{} ({})", self.slug.as_str(), S::LABEL)
    }
}

/// The label of anything, as the list shows it: for drafts, too, the one of the trait.
pub fn line(entry: &impl Listed) -> String {
    format!("* {}", entry.label())
}
