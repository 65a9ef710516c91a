//! Change a collection while you walk through it, hold on to its elements, or both: what to have instead of a reference.
//!
//! A reference to one element borrows the whole collection: it may not grow, shrink or be asked for another element
//! mutably until the reference has been used for the last time. That is no pedantry, because growing moves elements and
//! removing drops them. After this lesson you can write such code without clones and without `RefCell`, by having
//! something other than a reference at the moment of the change:
//!
//! | you want to | so have | here |
//! |---|---|---|
//! | remember an element | a *handle*, which borrows nothing and is checked when it is used | [`Slots`] |
//! | add work while working | a list that you `pop`: no borrow lives from one round to the next | [`Newsroom::retract`] |
//! | call `self.method(…)` for each element | the elements *taken out*, and their memory put back | [`Newsroom::run_due`] |
//! | keep or remove by what other fields say | a closure that names these *fields*: it borrows no others | [`Newsroom::tidy`] |
//! | change two elements at once | both borrowed by one call, which checks that they are two | [`Slots::pair_mut`] |
//! | return a found element or go on searching | a *question* first, whose answer is no reference; then borrow once | [`Story::text_mut`] |
//! | write to an element and read its neighbour | a slice of `Cell`s: shared, and nobody can refer to the inside | [`hand_over`] |
//!
//! There are four ways to take elements out of a list. They differ in what happens to the rest, if one leaves early:
//!
//! | | what you get | those you have not come to |
//! |---|---|---|
//! | `retain` | nothing: what goes is dropped | there are none: its closure is asked about each |
//! | `extract_if(range, …)` | an iterator of what goes | stay |
//! | `drain(range)` | an iterator of the range | are removed, too |
//! | [`mem::take`] | the collection | are yours: put them back, or they are gone |
//!
//! Each of them goes through the elements at most once. To remove every second of 10 000 numbers, `extract_if` and a
//! filtered `drain` take less than twice as long as `retain`. A loop that calls `remove(index)` moves what follows at
//! each removal, and takes more than 100 times as long.
//! (`cargo bench -p phase4-collections --bench collection_borrowing`)

mod slots;

use std::{
    cell::Cell,
    collections::{BTreeMap, HashSet},
    mem,
};

pub use slots::{Handle, Slots};

/// A text that may cite others.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Story {
    /// The title.
    pub title: String,
    /// By language.
    pub texts: BTreeMap<String, String>,
    /// The stories that it relies on, some of which may no longer exist.
    pub cites: Vec<Handle>,
}

impl Story {
    /// The text in the first of these languages that it exists in.
    ///
    /// The direct way, `if let Some(text) = self.texts.get_mut(…) { return Some(text) }` and then the next look-up, is
    /// refused (E0499): what is returned on one path is borrowed on the others, too. Where the other path inserts, `entry`
    /// is the way out, and in a list it is `position`, whose answer is an index. Here, `contains_key` answers with a
    /// `bool`; then there is one look-up, which is returned.
    pub fn text_mut(&mut self, languages: &[&str]) -> Option<&mut String> {
        let language = languages.iter().find(|language| self.texts.contains_key(**language))?;
        self.texts.get_mut(*language)
    }
}

/// Something to be done with a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Task {
    /// When.
    pub minute: u64,
    /// With which.
    pub story: Handle,
    /// What.
    pub step: Step,
}

/// What can be done with a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Look it through; it is to be published ten minutes after the minute of this task.
    Review,
    /// Publish it.
    Publish,
}

/// Stories and what is to be done with them.
#[derive(Debug, Default)]
pub struct Newsroom {
    /// All stories that have not been retracted.
    pub stories: Slots<Story>,
    /// The titles that were published, in this order.
    pub published: Vec<String>,
    tasks: Vec<Task>,
    /// Empty between two calls of `run_due`; kept for its memory.
    due: Vec<Task>,
}

impl Newsroom {
    /// Plans a task.
    pub fn plan(&mut self, task: Task) {
        self.tasks.push(task);
    }

    /// The tasks that are planned.
    pub fn tasks(&self) -> &[Task] {
        &self.tasks
    }

