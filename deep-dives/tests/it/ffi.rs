use std::{
    collections::BTreeMap,
    env,
    io::Write,
    marker::PhantomData,
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind, panic_any},
    process::{Command, Output, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use deep_dives::ffi::{
    panics::{FAILED, SHARED, share_or_abort, share_or_status, share_or_unwind},
    wordbook::{AddError, Fault, Wordbook, fold, fold_all},
};
use deep_dives_c as raw;

fn book<'f>(capacity: usize) -> Wordbook<'f> {
    Wordbook::open(c"notes", capacity).expect("there is memory for a book")
}

fn words(book: &Wordbook<'_>) -> Vec<(String, u64)> {
    let mut words = Vec::new();
    let outcome = book.each(|word, count| -> ControlFlow<()> {
        words.push((word.to_owned(), count));
        ControlFlow::Continue(())
    });
    assert_eq!(outcome, ControlFlow::Continue(()));
    words
}

/// Text of few letters, so that words meet again; from a seed, the same in each run.
fn text(seed: u64, length: usize) -> String {
    let mut state = seed;
    let next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ['a', 'B', 'é', '字', ' ', '-', '7', 'b'][(state >> 61) as usize]
    };
    std::iter::repeat_with(next).take(length).collect()
}

/// The same in Rust, slowly.
fn counted(text: &str) -> Vec<(String, u64)> {
    let mut words: Vec<(String, u64)> = Vec::new();
    for word in text.split(|c: char| c.is_ascii() && !c.is_ascii_alphabetic()).filter(|word| !word.is_empty())
    {
        let word = word.to_ascii_lowercase();
        match words.iter_mut().find(|(known, _)| *known == word) {
            Some((_, count)) => *count += 1,
            None => words.push((word, 1)),
        }
    }
    words
}

#[test]
fn the_layout_of_a_slice_is_that_of_c() {
    let here = [
        size_of::<raw::wb_slice>(),
        std::mem::offset_of!(raw::wb_slice, start),
        std::mem::offset_of!(raw::wb_slice, length),
    ];
    assert_eq!(raw::wb_slice_layout, here);
    assert_eq!(size_of::<raw::wb_visit>(), size_of::<*const ()>());
}

#[test]
fn words_are_counted_as_a_naive_count_does() {
    for seed in 0..200 {
        let (first, second) = (text(seed, 60), text(seed + 1000, 40));
        let mut book = book(100);
        book.add(&first).expect("there is room");
        book.add(&second).expect("there is room");
        let expected = counted(&format!("{first} {second}"));
        assert_eq!(words(&book), expected);
        let names: Vec<_> = expected.iter().map(|(word, _)| word.as_str()).chain(["absent", ""]).collect();
        let counts: Vec<_> = expected.iter().map(|(_, count)| *count).chain([0, 0]).collect();
        assert_eq!(book.counts(&names), counts);
        assert_eq!(names.iter().map(|name| book.count(name)).collect::<Vec<_>>(), counts);
        let report: String = expected.iter().map(|(word, count)| format!("{word} {count}\n")).collect();
        assert_eq!(book.report().expect("there is memory").as_str(), report);
    }
}

#[test]
fn folding_all_is_folding_each() {
    let mut all: Vec<u8> = (0..=255).collect();
    let each: Vec<u8> = all.iter().map(|byte| fold(*byte)).collect();
    fold_all(&mut all);
    assert_eq!(all, each);
    assert_eq!(each, (0..=255_u8).map(|byte| byte.to_ascii_lowercase()).collect::<Vec<_>>());
    fold_all(&mut []);
}

#[test]
fn an_empty_book_has_nothing_to_say() {
    let mut book = book(0);
    assert_eq!(book.add(""), Ok(()));
    assert_eq!((words(&book), book.counts(&[])), (vec![], vec![]));
    assert_eq!(book.report().expect("there is memory").as_str(), "");
}

#[test]
fn a_name_is_lent_and_not_copied() {
    let book = book(1);
    assert_eq!(book.name(), c"notes");
    assert_eq!(book.name().as_ptr(), book.name().as_ptr());
}

#[test]
fn a_book_that_no_memory_holds_is_none() {
    assert!(Wordbook::open(c"all words", usize::MAX).is_none());
    assert!(Wordbook::open(c"all words", usize::MAX / 2).is_none());
}

