//! The learner's folder: a workspace of its own with a package for each phase and a test target for each exercise.
//!
//! Beside each file stands what was given when it was made, under `.practice/given`. A file that is still as it was
//! given is nobody's work, and is kept fresh; any other is the learner's, and is changed only by `reset` and `update`,
//! which leave a backup.

use std::{
    ffi::OsStr,
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use serde::Serialize;

use crate::{
    exercise::{Answer, Exercise},
    practice::{
        journal::{self, Journal},
        scaffold, tokens,
    },
    roadmap::{Phase, Roadmap, Topic},
};

/// What was found of the exercises and of what the learner has made of them.
pub struct Folder<'a> {
    /// Absolute.
    pub dir: PathBuf,
    pub journal: Journal,
    /// In the roadmap's order.
    pub entries: Vec<Entry<'a>>,
}

/// One exercise.
pub struct Entry<'a> {
    pub phase: &'a Phase,
    pub topic: &'a Topic,
    pub exercise: Exercise,
    /// The file as a learner gets it today.
    pub stub: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// As it was given.
    Open,
    /// Something was written, which has not been seen to solve the exercise.
    Begun,
    Solved,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    pub state: State,
    /// The exercise is not the one any more that the learner began with.
    pub outdated: bool,
}

/// What `update` did with one file.
#[derive(Debug)]
pub struct Merge {
    /// Relative to the folder.
    pub file: PathBuf,
    /// The parts that are still the learner's.
    pub kept: Vec<String>,
    /// The learner's parts that have no place in the exercise any more.
    pub orphans: Vec<String>,
    /// What the learner had changed outside of the parts.
    pub dropped: Vec<String>,
    /// The file as it was before.
    pub backup: PathBuf,
}

impl Entry<'_> {
    pub fn slug(&self) -> &str {
        &self.topic.slug
    }

    /// The learner's file, relative to the folder.
    pub fn file(&self) -> PathBuf {
        Path::new(self.phase.name()).join("tests").join(&self.topic.slug).with_extension("rs")
    }

    /// The author's file, relative to the roadmap's root.
    pub fn reference(&self) -> PathBuf {
        Path::new(self.phase.name()).join("tests/exercises").join(&self.topic.slug).with_extension("rs")
    }

    /// What to type in the folder to run its tests by cargo alone.
    pub fn command(&self) -> String {
        format!("cargo test --package {} --test {}", self.phase.name(), self.slug())
    }
}

/// Every topic that has an exercise, in the roadmap's order.
///
/// # Errors
/// What is wrong with the markers of an exercise, with its file.
pub fn entries(roadmap: &Roadmap) -> Result<Vec<Entry<'_>>, String> {
    let mut entries = Vec::new();
    for phase in &roadmap.phases {
        for topic in &phase.topics {
            let file = phase.dir().join("tests/exercises").join(&topic.slug).with_extension("rs");
            // That there is none is a finding of `check`.
            let Ok(source) = fs::read_to_string(&file) else { continue };
            let exercise =
                Exercise::parse(&source).map_err(|complaint| format!("{}: {complaint}", file.display()))?;
            let stub = exercise.stub();
            entries.push(Entry { phase, topic, exercise, stub });
        }
    }
    Ok(entries)
}

impl<'a> Folder<'a> {
    /// Where the folder is: where the user says, or where the command was started, or `practice` at the root.
    pub fn locate(roadmap: &Roadmap, dir: Option<&Path>) -> Result<PathBuf, String> {
        let dir = match dir {
            Some(dir) => std::path::absolute(dir).map_err(|error| format!("{}: {error}", dir.display()))?,
            None => scaffold::surrounding_folder().unwrap_or_else(|| roadmap.root.join("practice")),
        };
        Ok(dir)
    }

    /// The folder, if it has been made.
    pub fn open(roadmap: &'a Roadmap, dir: PathBuf) -> Result<Option<(Self, Vec<String>)>, String> {
        if !dir.join(MARK).is_dir() {
            return Ok(None);
        }
        let (journal, complaint) = Journal::load(dir.join(MARK).join("journal.jsonl"));
        Ok(Some((Self { journal, entries: entries(roadmap)?, dir }, complaint.into_iter().collect())))
    }

