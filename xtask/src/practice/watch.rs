//! Tells when a file may have changed.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use notify::{Config, Event, PollWatcher, RecursiveMode, Watcher};

/// How often a file is looked at where the system does not tell.
const POLL_INTERVAL: Duration = Duration::from_millis(300);

/// Watches one file until it is dropped.
///
/// It is the directory that is watched, because many editors save by putting another file in place of the old one.
pub struct Watch {
    _watcher: Box<dyn Watcher>,
    /// Why the file is looked at from time to time, if it is.
    pub polls_because: Option<String>,
}

impl Watch {
    /// Has `on_change` called when something has happened to `file`, once or several times.
    ///
    /// The system tells of it, or, if `poll` is set or the system cannot, the file is looked at from time to time: on
    /// network drives and the like, nothing tells of changes.
    ///
    /// # Errors
    /// If neither is possible.
    pub fn new(
        file: &Path,
        poll: bool,
        on_change: impl Fn() + Clone + Send + 'static,
    ) -> Result<Self, notify::Error> {
        // Where the file is a link, its other end is what an editor writes to.
        let files = [Some(file.to_owned()), fs::canonicalize(file).ok()];
        let files: Vec<PathBuf> = files.into_iter().flatten().collect();
        let directories: BTreeSet<_> = files.iter().filter_map(|file| file.parent()).collect();
        let handler = || {
            let on_change = on_change.clone();
            let names: Vec<_> = files.iter().filter_map(|file| Some(file.file_name()?.to_owned())).collect();
            move |event: Result<Event, notify::Error>| {
                let concerns = event.is_ok_and(|event| {
                    let is_it = |path: &PathBuf| {
                        path.file_name().is_some_and(|name| names.iter().any(|it| it == name))
                    };
                    // Cargo and editors read the file, too.
                    !event.kind.is_access() && (event.need_rescan() || event.paths.iter().any(is_it))
                });
                if concerns {
                    on_change();
                }
            }
        };
        let told = || {
            let mut watcher = notify::recommended_watcher(handler())?;
            directories.iter().try_for_each(|it| watcher.watch(it, RecursiveMode::NonRecursive))?;
            Ok::<_, notify::Error>(watcher)
        };
        let refusal = if poll {
            "--poll was given".into()
        } else {
            match told() {
                Ok(watcher) => return Ok(Self { _watcher: Box::new(watcher), polls_because: None }),
                Err(error) => error.to_string(),
            }
        };
        let config = Config::default().with_poll_interval(POLL_INTERVAL).with_compare_contents(true);
        let mut watcher = PollWatcher::new(handler(), config)?;
        directories.iter().try_for_each(|it| watcher.watch(it, RecursiveMode::NonRecursive))?;
        Ok(Self { _watcher: Box::new(watcher), polls_because: Some(refusal) })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    /// Far longer than anything takes here; a test that waits for so long has failed.
    const PATIENCE: Duration = Duration::from_secs(60);

    #[track_caller]
    fn check(poll: bool) {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("answer.rs");
        fs::write(&file, "one").unwrap();
        let (sender, changes) = mpsc::channel();
        let watch = Watch::new(&file, poll, move || {
            let _ = sender.send(());
        })
        .unwrap();
        assert_eq!(watch.polls_because.is_some(), poll);

        fs::write(&file, "two").unwrap();
        changes.recv_timeout(PATIENCE).expect("a save is noticed");
        for content in ["three", "four"] {
            while changes.try_recv().is_ok() {}
            let draft = directory.path().join(".answer.rs.swp");
            fs::write(&draft, content).unwrap();
            fs::rename(&draft, &file).unwrap();
            changes.recv_timeout(PATIENCE).expect("a file in its place is noticed, again and again");
        }
    }

    #[test]
    fn saves_and_replacements_are_noticed() {
        check(false);
    }

    #[test]
    fn the_other_end_of_a_link_is_watched_too() {
        let directory = tempfile::tempdir().unwrap();
        let [link, file] = ["tests/link.rs", "elsewhere/file.rs"].map(|name| directory.path().join(name));
        for path in [&link, &file] {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
        }
        fs::write(&file, "one").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let (sender, changes) = mpsc::channel();
        let _watch = Watch::new(&link, false, move || {
            let _ = sender.send(());
        });
        fs::write(&file, "two").unwrap();
        changes.recv_timeout(PATIENCE).expect("a save is noticed");
    }

    #[test]
    fn they_are_noticed_by_looking_too() {
        check(true);
    }
}
