//! # A news wire
//!
//! News come over the wire in chunks that end anywhere. A message is complete with its newline. Messages are read,
//! given to editors who have room for them, sorted with their replies, and published by several threads.
//!
//! Complete the five functions. Written in the first way that comes to mind, most of them are refused, and one compiles
//! and makes all others wait.

use std::sync::Mutex;

/// Messages out of chunks. Everything before `taken` has been handed out.
pub struct Wire<S> {
    chunks: S,
    buffer: String,
    taken: usize,
}

impl<S: Iterator<Item = String>> Wire<S> {
    pub fn new(chunks: S) -> Self {
        Self { chunks, buffer: String::new(), taken: 0 }
    }

    /// The next message, without its newline, as a part of the buffer. Takes a chunk only while there is no complete
    /// message; `None` if there are no more chunks. What has been handed out may be thrown away at the next call.
    pub fn message(&mut self) -> Option<&str> {
        // solution:begin
        // hint: A `&str` that is returned out of a loop is borrowed in all rounds. What else says where a message is?
        // hint: `find('\n')` returns a number. Once it is there, compute both ends, and borrow in the `return`.
        // hint: The search begins at `self.taken`, and the numbers that it returns do, too.
        loop {
            if let Some(length) = self.buffer[self.taken..].find('\n') {
                let start = self.taken;
                self.taken += length + 1;
                return Some(&self.buffer[start..start + length]);
            }
            self.buffer.drain(..self.taken);
            self.taken = 0;
            self.buffer.push_str(&self.chunks.next()?);
        }
        // solution:end
    }
}

#[derive(Debug, PartialEq)]
pub struct Editor {
    pub name: String,
    pub open: u32,
}

/// The first editor with less than `most` open messages. If all are busy, `hire` is asked for one more, who comes last;
/// its refusal is returned.
pub fn editor_with_room<E>(
    editors: &mut Vec<Editor>,
    most: u32,
    hire: impl FnOnce() -> Result<Editor, E>,
) -> Result<&mut Editor, E> {
    // solution:begin
    // hint: `iter_mut().find(…)` borrows the editors on both paths: on the one that returns, and on the one that pushes.
    // hint: `iter().position(…)` returns an index, which borrows nothing.
    // hint: `Vec::push_mut` returns the reference to what was pushed.
    match editors.iter().position(|editor| editor.open < most) {
        Some(index) => Ok(&mut editors[index]),
        None => Ok(editors.push_mut(hire()?)),
    }
    // solution:end
}

/// A message and what was said to it.
pub struct Thread {
    pub text: String,
    pub replies: Vec<Thread>,
}

/// Where messages go. Both lists belong to others.
pub struct Trays<'t> {
    pub urgent: &'t mut Vec<String>,
    pub other: &'t mut Vec<String>,
}

impl Trays<'_> {
    /// The same trays, lent for as long as the result is used.
    pub fn lend(&mut self) -> Trays<'_> {
        // solution:begin
        // hint: The struct is new. What is in it can be reborrowed, for the lifetime of `&mut self`.
        // hint: A `Trays` of `self.urgent` and `self.other`: where a `&mut` is expected, it is reborrowed.
        Trays { urgent: self.urgent, other: self.other }
        // solution:end
    }
}

/// Puts a copy of the text of each message in a tray, before those of its replies. Urgent are those that begin with `!`,
/// and all replies to them, at any depth.
pub fn sort(thread: &Thread, mut trays: Trays<'_>) {
    // solution:begin
    // hint: The function calls itself for each reply, and the trays must be there for the next one.
    // hint: Replies to an urgent message go where it went: a helper with one tray, or trays whose `other` is …?
    // hint: `fn put(thread, urgent: bool, trays: Trays<'_>)` inside, and `trays.lend()` for each reply.
    fn put(thread: &Thread, urgent: bool, mut trays: Trays<'_>) {
        let urgent = urgent || thread.text.starts_with('!');
        let tray = if urgent { &mut *trays.urgent } else { &mut *trays.other };
        tray.push(thread.text.clone());
        for reply in &thread.replies {
            put(reply, urgent, trays.lend());
        }
    }
    put(thread, false, trays.lend());
    // solution:end
}

/// Publishes messages, the last one first, until there are none, and returns how many. Others can use the list while
/// `publish` runs.
pub fn publish_all(messages: &Mutex<Vec<String>>, mut publish: impl FnMut(String)) -> usize {
    // solution:begin
    // hint: How long does the guard live in `while let Some(message) = messages.lock().…`?
    // hint: `let … else` drops it at the end of the line.
    let mut published = 0;
    loop {
        let Some(message) = messages.lock().expect("nobody panics while holding the list").pop() else {
            break published;
        };
        publish(message);
        published += 1;
    }
    // solution:end
}

