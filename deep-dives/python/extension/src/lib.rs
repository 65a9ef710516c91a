//! An archive of articles in Rust, as a module for Python: `import articles`.
//!
//! The README of this directory says what is to be learned from it, and how it is built.

use std::{
    collections::{BTreeMap, VecDeque},
    iter,
    sync::{
        Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use pyo3::{
    create_exception,
    exceptions::{PyException, PyKeyError, PyTimeoutError, PyValueError},
    prelude::*,
};

create_exception!(articles, ArticleNotFound, PyKeyError, "There is no article of this number.");
create_exception!(articles, Closed, PyException, "The inbox was closed, and is empty.");

/// What Rust says about a missing article. It knows nothing of Python.
#[derive(Debug)]
pub struct NotFound {
    /// The number that was asked for.
    pub number: u64,
}

/// `?` makes it the exception.
impl From<NotFound> for PyErr {
    fn from(missing: NotFound) -> Self {
        ArticleNotFound::new_err(missing.number)
    }
}

/// How many archives there are: each value that Python lets go of is dropped by Rust.
static ARCHIVES: AtomicUsize = AtomicUsize::new(0);

/// Articles by number, each with whatever Python wants to remember about it.
///
/// It belongs to Python, which counts the references to it. A method borrows it for the time of the call. Who borrows
/// it is found out at run time: a method with `&mut self` that is called while another runs raises `RuntimeError`.
#[pyclass]
pub struct Archive {
    texts: BTreeMap<u64, String>,
    /// Python's objects, owned by a value that Python owns: a cycle is possible, which only Python can see.
    notes: BTreeMap<u64, Py<PyAny>>,
}

impl Archive {
    fn text(&self, number: u64) -> Result<&str, NotFound> {
        self.texts.get(&number).map(String::as_str).ok_or(NotFound { number })
    }
}

impl Drop for Archive {
    fn drop(&mut self) {
        ARCHIVES.fetch_sub(1, Ordering::Relaxed);
    }
}

#[pymethods]
impl Archive {
    #[new]
    fn new() -> Self {
        ARCHIVES.fetch_add(1, Ordering::Relaxed);
        Self { texts: BTreeMap::new(), notes: BTreeMap::new() }
    }

    /// Takes a text in. It is copied: Python's string may go away.
    fn add(&mut self, number: u64, text: String) {
        self.texts.insert(number, text);
    }

    /// How many words an article has.
    fn words(&self, number: u64) -> Result<usize, NotFound> {
        Ok(count_words(self.text(number)?))
    }

    /// The same of many articles, for one call across the line.
    fn words_of(&self, numbers: Vec<u64>) -> Result<Vec<usize>, NotFound> {
        numbers.into_iter().map(|number| self.words(number)).collect()
    }

    /// The numbers of the articles for which `wanted(text)` is true.
    ///
    /// What `wanted` raises ends the search, and is raised again as it is.
    fn select(&self, wanted: &Bound<'_, PyAny>) -> PyResult<Vec<u64>> {
        let mut selected = Vec::new();
        for (number, text) in &self.texts {
            if wanted.call1((text,))?.is_truthy()? {
                selected.push(*number);
            }
        }
        Ok(selected)
    }

    /// Replaces every text by `change(text)`, or none, if one call raises.
    ///
    /// It borrows the archive mutably while it calls: if `change` uses the archive, that raises `RuntimeError`.
    fn edit(&mut self, change: &Bound<'_, PyAny>) -> PyResult<()> {
        let changed =
            self.texts.iter().map(|(number, text)| Ok((*number, change.call1((text,))?.extract()?)));
        self.texts = changed.collect::<PyResult<_>>()?;
        Ok(())
    }

    /// Remembers any object about an article, and returns the one before.
    ///
    /// Dropped here, that one could run Python, its `__del__`, while the archive is borrowed mutably.
    fn annotate(&mut self, number: u64, note: Py<PyAny>) -> Result<Option<Py<PyAny>>, NotFound> {
        self.text(number)?;
        Ok(self.notes.insert(number, note))
    }

    /// What was remembered: the object itself, not a copy.
    fn note(&self, py: Python<'_>, number: u64) -> Option<Py<PyAny>> {
        self.notes.get(&number).map(|note| note.clone_ref(py))
    }

    /// How often each word occurs, in all articles and in what comes through `inbox` until it is closed.
    ///
    /// Long work on Rust's own data, during which other threads of Python run. They may even change the archive, so it
    /// works on a copy of the texts: what is borrowed from Python may not be taken along, and the compiler sees to it.
    /// The inbox may: a class that is `frozen` can be looked into without Python, if it is `Sync`.
    ///
    /// Raises `TimeoutError` if nothing comes for `seconds`.
    fn frequencies(
        slf: PyRef<'_, Self>,
        inbox: Py<Inbox>,
        seconds: f64,
    ) -> PyResult<BTreeMap<String, usize>> {
        let (py, limit) = (slf.py(), limit(seconds)?);
        let texts: Vec<String> = slf.texts.values().cloned().collect();
        // Given back before the others run: to them, the archive is free.
        drop(slf);
        let frequencies = py.detach(|| {
            let more = iter::from_fn(|| match inbox.get().next(limit) {
                Err(Nothing::Closed) => None,
                text => Some(text),
            });
            let mut frequencies = BTreeMap::new();
            for text in texts.into_iter().map(Ok).chain(more) {
                for word in text?.split_whitespace() {
                    *frequencies.entry(word.to_lowercase()).or_default() += 1;
                }
            }
            Ok::<_, Nothing>(frequencies)
        })?;
        Ok(frequencies)
    }

    /// Shows the garbage collector which of its objects are held here.
    fn __traverse__(&self, visit: pyo3::PyVisit<'_>) -> Result<(), pyo3::PyTraverseError> {
        self.notes.values().try_for_each(|note| visit.call(note))
    }

    /// Lets go of them, if the collector has found that nobody else can reach this archive.
    fn __clear__(&mut self) {
        self.notes.clear();
    }
}

fn count_words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// A queue between threads of Python, in which one waits for the other.
///
/// `frozen`: no method needs `&mut self`, so that threads may be in it at the same time.
#[pyclass(frozen)]
pub struct Inbox {
    queue: Mutex<Queue>,
    filled: Condvar,
}

#[derive(Default)]
struct Queue {
    texts: VecDeque<String>,
    closed: bool,
    waiting: usize,
}

/// Why no text comes out of an inbox.
#[derive(Debug)]
enum Nothing {
    Closed,
    TimedOut,
}

impl From<Nothing> for PyErr {
    fn from(nothing: Nothing) -> Self {
        match nothing {
            Nothing::Closed => Closed::new_err("the inbox is closed"),
            Nothing::TimedOut => PyTimeoutError::new_err("nothing came"),
        }
    }
}

impl Inbox {
    /// Only ever locked for a moment, and never while Python code is called.
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The oldest text; waits for one if there is none, so only a thread that is detached may call it.
    fn next(&self, limit: Duration) -> Result<String, Nothing> {
        let start = Instant::now();
        let mut queue = self.lock();
        queue.waiting += 1;
        let taken = loop {
            if let Some(text) = queue.texts.pop_front() {
                break Ok(text);
            }
            if queue.closed {
                break Err(Nothing::Closed);
            }
            let left = limit.saturating_sub(start.elapsed());
            if left.is_zero() {
                break Err(Nothing::TimedOut);
            }
            queue = self.filled.wait_timeout(queue, left).unwrap_or_else(PoisonError::into_inner).0;
        };
        queue.waiting -= 1;
        taken
    }
}

fn limit(seconds: f64) -> PyResult<Duration> {
    Duration::try_from_secs_f64(seconds).map_err(|error| PyValueError::new_err(error.to_string()))
}

#[pymethods]
impl Inbox {
    #[new]
    fn new() -> Self {
        Self { queue: Mutex::default(), filled: Condvar::new() }
    }

    /// Puts a text in, and wakes who waits for it.
    fn put(&self, text: String) {
        self.lock().texts.push_back(text);
        self.filled.notify_one();
    }

    /// Says that nothing more comes.
    fn close(&self) {
        self.lock().closed = true;
        self.filled.notify_all();
    }

    /// How many threads wait for a text.
    #[getter]
    fn waiting(&self) -> usize {
        self.lock().waiting
    }

    /// Takes the oldest text out, and waits for one if there is none.
    ///
    /// While it waits, it is detached from the interpreter. If it were not, who could `put` would never run.
    /// Raises `Closed` once the inbox is closed and empty, and `TimeoutError` after `seconds`.
    fn take(&self, py: Python<'_>, seconds: f64) -> PyResult<String> {
        let limit = limit(seconds)?;
        Ok(py.detach(|| self.next(limit))?)
    }
}

/// How many archives there are that have not been dropped.
#[pyfunction]
fn archives() -> usize {
    ARCHIVES.load(Ordering::Relaxed)
}

/// Panics, as a mistake of ours would.
#[pyfunction]
fn panic_for(reason: &str) {
    panic!("{reason}");
}

/// An archive of articles, in Rust.
#[pymodule]
pub mod articles {
    #[pymodule_export]
    use super::{Archive, ArticleNotFound, Closed, Inbox, archives, panic_for};
}