    /// Does what is due, in the order in which it was planned, and returns how many tasks that were. Tasks that are
    /// planned meanwhile have to wait for the next call, even if they are due already.
    ///
    /// `self.run` needs all of `self`, so the tasks must not be borrowed from it. `extract_if` moves the due ones to a
    /// list, and taken out of `self` this list can be walked through while the other one grows. At the end its memory
    /// goes back: once both lists are large enough, a call allocates nothing. What is taken out is missing, though: should
    /// `run` panic, the due tasks are lost.
    pub fn run_due(&mut self, now: u64) -> usize {
        let mut due = mem::take(&mut self.due);
        due.extend(self.tasks.extract_if(.., |task| task.minute <= now));
        let count = due.len();
        for task in due.drain(..) {
            self.run(task);
        }
        self.due = due;
        count
    }

    fn run(&mut self, Task { minute, story, step }: Task) {
        match step {
            Step::Review => self.plan(Task { minute: minute + 10, story, step: Step::Publish }),
            // A handle may be of yesterday. Whoever uses it has to say what happens then.
            Step::Publish => self.published.extend(self.stories.get(story).map(|story| story.title.clone())),
        }
    }

    /// Drops the tasks that are planned twice, and those for stories that are gone.
    ///
    /// `self.tasks` is borrowed mutably while the closure reads `self.stories`: a closure captures the paths that it
    /// names. Were it to ask a method of `self`, it would capture all of `self` (E0502).
    pub fn tidy(&mut self) {
        let mut seen = HashSet::new();
        self.tasks.retain(|task| self.stories.get(task.story).is_some() && seen.insert(*task));
    }

    /// Retracts a story and all that rely on it, directly or not. Returns them in no particular order.
    ///
    /// The stories are searched while the list of those to go is made longer, and removed while it is made shorter.
    /// `pop` borrows the list for one call. A `for` loop over a `drain` of it would borrow it to the end (E0499).
    pub fn retract(&mut self, story: Handle) -> Vec<Story> {
        let mut retracted = Vec::new();
        let mut pending = vec![story];
        while let Some(handle) = pending.pop() {
            // Found twice, or gone before: then there is nothing left to remove.
            let Some(story) = self.stories.remove(handle) else { continue };
            retracted.push(story);
            let relies = |story: &Story| story.cites.contains(&handle);
            pending.extend(self.stories.iter().filter(|(_, story)| relies(story)).map(|(handle, _)| handle));
        }
        retracted
    }

    /// Makes one story of two: the texts of `from` go to `into`, where a language is missing, and whoever cites `from`
    /// cites `into` instead. `false` if these are not two stories.
    ///
    /// Three kinds of borrow, one after the other: two elements at once, then a removal, then all elements in turn.
    pub fn merge(&mut self, from: Handle, into: Handle) -> bool {
        let Some([source, target]) = self.stories.pair_mut(from, into) else { return false };
        for (language, text) in mem::take(&mut source.texts) {
            target.texts.entry(language).or_insert(text);
        }
        self.stories.remove(from);
        for story in self.stories.iter_mut() {
            for cited in story.cites.iter_mut().filter(|cited| **cited == from) {
                *cited = into;
            }
        }
        true
    }
}

/// Evens out the readers of a day: what an hour has above `limit`, it hands over to the next one, and so on. Returns what
/// the last hour could not hand over to any other.
///
/// There is no `windows_mut`, because neighbouring windows overlap. But a `&mut [T]` can be turned into a `&[Cell<T>]`,
/// free of cost: of these there may be as many as one likes, so ordinary `windows` will do. A shared `Cell` lends no
/// reference to its inside, so no window can be surprised by another one.
pub fn hand_over(hours: &mut [u32], limit: u32) -> u32 {
    let hours = Cell::from_mut(hours).as_slice_of_cells();
    let excess = |hour: &Cell<u32>| {
        let kept = hour.get().min(limit);
        hour.replace(kept) - kept
    };
    for pair in hours.windows(2) {
        let moved = excess(&pair[0]);
        pair[1].update(|readers| readers + moved);
    }
    hours.last().map_or(0, excess)
}