fn chunks<const N: usize>(chunks: [&str; N]) -> impl Iterator<Item = String> {
    chunks.into_iter().map(str::to_owned)
}

#[test]
fn messages_are_put_together_from_chunks() {
    let mut wire = Wire::new(chunks(["Call", " me\nIsh", "mael.", "\n\nSome years", " ago"]));
    assert_eq!(wire.message(), Some("Call me"));
    assert_eq!(wire.message(), Some("Ishmael."));
    assert_eq!(wire.message(), Some(""));
    assert_eq!(wire.message(), None, "the last message has no newline yet");
}

#[test]
fn a_message_is_a_part_of_the_buffer() {
    let mut wire = Wire::new(chunks(["one\ntw", "o\n"]));
    let message = wire.message().expect("it is complete").as_bytes().as_ptr_range();
    let buffer = wire.buffer.as_bytes().as_ptr_range();
    assert!(buffer.start <= message.start && message.end <= buffer.end);
}

#[test]
fn no_chunk_is_taken_while_there_is_a_complete_message() {
    let taken = std::cell::Cell::new(0);
    let source = chunks(["a\nb\nc", "\n", "d\n"]).inspect(|_| taken.update(|taken| taken + 1));
    let mut wire = Wire::new(source);
    for (message, chunks) in [("a", 1), ("b", 1), ("c", 2), ("d", 3)] {
        assert_eq!((wire.message(), taken.get()), (Some(message), chunks));
    }
}

#[test]
fn all_cuts_give_the_same_messages() {
    let text = "one\ntwo\n\nthrée\n";
    let cuts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    for &first in &cuts {
        for &second in cuts.iter().filter(|second| **second >= first) {
            let mut wire = Wire::new(chunks([&text[..first], &text[first..second], &text[second..]]));
            let mut messages = Vec::new();
            while let Some(message) = wire.message() {
                messages.push(message.to_owned());
            }
            assert_eq!(messages, ["one", "two", "", "thrée"]);
        }
    }
}

fn editor(name: &str, open: u32) -> Editor {
    Editor { name: name.into(), open }
}

#[test]
fn the_first_editor_with_room_is_lent() {
    let mut editors = vec![editor("Ada", 3), editor("Grace", 2), editor("Barbara", 0)];
    let free = editor_with_room(&mut editors, 3, || Err("nobody was to be hired")).unwrap();
    free.open += 1;
    assert_eq!(editors, [editor("Ada", 3), editor("Grace", 3), editor("Barbara", 0)]);
}

#[test]
fn if_all_are_busy_one_more_is_hired_or_refused() {
    let mut editors = vec![editor("Ada", 3)];
    editor_with_room(&mut editors, 3, || Ok::<_, ()>(editor("Grace", 5))).unwrap().open = 1;
    assert_eq!(editors, [editor("Ada", 3), editor("Grace", 1)]);
    assert_eq!(editor_with_room(&mut editors, 1, || Err("no desk")), Err("no desk"));
    assert_eq!(editors.len(), 2);
}

#[test]
fn trays_can_be_lent_again_and_again() {
    let (mut urgent, mut other) = (Vec::new(), Vec::new());
    let mut trays = Trays { urgent: &mut urgent, other: &mut other };
    trays.lend().urgent.push("first".into());
    trays.lend().lend().urgent.push("second".into());
    trays.other.push("third".into());
    assert_eq!((urgent.len(), other.len()), (2, 1));
}

#[test]
fn replies_to_urgent_messages_are_urgent() {
    let thread = |text: &str, replies| Thread { text: text.into(), replies };
    let fire = thread("!fire", vec![thread("where", vec![thread("here", vec![])])]);
    let weather = thread("rain", vec![thread("again", vec![]), fire, thread("sun", vec![])]);
    let (mut urgent, mut other) = (Vec::new(), vec!["old".to_owned()]);
    sort(&weather, Trays { urgent: &mut urgent, other: &mut other });
    assert_eq!(urgent, ["!fire", "where", "here"]);
    assert_eq!(other, ["old", "rain", "again", "sun"]);
}

#[test]
fn the_list_is_free_while_a_message_is_published() {
    let messages = Mutex::new(vec!["one".to_owned(), "two".to_owned()]);
    let mut published = Vec::new();
    let count = publish_all(&messages, |message| {
        let mut list = messages.try_lock().expect("others can use the list");
        if message == "two" {
            list.push("three".into());
        }
        published.push(message);
    });
    assert_eq!((count, published), (3, ["two", "three", "one"].map(String::from).to_vec()));
}
