//! A program that rates articles by the editors' Python.
//!
//! `rating.py` is part of the program; the interpreter is a library that it is linked with. Run it by
//! `cargo xtask python`.

use std::{error::Error, thread};

use articles::{Archive, ArticleNotFound};
use pyo3::{append_to_inittab, exceptions::PyValueError, ffi::c_str, prelude::*, types::PyDict};

const RATING: &std::ffi::CStr = c_str!(include_str!("rating.py"));

fn main() -> Result<(), Box<dyn Error>> {
    // Before the interpreter starts: from then on, `import articles` finds the crate that this program is linked with.
    use articles::articles;
    append_to_inittab!(articles);

    let rating: Py<PyModule> =
        Python::attach(|py| PyModule::from_code(py, RATING, c"rating.py", c"rating").map(Bound::unbind))?;

    // A value of Python's is a value of Rust's once it is extracted; both may fail.
    let rated: u32 = Python::attach(|py| {
        rating.bind(py).call_method1("rate", ("Unbounded queues hide latency",))?.extract()
    })?;
    assert_eq!(rated, 6);
    println!("Python rates an article: {rated}");

    // One call for many: Python is entered once, and each text crosses once.
    let texts = ["A short one", "Backpressure propagates everywhere"];
    let all: Vec<u32> = Python::attach(|py| rating.bind(py).call_method1("rate_all", (texts,))?.extract())?;
    assert_eq!(all, [3, 6]);
    println!("and two more in one call: {all:?}");

    Python::attach(|py| an_exception_is_an_error_with_its_line(rating.bind(py)))?;
    Python::attach(|py| python_uses_a_value_of_ours(rating.bind(py)))?;
    threads_take_turns(&rating)
}

fn an_exception_is_an_error_with_its_line(rating: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = rating.py();
    let error = rating.call_method1("rate", ("",)).expect_err("an empty text cannot be rated");
    assert!(error.is_instance_of::<PyValueError>(py));
    assert_eq!(error.to_string(), "ValueError: nothing to rate");
    let trace = error.traceback(py).expect("it was raised in Python").format()?;
    assert!(trace.contains("File \"rating.py\", line 10, in rate"), "{trace}");
    println!("what Python raises is an `Err`: {error}");

    let wrong = rating.call_method1("rate", ("words",))?.extract::<String>();
    assert!(wrong.is_err_and(|error| error.to_string().starts_with("TypeError")));
    println!("and so is a result of another type than was asked for");
    Ok(())
}

fn python_uses_a_value_of_ours(rating: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = rating.py();
    let archive = py.get_type::<Archive>().call0()?;
    archive.call_method1("add", (1, "two words"))?;
    archive.call_method1("add", (2, "and three words"))?;
    let longest: u64 = rating.call_method1("longest", (&archive, [1, 2]))?.extract()?;
    assert_eq!(longest, 2);
    let missing: String = rating.call_method1("missing", (&archive,))?.extract()?;
    assert_eq!(missing, "no article 404");
    println!(
        "Python asks an archive of ours for the longest article: {longest}; and for one that is not there: {missing}"
    );

    // Not caught in Python, it comes back as the exception that Rust has made of its own error.
    let locals = PyDict::new(py);
    locals.set_item("archive", &archive)?;
    let error = py.eval(c"archive.words(404)", None, Some(&locals)).expect_err("there is no such article");
    assert!(error.is_instance_of::<ArticleNotFound>(py));
    Ok(())
}

/// Threads of Rust that call Python, one at a time; the main thread is not attached while it waits for them.
fn threads_take_turns(rating: &Py<PyModule>) -> Result<(), Box<dyn Error>> {
    let rated = Python::attach(|py| {
        // Without `detach`, this thread would wait for the others, and they for it.
        py.detach(|| {
            thread::scope(|scope| {
                let rate = |text: &'static str| {
                    move || {
                        Python::attach(|py| rating.bind(py).call_method1("rate", (text,))?.extract::<u32>())
                    }
                };
                let workers = ["one", "one two", "one two three"].map(|text| scope.spawn(rate(text)));
                workers.map(|worker| worker.join().expect("a rating does not panic"))
            })
        })
    });
    let rated = rated.into_iter().collect::<PyResult<Vec<_>>>()?;
    assert_eq!(rated, [1, 2, 3]);
    println!("three threads have asked, and each has its own answer: {rated:?}");
    Ok(())
}