#[test]
fn errors_have_the_librarys_words_and_leave_what_the_header_says() {
    let error = |fault, problem: &str| Err(AddError { fault, problem: problem.into() });
    let mut book = book(2);
    assert_eq!(book.add("one\0two"), error(Fault::BadText, "byte 3 is 0"));
    assert_eq!(words(&book), []);
    assert_eq!(book.add("one two three one"), error(Fault::Full, "there is room for 2 words"));
    assert_eq!(words(&book), [("one".into(), 1), ("two".into(), 1)]);
    assert_eq!(book.add("Two one"), Ok(()));
    assert_eq!(words(&book), [("one".into(), 2), ("two".into(), 2)]);
    let error = book.add("\0").expect_err("a NUL is no text");
    assert_eq!(error.to_string(), "cannot count the words: byte 0 is 0");
}

#[test]
fn a_break_ends_the_visits_and_brings_its_value() {
    let mut book = book(9);
    book.add("one two three four").expect("there is room");
    let mut visits = 0;
    let found = book.each(|word, _| {
        visits += 1;
        if word.len() == 5 {
            ControlFlow::Break(Box::new(word.to_owned()))
        } else {
            ControlFlow::Continue(())
        }
    });
    assert_eq!((found, visits), (ControlFlow::Break(Box::new("three".to_owned())), 3));
}

#[test]
fn a_visit_may_read_the_book_again() {
    let mut book = book(9);
    book.add("one two two").expect("there is room");
    let outcome = book.each(|word, count| {
        if book.count(word) == count && words(&book).len() == 2 {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    });
    assert_eq!(outcome, ControlFlow::Continue(()));
}

#[test]
fn a_panic_of_a_visit_goes_around_the_library() {
    let mut book = book(9);
    book.add("one two").expect("there is room");
    let mut visits = 0;
    let panic = catch_unwind(AssertUnwindSafe(|| {
        book.each(|_, count| -> ControlFlow<()> {
            visits += 1;
            panic_any(count);
        })
    }));
    assert_eq!((panic.expect_err("the visit panics").downcast_ref(), visits), (Some(&1_u64), 1));
    assert_eq!(book.add("two"), Ok(()));
    assert_eq!(book.count("two"), 2);
}

#[test]
fn a_filter_decides_and_may_borrow_what_outlives_the_book() {
    let mut refused = BTreeMap::new();
    let mut book = book(9);
    book.keep_only(|word| {
        let keeps = word.len() > 2;
        if !keeps {
            *refused.entry(word.to_owned()).or_insert(0) += 1;
        }
        keeps
    });
    book.add("Of mice and of men").expect("there is room");
    assert_eq!(words(&book), [("mice".into(), 1), ("and".into(), 1), ("men".into(), 1)]);
    drop(book);
    assert_eq!(refused, BTreeMap::from([("of".into(), 2)]));
}

#[test]
fn a_panic_of_a_filter_comes_out_of_add_once() {
    let asked = AtomicUsize::new(0);
    let mut book = book(9);
    book.keep_only(|word| {
        asked.fetch_add(1, Ordering::Relaxed);
        assert!(word != "panic", "a word that the filter cannot bear");
        true
    });
    let panic = catch_unwind(AssertUnwindSafe(|| book.add("do not panic now")));
    assert_eq!(
        panic.expect_err("the filter panics").downcast_ref(),
        Some(&"a word that the filter cannot bear")
    );
    // The library went on to the last word, but that was neither asked about nor counted.
    assert_eq!(asked.load(Ordering::Relaxed), 3);
    assert_eq!(words(&book), [("do".into(), 1), ("not".into(), 1)]);
    assert_eq!(book.add("do"), Ok(()));
    assert_eq!(book.count("do"), 2);
}

#[test]
fn a_filter_is_freed_by_the_next_one_and_by_the_end_of_the_book() {
    let owners = Arc::new(());
    let owned_by = |book: &mut Wordbook<'_>| {
        let owner = Arc::clone(&owners);
        book.keep_only(move |_| Arc::strong_count(&owner) > 1);
    };
    let mut book = book(9);
    owned_by(&mut book);
    assert_eq!(Arc::strong_count(&owners), 2);
    owned_by(&mut book);
    assert_eq!(Arc::strong_count(&owners), 2);
    book.add("one").expect("there is room");
    assert_eq!(book.count("one"), 1);
    drop(book);
    assert_eq!(Arc::strong_count(&owners), 1);
}

#[test]
fn a_book_may_be_sent_to_a_thread_and_back() {
    let mut sent = book(9);
    sent.keep_only(|word| word != "not");
    let add = move || sent.add("sent, not shared").map(|()| sent);
    let back = thread::spawn(add).join().expect("the thread does not panic").expect("there is room");
    assert_eq!(words(&back), [("sent".into(), 1), ("shared".into(), 1)]);
}