    /// Makes the folder, or what is missing in it, and refreshes what the learner has not touched.
    ///
    /// The second value is what the user should know about that.
    ///
    /// # Errors
    /// If the folder is somebody else's, or cannot be written to.
    pub fn prepare(roadmap: &'a Roadmap, dir: PathBuf) -> Result<(Self, Vec<String>), String> {
        let is_new = !dir.join(MARK).is_dir();
        if is_new && fs::read_dir(&dir).is_ok_and(|mut content| content.next().is_some()) {
            return Err(format!(
                "{} is not empty, and was not made by `cargo xtask practice`: there is no `{MARK}` in it; choose another \
                 folder with --dir",
                dir.display()
            ));
        }
        fs::create_dir_all(dir.join(MARK)).map_err(at(&dir))?;
        let (folder, mut notes) =
            Self::open(roadmap, dir)?.ok_or("the folder has gone as soon as it was made")?;
        notes.extend(folder.follow_renamed_phases()?);

        let mut stale = false;
        for (file, text) in scaffold::files(roadmap, &folder.entries) {
            let placed = folder.place(&file, &scaffold::given(&file), &text)?;
            stale |= matches!(placed, Placed::Written) && file.ends_with("Cargo.toml");
            if matches!(placed, Placed::Outdated) {
                notes.push(format!(
                    "{} is not as it was given, and a newer one is there: `cargo xtask practice update` takes that",
                    file.display()
                ));
            }
        }
        // Versions are those of the exercises' own workspace, which have been downloaded already.
        if stale {
            let lock = fs::read(roadmap.root.join("Cargo.lock"));
            lock.map_or(Ok(()), |lock| write(&folder.dir.join("Cargo.lock"), &lock))?;
        }
        let mut outdated = Vec::new();
        for entry in &folder.entries {
            match folder.place(&entry.file(), &given_exercise(entry.slug()), &entry.stub) {
                Ok(Placed::Outdated) => outdated.push(entry.slug()),
                Ok(_) => {}
                // One file that cannot be used is no reason not to use the others.
                Err(complaint) => notes.push(complaint),
            }
        }
        if !outdated.is_empty() {
            notes.push(format!(
                "since you began it, this has changed: {}; `cargo xtask practice update` merges your part into it",
                outdated.join(", ")
            ));
        }
        if is_new {
            notes.push(format!("made {} for you", super::shown(&folder.dir)));
        }
        Ok((folder, notes))
    }

    /// The manifests that are not as they were given.
    pub fn changed_manifests(&self) -> Vec<PathBuf> {
        let phases = self.entries.iter().map(|entry| Path::new(entry.phase.name()).join("Cargo.toml"));
        let mut manifests: Vec<_> = std::iter::once("Cargo.toml".into()).chain(phases).collect();
        manifests.dedup();
        let read = |file: &Path| fs::read(self.dir.join(file)).ok();
        manifests.retain(|file| read(file) != read(&scaffold::given(file)));
        manifests
    }

    pub fn path(&self, entry: &Entry<'_>) -> PathBuf {
        self.dir.join(entry.file())
    }

    /// The learner's file as it is now.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn answer(&self, entry: &Entry<'_>) -> Result<String, String> {
        let path = self.path(entry);
        let bytes = fs::read(&path).map_err(at(&path))?;
        // What is not UTF-8 is for the compiler to say.
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    pub fn status(&self, entry: &Entry<'_>) -> Status {
        let given = self.given(entry);
        let outdated = given.as_ref().is_some_and(|given| *given != entry.stub);
        let state = match self.answer(entry) {
            Err(_) => State::Open,
            Ok(answer) if answer == entry.stub => State::Open,
            Ok(answer) if self.journal.is_solved(&journal::content(&entry.stub, &answer)) => State::Solved,
            Ok(answer) if Some(&answer) == given.as_ref() => State::Open,
            Ok(_) => State::Begun,
        };
        Status { state, outdated }
    }

    /// The file that the learner began with.
    pub fn given(&self, entry: &Entry<'_>) -> Option<String> {
        fs::read_to_string(self.dir.join(given_exercise(entry.slug()))).ok()
    }

    /// The first exercise that is not solved, looking from `start` to the end and then from the beginning.
    pub fn next_unsolved(&self, start: usize) -> Option<usize> {
        let count = self.entries.len();
        let mut places = (0..count).map(|offset| (start + offset) % count);
        places.find(|place| self.status(&self.entries[*place]).state != State::Solved)
    }

    /// Solved and all exercises of a phase.
    pub fn solved_of(&self, phase: &str) -> (usize, usize) {
        let entries = self.entries.iter().filter(|entry| entry.phase.name() == phase);
        let solved = entries.clone().filter(|entry| self.status(entry).state == State::Solved).count();
        (solved, entries.count())
    }

