//! # A form letter, filled in place
//!
//! A letter to subscribers has gaps such as `{name}`, which are filled one after the other. A gap borrows the letter
//! exclusively until it is filled or skipped, and both use it up. What was filled in is not searched for gaps again; a
//! gap that is dropped is found once more.
//!
//! The signatures are the specification: read them before you write a body. `skip` returns something that outlives the
//! `Gap` that it is called on, `fill_known` must be able to use `letter` in each turn of its loop, and `get` counts
//! although it takes `&self`.

use std::cell::Cell;

pub struct Letter {
    text: String,
    /// Everything before this byte is finished.
    done: usize,
}

/// A gap in the letter: it begins at `letter.done` with `{` and ends before `end`, behind its `}`.
pub struct Gap<'l> {
    letter: &'l mut Letter,
    end: usize,
}

/// What is known about a subscriber.
pub struct Entries {
    entries: Vec<(String, String)>,
    /// How often a name was found, and how often not.
    asked: Cell<[u32; 2]>,
}

impl Letter {
    /// The next gap. `None` if there is no `{` any more, or no `}` behind it; the rest of the letter is finished then.
    pub fn next_gap(&mut self) -> Option<Gap<'_>> {
        // solution:begin
        // hint: `str::find` on `self.text[start..]` counts from `start`, not from the beginning of the text.
        // hint: Set `self.done` to the opening brace, then make the gap; with no gap left, set it to the text's length.
        // hint: Search first, with plain numbers as results. Then nothing is borrowed when `self` goes into the gap.
        let open = self.text[self.done..].find('{').map(|at| self.done + at);
        let close = open.and_then(|open| self.text[open..].find('}').map(|at| open + at));
        self.done = close.and(open).unwrap_or(self.text.len());
        Some(Gap { end: close? + 1, letter: self })
        // solution:end
    }
}

impl<'l> Gap<'l> {
    /// The name between the braces.
    pub fn name(&self) -> &str {
        // solution:begin
        // hint: Through `&self`, the letter behind the field's `&mut` can be read, but not changed.
        // hint: The gap begins at `self.letter.done`; each brace is one byte.
        &self.letter.text[self.letter.done + 1..self.end - 1]
        // solution:end
    }

    /// Puts `with` in place of the gap.
    pub fn fill(self, with: &str) {
        // solution:begin
        // hint: `String::replace_range` does it in place; `done` then moves behind what was filled in.
        let start = self.letter.done;
        self.letter.text.replace_range(start..self.end, with);
        self.letter.done = start + with.len();
        // solution:end
    }

    /// Leaves the gap as it is and returns it, braces included, as long as the letter is lent.
    pub fn skip(self) -> &'l str {
        // solution:begin
        // hint: `self` is the gap itself, so what is borrowed through its `letter` may live for `'l`, without the gap.
        // hint: Remember where the gap begins, and move `done` behind it. The result is borrowed last.
        let start = self.letter.done;
        self.letter.done = self.end;
        &self.letter.text[start..self.end]
        // solution:end
    }
}

impl Entries {
    pub fn new(entries: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| (name.to_string(), value.to_string());
        Self { entries: entries.iter().map(owned).collect(), asked: Cell::default() }
    }

    /// The value of the first entry with this name. Counts in `asked` whether there was one.
    pub fn get(&self, name: &str) -> Option<&str> {
        // solution:begin
        // hint: `find` on `iter()`, then `map` to the value as a `&str`.
        // hint: `Cell::as_array_of_cells` reaches one of the two counts, and `Cell::update` adds to it.
        let found = self.entries.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        self.asked.as_array_of_cells()[usize::from(found.is_none())].update(|count| count + 1);
        found
        // solution:end
    }
}

/// Fills every gap of the rest of the letter that has an entry, skips the others, and returns what was skipped.
pub fn fill_known(letter: &mut Letter, entries: &Entries) -> Vec<String> {
    // solution:begin
    // hint: A method call on `letter` reborrows it for each turn of the loop, so it is not moved by the first.
    // hint: `while let Some(gap) = …`, and a `match` on the entry: one arm fills, the other skips and keeps the text.
    let mut skipped = Vec::new();
    while let Some(gap) = letter.next_gap() {
        match entries.get(gap.name()) {
            Some(value) => gap.fill(value),
            None => skipped.push(gap.skip().to_owned()),
        }
    }
    skipped
    // solution:end
}

fn letter(text: &str) -> Letter {
    Letter { text: text.to_owned(), done: 0 }
}

#[test]
fn a_gap_knows_its_name() {
    let mut letter = letter("Dear {name},");
    assert_eq!(letter.next_gap().expect("there is a gap").name(), "name");
}

#[test]
fn gaps_are_filled_in_order() {
    let mut letter = letter("{greeting} {name}!");
    letter.next_gap().expect("the greeting").fill("Good morning");
    letter.next_gap().expect("the name").fill("Ada");
    assert!(letter.next_gap().is_none());
    assert_eq!(letter.text, "Good morning Ada!");
}

#[test]
fn a_dropped_gap_is_found_again() {
    let mut letter = letter("Dear {name}, {name}");
    assert!(letter.next_gap().is_some(), "and dropped");
    letter.next_gap().expect("it was not filled").fill("Ada");
    assert_eq!(letter.text, "Dear Ada, {name}");
}

#[test]
fn what_was_filled_in_is_not_searched() {
    let mut letter = letter("{a}{b}");
    letter.next_gap().expect("the first").fill("{b}");
    letter.next_gap().expect("the second").fill("");
    assert!(letter.next_gap().is_none());
    assert_eq!(letter.text, "{b}");
}

#[test]
fn a_skipped_gap_outlives_the_gap_and_stays_in_the_letter() {
    let mut letter = letter("Dear {name}, {offer}");
    let skipped = letter.next_gap().expect("the name").skip();
    assert_eq!(skipped, "{name}");
    letter.next_gap().expect("the offer").fill("goodbye");
    assert_eq!(letter.text, "Dear {name}, goodbye");
}

#[test]
fn a_brace_without_its_partner_is_text() {
    let mut letter = letter("} and {b} {c");
    letter.next_gap().expect("b is closed").fill("é");
    assert!(letter.next_gap().is_none());
    assert_eq!((letter.text.as_str(), letter.done), ("} and é {c", letter.text.len()));
}

#[test]
fn entries_count_what_they_are_asked_for() {
    let entries = Entries::new(&[("name", "Ada"), ("name", "Grace")]);
    let held = entries.get("name");
    assert_eq!((entries.get("offer"), entries.get("town"), held), (None, None, Some("Ada")));
    assert_eq!(entries.asked.get(), [1, 2]);
}

#[test]
fn a_letter_is_filled_by_one_source_after_the_other() {
    let mut letter = letter("Dear {name}, {offer} from {name} of {town}");
    let skipped = fill_known(&mut letter, &Entries::new(&[("name", "Ada"), ("town", "London")]));
    assert_eq!(letter.text, "Dear Ada, {offer} from Ada of London");
    assert_eq!(skipped, ["{offer}"]);

    letter.done = 0;
    assert!(fill_known(&mut letter, &Entries::new(&[("offer", "greetings")])).is_empty());
    assert_eq!(letter.text, "Dear Ada, greetings from Ada of London");
}
