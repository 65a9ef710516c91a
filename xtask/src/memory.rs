//! What has passed before, and with which content.
//!
//! A pass is remembered under a key made from the content of everything that was run: programs, libraries, the files
//! they read. When the key is the same, so is the verdict. Only passes are kept; what failed is always run again.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs, io,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use crate::outcome::UnitReport;

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
    /// The content hash of the runner that judged. Another one may judge otherwise, or mean something else by a key.
    runner: String,
    /// Content hashes of files that have not been written to since.
    files: HashMap<PathBuf, Stamp>,
    passes: BTreeMap<String, Pass>,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct Stamp {
    length: u64,
    /// When content or metadata last changed, in seconds and nanoseconds: unlike the time of modification, nobody can
    /// set it, so a file that was replaced by an older one of the same length is noticed.
    changed: (i64, i64),
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
        let runner =
            std::env::current_exe().and_then(fs::read).map_or(String::new(), |bytes| hash_of(&bytes));
        let read = fs::read(&path)
            .map_err(|error| (error.kind() != io::ErrorKind::NotFound).then(|| error.to_string()));
        let parsed = read.and_then(|bytes| match serde_json::from_slice::<Saved>(&bytes) {
            Ok(saved) if saved.runner == runner => Ok(saved),
            Ok(_) => Err(Some("it was written by another version of xtask".into())),
            Err(error) => Err(Some(error.to_string())),
        });
        let (saved, complaint) = match parsed {
            Ok(saved) => (saved, None),
            Err(reason) => (Saved { runner, ..Saved::default() }, reason),
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
        if !metadata.is_file() {
            // Reading a pipe could wait for ever, and what is behind a link to a directory is not looked at.
            return Err(io::Error::other("it has no content of its own"));
        }
        let (length, changed) = (metadata.len(), (metadata.ctime(), metadata.ctime_nsec()));
        let mut state = self.state();
        state.seen.insert(file.into());
        if let Some(stamp) = state.saved.files.get(file)
            && (stamp.length, stamp.changed) == (length, changed)
        {
            return Ok(stamp.hash.clone());
        }
        drop(state);
        let hash = hash_of(&fs::read(file)?);
        let stamp = Stamp { length, changed, hash: hash.clone() };
        self.state().saved.files.insert(file.into(), stamp);
        Ok(hash)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A thread that panicked has at worst not remembered something.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn hash_of(content: &[u8]) -> String {
    format!("{:032x}", xxhash_rust::xxh3::xxh3_128(content))
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
    fn a_file_of_the_same_length_and_time_of_modification_is_read_again() {
        let directory = tempfile::tempdir().unwrap();
        let (memory, _) = Memory::load(directory.path());
        let [file, other] = ["file", "other"].map(|name| directory.path().join(name));
        fs::write(&file, "one").unwrap();
        let before = memory.key([file.as_path()], &[]).unwrap();
        fs::write(&other, "two").unwrap();
        let first = fs::metadata(&file).unwrap();
        fs::rename(&other, &file).unwrap();
        let opened = fs::File::options().write(true).open(&file).unwrap();
        // The file system's clock ticks some hundred times a second.
        loop {
            opened.set_modified(first.modified().unwrap()).unwrap();
            if opened.metadata().unwrap().ctime_nsec() != first.ctime_nsec() {
                break;
            }
        }
        assert_eq!(opened.metadata().unwrap().modified().unwrap(), first.modified().unwrap());
        assert_ne!(before, memory.key([file.as_path()], &[]).unwrap());
    }

    #[test]
    fn what_has_no_content_of_its_own_has_no_key() {
        let directory = tempfile::tempdir().unwrap();
        let (memory, _) = Memory::load(directory.path());
        let pipe = directory.path().join("pipe");
        nix::unistd::mkfifo(&pipe, nix::sys::stat::Mode::S_IRWXU).unwrap();
        assert!(memory.key([pipe.as_path()], &[]).is_err());
        assert!(memory.key([directory.path()], &[]).is_err());
    }

    #[test]
    fn a_file_that_cannot_be_used_is_ignored_with_a_word() {
        let target = tempfile::tempdir().unwrap();
        let path = target.path().join("xtask/passes.json");
        let (memory, _) = Memory::load(target.path());
        memory.remember("it/topic".into(), "key".into(), report());
        memory.save(true).unwrap();
        let whole = fs::read_to_string(&path).unwrap();
        for (content, part) in [
            (&whole[..whole.len() - 3], "EOF"),
            (&whole.replace("\"runner\":\"", "\"runner\":\"0"), "another version"),
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