    /// Puts the stub in place of the learner's file, and returns where the backup is. None if there was nothing to keep.
    ///
    /// # Errors
    /// If a file cannot be written; then the learner's file is as it was.
    pub fn reset(&self, place: usize) -> Result<Option<PathBuf>, String> {
        let entry = &self.entries[place];
        if self.answer(entry).is_ok_and(|answer| answer == entry.stub) {
            return Ok(None);
        }
        let path = self.path(entry);
        let backup = if path.exists() { Some(self.back_up(&entry.file())?) } else { None };
        write(&path, entry.stub.as_bytes())?;
        write(&self.dir.join(given_exercise(entry.slug())), entry.stub.as_bytes())?;
        // That hints begin anew is a courtesy.
        let _ = self.journal.no_hints(entry.slug());
        Ok(backup)
    }

    /// Takes the given code and the tests of today's exercise into the learner's file, and keeps the learner's parts.
    ///
    /// None if there was nothing to do.
    ///
    /// # Errors
    /// If the markers of the file are lost or it cannot be written; then it is as it was.
    pub fn merge(&self, entry: &Entry<'_>) -> Result<Option<Merge>, String> {
        let text = self.answer(entry)?;
        let file = entry.file();
        let answer = Answer::parse(&text).map_err(|lost| {
            let place = place_of(&file, lost.line());
            format!("{place}: {lost}; put it back, or `cargo xtask practice reset {}`", entry.slug())
        })?;
        let given = self.given(entry).and_then(|given| Answer::parse(&given).ok());
        let is_touched = |name: &str, text: &str, stub: &str| {
            let before = given.as_ref().and_then(|given| given.part(name));
            text != before.map_or(stub, |part| &part.text)
        };
        let mut kept = Vec::new();
        let merged = entry.exercise.with(|part| {
            let stub = part.stub_text();
            match answer.part(&part.name) {
                Some(theirs) if is_touched(&part.name, &theirs.text, &stub) => {
                    kept.push(part.name.clone());
                    theirs.text.clone()
                }
                _ => stub,
            }
        });
        let has_place = |name: &str| entry.exercise.parts().any(|part| part.name == name);
        let orphans = answer.parts.iter().filter(|part| {
            !has_place(&part.name) && !part.text.trim().is_empty() && is_touched(&part.name, &part.text, "")
        });
        let orphans: Vec<_> = orphans.map(|part| part.name.clone()).collect();
        let dropped = match (given.map(|given| tokens::lex(&given.given)), tokens::lex(&answer.given)) {
            (Some(Ok(given)), Ok(theirs)) => tokens::edits(&given, &theirs),
            _ => Vec::new(),
        };
        let dropped = dropped.into_iter().map(|edit| edit.item).collect();
        let given_path = self.dir.join(given_exercise(entry.slug()));
        if merged == text {
            if self.given(entry).as_ref() != Some(&entry.stub) {
                write(&given_path, entry.stub.as_bytes())?;
            }
            return Ok(None);
        }
        let backup = self.back_up(&file)?;
        if self.answer(entry)? != text {
            return Err(format!("{} was saved in this very moment; try again", file.display()));
        }
        write(&self.path(entry), merged.as_bytes())?;
        write(&given_path, entry.stub.as_bytes())?;
        Ok(Some(Merge { file, kept, orphans, dropped, backup }))
    }

