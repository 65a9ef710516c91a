//! What has passed before, and with which content.
//!
//! A pass is remembered under a key made from the content of everything that was run: programs, libraries, the files
//! they read. When the key is the same, so is the verdict. Only passes are kept; what failed is always run again.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use crate::outcome::UnitReport;

/// Changes when the file's form or the meaning of a key does. A file of another version is not read.
const VERSION: u32 = 1;

/// The remembered passes of a workspace. Several threads may use it at once.
#[derive(Debug)]
pub struct Memory {
    path: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    saved: Saved,
    /// Files whose content this run has asked for.
    seen: HashSet<PathBuf>,
}

#[derive(Debug, Default, Deserialize, Serialize)]
struct Saved {
    version: u32,
    /// Content hashes of files that have not been written to since.
    files: HashMap<PathBuf, Stamp>,
    passes: BTreeMap<String, Pass>,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct Stamp {
    length: u64,
    modified: SystemTime,
    hash: String,
}

#[derive(Debug, Deserialize, Serialize)]
struct Pass {
    key: String,
    report: UnitReport,
}

impl Memory {
    /// Reads what is remembered in the target directory `target`.
    ///
    /// A file that cannot be used is ignored; the second value says why, unless there just was none.
    pub fn load(target: &Path) -> (Self, Option<String>) {
        let path = target.join("xtask").join("passes.json");
        let read = fs::read(&path)
            .map_err(|error| (error.kind() != io::ErrorKind::NotFound).then(|| error.to_string()));
        let parsed = read.and_then(|bytes| match serde_json::from_slice::<Saved>(&bytes) {
            Ok(saved) if saved.version == VERSION => Ok(saved),
            Ok(_) => Err(Some("it was written by another version of xtask".into())),
            Err(error) => Err(Some(error.to_string())),
        });
        let (saved, complaint) = match parsed {
            Ok(saved) => (saved, None),
            Err(reason) => (Saved::default(), reason),
        };
        let complaint =
            complaint.map(|reason| format!("ignoring what is remembered in {}: {reason}", path.display()));
        (Self { path, state: Mutex::new(State { saved, seen: HashSet::new() }) }, complaint)
    }

    /// A key for the content of `files` and for what else decides a verdict.
    ///
    /// # Errors
    /// If a file cannot be read: then nothing is known about it, and it has to be run.
    pub fn key<'a>(&self, files: impl IntoIterator<Item = &'a Path>, rest: &[&str]) -> io::Result<String> {
        let mut hasher = Xxh3::new();
        let mut feed = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        rest.iter().for_each(|text| feed(text));
        for file in files {
            feed(&file.to_string_lossy());
            feed(&self.content_of(file)?);
        }
        Ok(format!("{:032x}", hasher.digest128()))
    }

    /// The report of `unit`, if it passed under the same key.
    pub fn recall(&self, unit: &str, key: &str) -> Option<UnitReport> {
        let state = self.state();
        let pass = state.saved.passes.get(unit).filter(|pass| pass.key == key)?;
        Some(UnitReport { remembered: true, ..pass.report.clone() })
    }

    /// Remembers that `unit` passed under `key`.
    pub fn remember(&self, unit: String, key: String, report: UnitReport) {
        self.state().saved.passes.insert(unit, Pass { key, report });
    }

    /// Writes everything down, so that a reader finds either the old file or the new one.
    ///
    /// Of the hashes of files, those that this run did not need are dropped if `complete`.
    ///
    /// # Errors
    /// If the target directory cannot be written to; nothing is lost but time.
    pub fn save(self, complete: bool) -> io::Result<()> {
        let State { mut saved, seen } = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        saved.version = VERSION;
        if complete {
            saved.files.retain(|path, _| seen.contains(path));
        }
        let directory = self.path.parent().expect("the file stands in a directory");
        fs::create_dir_all(directory)?;
        // A name of our own, so that two runs at once do not write into the same file.
        let draft = self.path.with_extension(format!("{}.draft", std::process::id()));
        let written =
            fs::write(&draft, serde_json::to_vec(&saved)?).and_then(|()| fs::rename(&draft, &self.path));
        if written.is_err() {
            // What was wrong with the draft is the error to report.
            let _ = fs::remove_file(&draft);
        }
        written
    }

    fn content_of(&self, file: &Path) -> io::Result<String> {
        let metadata = fs::metadata(file)?;
        let (length, modified) = (metadata.len(), metadata.modified()?);
        let mut state = self.state();
        state.seen.insert(file.into());
        if let Some(stamp) = state.saved.files.get(file)
            && (stamp.length, stamp.modified) == (length, modified)
        {
            return Ok(stamp.hash.clone());
        }
        drop(state);
        let hash = format!("{:032x}", xxhash_rust::xxh3::xxh3_128(&fs::read(file)?));
        let stamp = Stamp { length, modified, hash: hash.clone() };
        self.state().saved.files.insert(file.into(), stamp);
        Ok(hash)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A thread that panicked has at worst not remembered something.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> UnitReport {
        UnitReport { checks: Vec::new(), seconds: 1.5, remembered: false }
    }

    #[test]
    fn a_pass_is_recalled_under_the_same_key_only() {
        let target = tempfile::tempdir().unwrap();
        let (memory, complaint) = Memory::load(target.path());
        assert_eq!(complaint, None);
        memory.remember("it/topic".into(), "key".into(), report());
        memory.save(true).unwrap();

        let (memory, _) = Memory::load(target.path());
        assert!(
            memory.recall("it/topic", "key").is_some_and(|report| report.remembered && report.seconds == 1.5)
        );
        assert!(memory.recall("it/topic", "other").is_none());
        assert!(memory.recall("it/other", "key").is_none());
    }

    #[test]
    fn a_key_follows_the_content_the_place_and_the_rest() {
        let directory = tempfile::tempdir().unwrap();
        let (memory, _) = Memory::load(directory.path());
        let (one, two) = (directory.path().join("one"), directory.path().join("two"));
        fs::write(&one, "text").unwrap();
        fs::write(&two, "text").unwrap();
        let key = |file: &PathBuf, rest: &str| memory.key([file.as_path()], &[rest]).unwrap();
        let before = key(&one, "rustc 1");
        assert_eq!(before, key(&one, "rustc 1"));
        assert_ne!(before, key(&two, "rustc 1"));
        assert_ne!(before, key(&one, "rustc 2"));
        fs::write(&one, "texts").unwrap();
        assert_ne!(before, key(&one, "rustc 1"));
        fs::remove_file(&one).unwrap();
        assert!(memory.key([one.as_path()], &[]).is_err());
    }

    #[test]
    fn a_file_that_cannot_be_used_is_ignored_with_a_word() {
        let target = tempfile::tempdir().unwrap();
        let path = target.path().join("xtask/passes.json");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        for (content, part) in [
            ("{\"version\":1,\"files\":{},\"pas", "EOF"),
            ("{\"version\":0,\"files\":{},\"passes\":{}}", "another version"),
            ("\u{0}\u{1}binary", "expected value"),
        ] {
            fs::write(&path, content).unwrap();
            let (memory, complaint) = Memory::load(target.path());
            assert!(complaint.is_some_and(|complaint| complaint.contains(part)));
            assert!(memory.recall("it/topic", "key").is_none());
        }
    }

    #[test]
    fn a_place_that_cannot_be_written_to_is_an_error() {
        let target = tempfile::tempdir().unwrap();
        fs::write(target.path().join("xtask"), "a file where the directory should be").unwrap();
        let (memory, complaint) = Memory::load(target.path());
        assert!(complaint.is_some());
        assert!(memory.save(true).is_err());
    }
}
