//! Tells when a file may have changed.

use std::{path::Path, time::Duration};

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
        let directory = file.parent().unwrap_or(Path::new("."));
        let handler = || {
            let (name, on_change) = (file.file_name().map(ToOwned::to_owned), on_change.clone());
            move |event: Result<Event, notify::Error>| {
                let concerns = event.is_ok_and(|event| {
                    let is_it = |path: &std::path::PathBuf| path.file_name() == name.as_deref();
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
            watcher.watch(directory, RecursiveMode::NonRecursive)?;
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
        watcher.watch(directory, RecursiveMode::NonRecursive)?;
        Ok(Self { _watcher: Box::new(watcher), polls_because: Some(refusal) })
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, sync::mpsc};

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
    fn they_are_noticed_by_looking_too() {
        check(true);
    }
}