    /// Writes what is generated, apart from exercises, over whatever the learner has made of it, with a backup.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn renew_scaffold(&self, roadmap: &Roadmap) -> Result<Vec<(PathBuf, PathBuf)>, String> {
        let mut renewed = Vec::new();
        for (file, text) in scaffold::files(roadmap, &self.entries) {
            if matches!(self.place(&file, &scaffold::given(&file), &text)?, Placed::Outdated) {
                let backup = self.back_up(&file)?;
                write(&self.dir.join(&file), text.as_bytes())?;
                write(&self.dir.join(scaffold::given(&file)), text.as_bytes())?;
                renewed.push((file, backup));
            }
        }
        Ok(renewed)
    }

    /// Sees to it that `file` is there, and fresh unless it is the learner's work. `given` is what it was at the time.
    fn place(&self, file: &Path, given: &Path, text: &str) -> Result<Placed, String> {
        let (file, given) = (self.dir.join(file), self.dir.join(given));
        let before = fs::read(&given).unwrap_or_default();
        let placed = match fs::read(&file) {
            Ok(now) if now == text.as_bytes() => Placed::Same,
            // Without knowing what was given, there is nothing to say about it.
            Ok(now) if now != before && (before.is_empty() || before == text.as_bytes()) => {
                return Ok(Placed::Theirs);
            }
            Ok(now) if now != before => return Ok(Placed::Outdated),
            Ok(_) => Placed::Written,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Placed::Written,
            Err(error) => return Err(at(&file)(error)),
        };
        if matches!(placed, Placed::Written) {
            write(&file, text.as_bytes())?;
        }
        if before != text.as_bytes() {
            write(&given, text.as_bytes())?;
        }
        Ok(placed)
    }

    /// Takes the learner's files along when a phase has got another name, and clears away what is left of the old one.
    fn follow_renamed_phases(&self) -> Result<Vec<String>, String> {
        let mut notes = Vec::new();
        // A directory that was not made here is a copy of the learner's own.
        let was_made = |path: &PathBuf| {
            let name = Path::new(path.file_name().unwrap_or_default());
            self.dir.join(scaffold::given(&name.join("Cargo.toml"))).is_file()
        };
        let phases: Vec<_> = fs::read_dir(&self.dir)
            .map_err(at(&self.dir))?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(was_made)
            .collect();
        for entry in &self.entries {
            let (path, file) = (self.path(entry), entry.file());
            if path.exists() {
                continue;
            }
            let name = file.file_name().unwrap_or(OsStr::new(""));
            let old = phases.iter().map(|phase| phase.join("tests").join(name)).find(|path| path.exists());
            if let Some(old) = old {
                path.parent().map_or(Ok(()), fs::create_dir_all).map_err(at(&path))?;
                fs::rename(&old, &path).map_err(at(&old))?;
                notes.push(format!("moved your {} to {}", entry.slug(), file.display()));
            }
        }
        for phase in &phases {
            let name = phase.file_name().unwrap_or(OsStr::new(""));
            let manifest = Path::new(name).join("Cargo.toml");
            let given = self.dir.join(scaffold::given(&manifest));
            let is_current = self.entries.iter().any(|entry| OsStr::new(entry.phase.name()) == name);
            if is_current || fs::read(self.dir.join(&manifest)).ok() != fs::read(&given).ok() {
                continue;
            }
            // What still has content stays: it is the learner's.
            if fs::remove_dir(phase.join("tests")).is_ok() {
                let _ = fs::remove_file(self.dir.join(&manifest));
                let _ = fs::remove_file(&given);
                let _ = fs::remove_dir(phase);
            }
        }
        Ok(notes)
    }

    /// Copies a file to where nothing overwrites it, and returns the place, relative to the folder.
    fn back_up(&self, file: &Path) -> Result<PathBuf, String> {
        let backups = Path::new(MARK).join("backups");
        fs::create_dir_all(self.dir.join(&backups)).map_err(at(&backups))?;
        let source = self.dir.join(file);
        let content = fs::read(&source).map_err(at(&source))?;
        let part = |text: Option<&OsStr>| text.unwrap_or_default().to_string_lossy().into_owned();
        let (stem, extension) = (part(file.file_stem()), part(file.extension()));
        for number in 1_u32.. {
            let backup = backups.join(format!("{stem}-{number}.{extension}"));
            let path = self.dir.join(&backup);
            match File::create_new(&path).map(|mut file| file.write_all(&content)) {
                Ok(Ok(())) => return Ok(backup),
                Ok(Err(error)) => {
                    // Half a backup would be taken for one.
                    let _ = fs::remove_file(&path);
                    return Err(at(&path)(error));
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(at(&path)(error)),
            }
        }
        Err(format!("{}: there are too many backups", self.dir.join(backups).display()))
    }
}

/// The mark of a practice folder, and where its memory is.
pub const MARK: &str = ".practice";

enum Placed {
    /// It is as it should be.
    Same,
    /// It was missing or untouched.
    Written,
    /// It is the learner's, who began with what is given today.
    Theirs,
    /// It is the learner's, who began with something else.
    Outdated,
}

/// Where stands what the learner of `slug` began with.
fn given_exercise(slug: &str) -> PathBuf {
    Path::new(MARK).join("given/exercises").join(slug).with_extension("rs")
}

/// Writes a file so that a reader finds either the old one or the new one, whole.
fn write(path: &Path, content: &[u8]) -> Result<(), String> {
    // Where there is a link, it stays one.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let directory = path.parent().ok_or("a file stands in a directory")?;
    fs::create_dir_all(directory).map_err(at(directory))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // A name of our own, so that two at once do not write into the same file.
    let draft = directory.join(format!(".{name}.{}.draft", std::process::id()));
    let written = fs::write(&draft, content).and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        // What was wrong with the draft is the error to report.
        let _ = fs::remove_file(&draft);
    }
    written.map_err(at(path))
}

/// A place in a file as compilers name it.
pub fn place_of(file: &Path, line: Option<usize>) -> String {
    line.map_or_else(|| file.display().to_string(), |line| format!("{}:{line}", file.display()))
}

fn at(path: &Path) -> impl Fn(io::Error) -> String {
    move |error| format!("{}: {error}", path.display())
}