#[test]
fn a_book_may_not_be_shared() {
    struct Asked<T>(PhantomData<T>);
    trait Otherwise {
        const SYNC: bool = false;
    }
    impl<T> Otherwise for Asked<T> {}
    // An associated constant of the type itself goes before that of a trait.
    impl<T: Sync> Asked<T> {
        const SYNC: bool = true;
    }
    assert_eq!((Asked::<String>::SYNC, Asked::<Wordbook<'static>>::SYNC), (true, false));
}

#[test]
fn a_report_outlives_its_book() {
    let mut book = book(9);
    book.add("gone").expect("there is room");
    let report = book.report().expect("there is memory");
    drop(book);
    assert_eq!(report.as_str(), "gone 1\n");
}

#[test]
fn a_panic_becomes_a_status_and_writes_nothing() {
    let mut part = 7;
    let mut share = |cents, authors| {
        // SAFETY: `part` is a place for a number.
        let status = unsafe { share_or_status(cents, authors, &raw mut part) };
        (status, part)
    };
    assert_eq!(share(100, 0), (FAILED, 7));
    assert_eq!(share(100, 3), (SHARED, 33));
}

#[test]
fn a_panic_leaves_a_function_that_may_unwind() {
    assert_eq!(share_or_unwind(100, 3), 33);
    let panic = catch_unwind(|| share_or_unwind(100, 0));
    assert_eq!(panic.expect_err("nobody gets a share").downcast_ref(), Some(&"a book has authors"));
}

/// No refused program can show it: the literal is not even one where `cfg` takes it away.
#[test]
fn a_literal_with_a_nul_does_not_compile() {
    let compiles = |literal: &str| {
        let mut rustc = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        rustc.args(["--edition=2024", "--crate-type=lib", "--crate-name=literal", "--emit=metadata", "-"]);
        rustc.args(["--out-dir", env!("CARGO_TARGET_TMPDIR")]);
        rustc.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = rustc.spawn().expect("the compiler can be run");
        let program = format!("pub const TITLE: &std::ffi::CStr = {literal};");
        let mut input = child.stdin.take().expect("it was piped");
        input.write_all(program.as_bytes()).expect("the compiler reads its input");
        drop(input);
        child.wait().expect("the compiler ends").success()
    };
    assert!(compiles(r#"c"title""#));
    assert!(!compiles(r#"c"title\0author""#));
}

/// Runs a test in a process of its own: this program again, with `FFI_CHILD` to tell the test that it is the child. `None`
/// is for the child.
fn alone(test: &str) -> Option<Output> {
    const CHILD: &str = "FFI_CHILD";
    if env::var_os(CHILD).is_some() {
        return None;
    }
    let mut program = Command::new(env::current_exe().expect("this program has a path"));
    Some(program.args(["--exact", test, "--nocapture"]).env(CHILD, "1").output().expect("it can be run"))
}

/// Alone, because the library counts the blocks of all threads, and other tests have books.
#[test]
fn what_the_library_has_allocated_goes_back_to_it() {
    if let Some(child) = alone("ffi::what_the_library_has_allocated_goes_back_to_it") {
        let said = String::from_utf8_lossy(&child.stdout);
        assert!(child.status.success() && said.contains("1 passed"), "{said}");
        return;
    }
    let mut blocks = raw::wb_blocks();
    assert_eq!(blocks, 0);
    let mut now = |change| {
        let before = std::mem::replace(&mut blocks, raw::wb_blocks());
        assert_eq!(before.checked_add_signed(change), Some(blocks));
    };
    let mut book = book(2);
    // The book, its name, its entries and its table.
    now(4);
    book.keep_only(|word| word != "not");
    book.add("one not two one").expect("there is room");
    now(2);
    book.add("three").expect_err("there is no more room");
    now(0);
    let report = book.report().expect("there is memory");
    now(1);
    drop(report);
    now(-1);
    let late = book.report();
    drop(book);
    now(-5);
    drop(late);
    now(-1);
    assert!(Wordbook::open(c"all words", usize::MAX / 2).is_none());
    now(0);
    assert_eq!(raw::wb_blocks(), 0);
}

#[test]
fn a_panic_at_the_edge_of_extern_c_ends_the_process() {
    assert_eq!(share_or_abort(100, 3), 33);
    let Some(child) = alone("ffi::a_panic_at_the_edge_of_extern_c_ends_the_process") else {
        let _ = catch_unwind(|| share_or_abort(100, 0));
        println!("caught");
        return;
    };
    let (said, complained) = (String::from_utf8_lossy(&child.stdout), String::from_utf8_lossy(&child.stderr));
    assert!(!said.contains("caught") && !child.status.success(), "{said}");
    assert!(complained.contains("a book has authors"), "{complained}");
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        const SIGABRT: i32 = 6;
        assert_eq!(child.status.signal(), Some(SIGABRT));
    }
}
