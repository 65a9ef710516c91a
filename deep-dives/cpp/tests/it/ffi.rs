use std::{marker::PhantomData, mem, thread};

use deep_dives_cpp::{Hit, NoTerms, SearchIndex, Terms};

fn index() -> SearchIndex {
    let mut index = SearchIndex::new(Terms::default());
    index.add(1, "The price of a thread is a stack").unwrap();
    index.add(2, "A stack of papers and a stack of books").unwrap();
    index.add(3, "Papers").unwrap();
    index
}

fn hit(article: u64, count: u32) -> Hit {
    Hit { article, count }
}

#[test]
fn rust_calls_cpp_which_calls_rust() {
    let index = index();
    assert_eq!(index.search("STACK").unwrap(), [hit(2, 2), hit(1, 1)]);
    assert_eq!(index.search("the papers").unwrap(), [hit(2, 1), hit(3, 1)]);
    assert_eq!(index.search("stack of papers").unwrap(), [hit(2, 3)]);
    assert_eq!(index.search("thread books").unwrap(), []);
    assert_eq!(index.search("stack overflow").unwrap(), []);
    assert_eq!(index.length(1).unwrap(), 3);
    assert_eq!(index.searches(), 5);
}

#[test]
fn the_index_agrees_with_a_naive_search() {
    let vocabulary = ["stack", "heap", "thread", "lock", "page"];
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut texts = Vec::new();
    let mut index = SearchIndex::new(Terms::default());
    for article in 0..40 {
        let words: Vec<_> = (0..=next(6)).map(|_| vocabulary[next(vocabulary.len())]).collect();
        index.add(article, &words.join(" ")).unwrap();
        texts.push(words);
    }
    for _ in 0..60 {
        let query: Vec<_> = (0..=next(2)).map(|_| vocabulary[next(vocabulary.len())]).collect();
        let count = |words: &[&str], term: &str| words.iter().filter(|word| **word == term).count() as u32;
        let matching =
            texts.iter().zip(0..).filter(|(words, _)| query.iter().all(|term| count(words, term) > 0));
        let mut expected: Vec<_> = matching
            .map(|(words, article)| hit(article, query.iter().map(|term| count(words, term)).sum()))
            .collect();
        expected.sort_by_key(|hit| (std::cmp::Reverse(hit.count), hit.article));
        assert_eq!(index.search(&query.join(" ")).unwrap(), expected, "{query:?}");
    }
}

#[test]
fn a_cpp_exception_is_an_err_with_its_text() {
    let mut index = index();
    let twice = index.add(1, "The same article again").unwrap_err();
    assert_eq!(twice.what(), "article 1 is in the index already");
    assert_eq!(index.length(9).unwrap_err().what(), "there is no article 9");
}

#[test]
fn an_err_that_crosses_cpp_comes_back_as_its_text_and_has_changed_nothing() {
    let mut index = index();
    assert_eq!(index.add(4, "of the").unwrap_err().what(), NoTerms { bytes: 6 }.to_string());
    assert!(index.length(4).is_err(), "an article without terms was taken in");
    assert_eq!(index.search("...").unwrap_err().what(), "no terms in 3 bytes");
    index.add(4, "of the heap").unwrap();
}

#[test]
fn the_rust_value_that_cpp_owns_is_dropped_by_the_destructor() {
    let terms = Terms::default();
    let index = SearchIndex::new(terms.clone());
    assert_eq!(terms.sharers(), 2);
    drop(index);
    assert_eq!(terms.sharers(), 1);
}

#[test]
fn a_cpp_string_is_read_where_it_is() {
    let mut index = index();
    assert_eq!(index.longest_term(), "thread");
    assert_eq!(index.longest_term().as_ptr(), index.longest_term().as_ptr());
    index.add(4, "Überlängen").unwrap();
    assert_eq!(index.longest_term(), "überlängen");
    assert_eq!(SearchIndex::new(Terms::default()).longest_term(), "");
}

#[test]
fn an_index_is_one_pointer_and_may_go_to_another_thread() {
    assert_eq!(mem::size_of::<SearchIndex>(), mem::size_of::<usize>());
    let index = index();
    let found = thread::spawn(move || index.search("thread").unwrap()).join().unwrap();
    assert_eq!(found, [hit(1, 1)]);
}

#[test]
fn an_index_is_not_shared_between_threads_although_search_is_const() {
    struct Is<T>(PhantomData<T>);
    trait Otherwise {
        const SYNC: bool = false;
    }
    impl<T> Otherwise for Is<T> {}
    // Found before the trait's constant, where its bound holds.
    impl<T: Sync> Is<T> {
        const SYNC: bool = true;
    }
    const { assert!(!Is::<SearchIndex>::SYNC) };
    const { assert!(Is::<Terms>::SYNC) };
}

/// What must end the process is run in one of its own: this test program again, with only that test.
#[cfg(unix)]
#[track_caller]
fn ends_the_process(test: &str, says: &str, act: impl FnOnce()) {
    use std::{env, os::unix::process::ExitStatusExt as _, process::Command};

    const INSIDE: &str = "DEEP_DIVES_CPP_INSIDE";
    if env::var_os(INSIDE).is_some() {
        act();
        return;
    }
    let mut again = Command::new(env::current_exe().unwrap());
    let ended = again.args(["--exact", test, "--nocapture"]).env(INSIDE, "yes").output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr);
    const SIGABRT: i32 = 6;
    assert_eq!(ended.status.signal(), Some(SIGABRT), "{:?}\n{said}", ended.status);
    assert!(said.contains(says), "{said}");
}

#[cfg(unix)]
#[test]
fn a_panic_that_would_unwind_through_cpp_ends_the_process() {
    ends_the_process(
        "ffi::a_panic_that_would_unwind_through_cpp_ends_the_process",
        "the stemmer gave up",
        || {
            let terms = Terms::new([], |_| panic!("the stemmer gave up"));
            let mut index = SearchIndex::new(terms);
            let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| index.add(1, "word")));
            unreachable!("the panic came through C++: {}", caught.is_err());
        },
    );
}

#[cfg(unix)]
#[test]
fn an_exception_that_no_result_was_declared_for_ends_the_process() {
    assert_eq!(index().length_of_known(1), 3);
    ends_the_process(
        "ffi::an_exception_that_no_result_was_declared_for_ends_the_process",
        "there is no article 9",
        || {
            index().length_of_known(9);
        },
    );
}
