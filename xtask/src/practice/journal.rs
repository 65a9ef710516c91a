//! What a learner has reached: which content was seen to solve an exercise, and how many hints were shown.
//!
//! A line is appended for each such event and nothing is ever rewritten, so that a process that dies in the middle can
//! spoil no more than the line that it was writing, and two at once lose nothing. What is solved is known by a hash of
//! the learner's file and of the exercise: it does not matter where the file stands or what its phase is called, and an
//! answer that comes back from a backup is solved again.

use std::{
    collections::{HashMap, HashSet},
    fs::{self, File},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

/// Several threads may use it at once.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    solved: HashSet<String>,
    /// How many hints were shown, by topic and part.
    hints: HashMap<(String, String), usize>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Entry {
    /// An answer passed the tests of an exercise.
    Solved { topic: String, content: String },
    /// So many hints on a part have been shown.
    Hints { topic: String, part: String, shown: usize },
    /// A topic was begun anew, and no hint has been shown yet.
    NoHints { topic: String },
}

impl Journal {
    /// Reads `path`, which need not exist.
    ///
    /// Lines that cannot be read are passed over; the second value says so.
    pub fn load(path: PathBuf) -> (Self, Option<String>) {
        let (known, complaint) = read(&path);
        (Self { path, known: Mutex::new(known) }, complaint)
    }

    /// Takes in what other processes have written since.
    pub fn reload(&self) {
        let (known, _) = read(&self.path);
        *self.known() = known;
    }

    pub fn is_solved(&self, content: &str) -> bool {
        self.known().solved.contains(content)
    }

    pub fn hints_shown(&self, topic: &str, part: &str) -> usize {
        self.known().hints.get(&(topic.into(), part.into())).copied().unwrap_or_default()
    }

    /// Remembers that this content solves the exercise of `topic`.
    ///
    /// # Errors
    /// If it cannot be written down. It is known until the end of this process all the same.
    pub fn solved(&self, topic: &str, content: String) -> io::Result<()> {
        if self.is_solved(&content) {
            return Ok(());
        }
        self.record(Entry::Solved { topic: topic.into(), content })
    }

    /// Remembers how many hints on a part have been shown.
    ///
    /// # Errors
    /// As [`solved`](Self::solved).
    pub fn hints(&self, topic: &str, part: &str, shown: usize) -> io::Result<()> {
        self.record(Entry::Hints { topic: topic.into(), part: part.into(), shown })
    }

    /// Forgets which hints have been shown.
    ///
    /// # Errors
    /// As [`solved`](Self::solved).
    pub fn no_hints(&self, topic: &str) -> io::Result<()> {
        self.record(Entry::NoHints { topic: topic.into() })
    }

    fn record(&self, entry: Entry) -> io::Result<()> {
        let line = serde_json::to_string(&entry)?;
        self.known().take(entry);
        append(&self.path, &line)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // A thread that panicked has at worst not taken an entry.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a journal says, and what is wrong with it.
fn read(path: &Path) -> (Known, Option<String>) {
    let (content, mut complaint) = match fs::read(path) {
        Ok(content) => (content, None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => (Vec::new(), None),
        Err(error) => (Vec::new(), Some(format!("{}: {error}", path.display()))),
    };
    let mut known = Known::default();
    let mut lost = 0;
    for line in content.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()) {
        match serde_json::from_slice(line) {
            Ok(entry) => known.take(entry),
            Err(_) => lost += 1,
        }
    }
    if lost > 0 {
        complaint = Some(format!(
            "{}: {} cannot be read; if something is missing, `cargo xtask practice check --all` finds again what is solved",
            path.display(),
            crate::board::counted(lost, "line"),
        ));
    }
    (known, complaint)
}

impl Known {
    fn take(&mut self, entry: Entry) {
        match entry {
            Entry::Solved { content, .. } => drop(self.solved.insert(content)),
            Entry::Hints { topic, part, shown } => drop(self.hints.insert((topic, part), shown)),
            Entry::NoHints { topic } => self.hints.retain(|(of, _), _| *of != topic),
        }
    }
}

/// Appends a line, which survives the end of this process when this returns. To survive a power failure it would have to
/// be forced to the disk, which takes as long as the tests of an exercise; `check --all` finds again what is solved.
fn append(path: &Path, line: &str) -> io::Result<()> {
    let mut file = File::options().read(true).append(true).create(true).open(path)?;
    // Another process may be about to append, too. The lock ends with the file.
    file.lock()?;
    let mut last = [b'\n'];
    if file.seek(SeekFrom::End(0))? > 0 {
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
    }
    // Whoever wrote before may have died in the middle of a line.
    let begin = if last == *b"\n" { "" } else { "\n" };
    file.write_all(format!("{begin}{line}\n").as_bytes())
}

/// A hash of an exercise as it is given and of an answer to it.
pub fn content(given: &str, answer: &str) -> String {
    let mut hasher = Xxh3::new();
    hasher.update(&(given.len() as u64).to_le_bytes());
    hasher.update(given.as_bytes());
    hasher.update(answer.as_bytes());
    format!("{:032x}", hasher.digest128())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journal() -> (tempfile::TempDir, PathBuf) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("journal.jsonl");
        (directory, path)
    }

    fn load(path: &Path) -> Journal {
        let (journal, complaint) = Journal::load(path.into());
        assert_eq!(complaint, None);
        journal
    }

    #[test]
    fn what_is_recorded_is_there_the_next_time() {
        let (_directory, path) = journal();
        let first = load(&path);
        first.solved("iterators", "abc".into()).unwrap();
        first.hints("iterators", "next", 1).unwrap();
        first.hints("iterators", "next", 2).unwrap();
        first.hints("strings", "next", 1).unwrap();
        let second = load(&path);
        assert!(second.is_solved("abc") && !second.is_solved("abd"));
        assert_eq!(
            (second.hints_shown("iterators", "next"), second.hints_shown("iterators", "last")),
            (2, 0)
        );
        second.no_hints("iterators").unwrap();
        let third = load(&path);
        assert_eq!((third.hints_shown("iterators", "next"), third.hints_shown("strings", "next")), (0, 1));
        third.solved("strings", "def".into()).unwrap();
        assert!(!second.is_solved("def"));
        second.reload();
        assert!(second.is_solved("def"));
    }

    #[test]
    fn wherever_a_writer_dies_only_its_last_line_is_lost() {
        let (_directory, path) = journal();
        let whole = load(&path);
        for content in ["one", "two", "three"] {
            whole.solved("topic", content.into()).unwrap();
        }
        let bytes = fs::read(&path).unwrap();
        for length in 0..=bytes.len() {
            fs::write(&path, &bytes[..length]).unwrap();
            let (cut, _) = Journal::load(path.clone());
            cut.solved("topic", "next".into()).unwrap();
            let (after, _) = Journal::load(path.clone());
            assert!(after.is_solved("next"), "cut at {length}");
            // A line is complete with its last brace, even without its line feed.
            let text = String::from_utf8_lossy(&bytes[..length]);
            let complete = text.matches("}}").count();
            let kept = ["one", "two", "three"].iter().filter(|content| after.is_solved(content)).count();
            assert_eq!(kept, complete, "cut at {length}");
        }
    }

    #[test]
    fn lines_that_cannot_be_read_cost_nothing_but_themselves_and_are_counted() {
        let (_directory, path) = journal();
        load(&path).solved("topic", "one".into()).unwrap();
        let mut file = File::options().append(true).open(&path).unwrap();
        file.write_all(b"\xff\x00 garbage\n{\"unknown\":1}\n").unwrap();
        let (journal, complaint) = Journal::load(path.clone());
        assert!(complaint.is_some_and(|complaint| complaint.contains("2 lines cannot be read")));
        assert!(journal.is_solved("one"));
        journal.solved("topic", "two".into()).unwrap();
        assert!(Journal::load(path).0.is_solved("two"));
    }

    #[test]
    fn writers_at_once_lose_nothing() {
        let (_directory, path) = journal();
        std::thread::scope(|scope| {
            for writer in 0..4 {
                let path = path.clone();
                scope.spawn(move || {
                    let journal = Journal::load(path).0;
                    for number in 0..25 {
                        journal.solved("topic", format!("{writer}/{number}")).unwrap();
                    }
                });
            }
        });
        let journal = load(&path);
        assert_eq!(journal.known().solved.len(), 100);
    }

    #[test]
    fn what_was_solved_is_known_even_if_it_cannot_be_written() {
        let (directory, _) = journal();
        let journal = Journal::load(directory.path().join("missing/journal.jsonl")).0;
        assert!(journal.solved("topic", "one".into()).is_err());
        assert!(journal.is_solved("one"));
    }

    #[test]
    fn a_content_is_the_exercise_and_the_answer() {
        assert_ne!(content("ab", "c"), content("a", "bc"));
        assert_eq!(content("ab", "c"), content("ab", "c"));
    }
}
