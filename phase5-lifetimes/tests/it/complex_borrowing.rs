use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    panic, thread,
};

use phase5_lifetimes::complex_borrowing::{
    calls::{Section, Setting, number, trimmer},
    lending::{LendEach, Lending, PairsMut},
    locks::{Job, Noted, Queue, work_off},
    shelf::{Article, Shelf, cover_or},
};

fn article(text: &str) -> Article {
    Article { text: text.into(), cover: None }
}

fn shelf(slugs: &[&str]) -> Shelf {
    let mut shelf = Shelf::default();
    for slug in slugs {
        shelf.get_or_load(slug, |slug| Ok::<_, ()>(article(slug))).expect("loading cannot fail");
    }
    shelf
}

#[test]
fn an_article_is_loaded_once() {
    let loads = Cell::new(0);
    let mut shelf = Shelf::default();
    let mut get = |slug: &str| {
        let load = |slug: &str| {
            loads.update(|loads| loads + 1);
            Ok::<_, ()>(article(slug))
        };
        let found = shelf.get_or_load(slug, load).expect("loading cannot fail");
        found.text.push('!');
        found.text.clone()
    };
    assert_eq!([get("moves"), get("moves"), get("loans")], ["moves!", "moves!!", "loans!"]);
    assert_eq!(loads.get(), 2);
}

#[test]
fn what_could_not_be_loaded_is_not_kept() {
    let mut shelf = shelf(&["moves"]);
    assert_eq!(shelf.get_or_load("loans", |slug| Err(slug.len())), Err(5));
    assert_eq!(shelf.first_of(&["loans"]), None);
    assert_eq!(shelf.get_or_load("loans", |_| Ok::<_, ()>(article("later"))), Ok(&mut article("later")));
}

#[test]
fn the_first_slug_that_is_there_wins_and_can_be_changed() {
    let mut shelf = shelf(&["moves", "loans"]);
    let found = shelf.first_of(&["drops", "loans", "moves"]).expect("two are there");
    found.text.push_str(", returned");
    assert_eq!(shelf.first_of(&["loans"]), Some(&mut article("loans, returned")));
    assert_eq!(shelf.first_of(&[]), None);
    assert!(shelf.missed().is_empty());
}

#[test]
fn an_edit_returns_what_it_made_and_a_miss_is_written_down() {
    let mut shelf = shelf(&["moves"]);
    let edited = shelf.edit("moves", |article| {
        article.text.push('!');
        article.text.len()
    });
    assert_eq!(edited, Some(6));
    assert_eq!(shelf.edit("loans", |article| article.text.len()), None);
    assert_eq!(shelf.missed(), ["loans"]);
}

#[test]
fn a_cover_is_drawn_once_and_a_failure_leaves_none() {
    let mut cover = None;
    assert_eq!(cover_or(&mut cover, || Err("no ink")), Err("no ink"));
    assert_eq!(cover, None);
    cover_or(&mut cover, || Ok::<_, ()>("a ship".into())).expect("drawing cannot fail").push_str(" at sea");
    assert_eq!(cover_or(&mut cover, || Err("drawn twice")), Ok(&mut "a ship at sea".to_owned()));
}

#[test]
fn running_totals_through_lent_pairs_equal_those_by_index() {
    let mut state = 7_u32;
    for length in 0..40 {
        let mut lent: Vec<u32> = (0..length)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                state >> 20
            })
            .collect();
        let mut indexed = lent.clone();
        for index in 1..indexed.len() {
            indexed[index] += indexed[index - 1];
        }
        PairsMut::new(&mut lent).for_each(|[before, number]| *number += *before);
        assert_eq!(lent, indexed);
    }
}

#[test]
fn both_traits_lend_the_pairs_in_place() {
    let mut numbers = [1, 2, 3];
    let second = &raw const numbers[1];
    let mut pairs = PairsMut::new(&mut numbers);
    let first_pair = pairs.next().expect("there are two pairs");
    assert_eq!(&raw const first_pair[1], second);
    first_pair[1] = 20;
    assert_eq!(pairs.lend(), Some(&mut [20, 3]));
    assert_eq!(pairs.lend(), None);
    assert_eq!(pairs.lend(), None);
}

#[test]
fn a_transcript_of_a_borrowed_slice_can_be_kept() {
    let transcript = {
        let mut local = ["one", "two", "three"];
        PairsMut::new(&mut local).transcript()
    };
    assert_eq!(transcript, [r#"["one", "two"]"#, r#"["two", "three"]"#]);
    assert!(PairsMut::new(&mut [1]).transcript().is_empty());
    assert!(PairsMut::<u8>::new(&mut []).transcript().is_empty());
}

fn section(title: &str, pages: u32, parts: Vec<Section>) -> Section {
    Section { title: title.into(), page: 0, pages, parts }
}

#[test]
fn sections_are_numbered_and_listed_at_any_depth() {
    let deep = section("-c", 1, vec![section("-d", 4, vec![])]);
    let mut book = [section("a", 2, vec![section("*b", 3, vec![]), deep]), section("e", 5, vec![])];
    let (mut table, mut page) = (vec!["Contents".to_owned()], 1);
    let marks = ['*', '-'];
    let edit = trimmer(&marks);
    number(&mut book, Setting { table: &mut table, page: &mut page, edit: &edit });
    assert_eq!(table, ["Contents", "a 1", "b 3", "c 6", "d 7", "e 11"]);
    assert_eq!((book[0].parts[1].parts[0].page, book[1].page, page), (7, 11, 16));
}

#[test]
fn a_loan_of_a_setting_leaves_the_setting() {
    let (mut table, mut page) = (Vec::new(), 1);
    let mut setting = Setting { table: &mut table, page: &mut page, edit: &str::trim };
    *setting.reborrow().page += 1;
    setting.reborrow().table.push("lent twice".into());
    *setting.page += 1;
    assert_eq!((table, page), (vec!["lent twice".to_owned()], 3));
}

#[test]
fn a_trimmed_text_is_a_part_of_the_argument_and_not_of_the_trimmer() {
    let title = String::from("*Loans*");
    let trimmed = {
        let marks = ['*'];
        let trim = trimmer(&marks);
        assert_eq!(trim(&String::from("*short-lived")), "short-lived");
        trim(&title)
    };
    assert_eq!((trimmed, trimmed.as_ptr()), ("Loans", title[1..].as_ptr()));
}

fn queue(jobs: u32) -> Queue {
    let queue = Queue::default();
    for copies in 1..=jobs {
        queue.push(Job { slug: "moves".into(), copies });
    }
    queue
}

#[test]
fn conditions_release_the_lock_before_the_body() {
    let queue = queue(2);
    assert!(if queue.lock().len() == 2 { queue.is_free() } else { false });
    assert!(queue.lock().len() == 2 && queue.is_free(), "an operand of `&&` is a unit of its own");
    assert!(if matches!(queue.lock().len(), 1 | 2) { queue.is_free() } else { false });
    assert!(match 2 {
        2 if queue.lock().len() == 2 => queue.is_free(),
        _ => false,
    });
    let mut rounds = 0;
    while queue.lock().len() > rounds {
        assert!(queue.is_free());
        rounds += 1;
    }
    assert_eq!(rounds, 2);
}

#[test]
fn let_else_releases_the_lock_before_its_else_and_after_it() {
    let queue = queue(1);
    let Some(copies) = queue.lock().front().map(|job| job.copies) else { unreachable!("there is a job") };
    assert!(copies == 1 && queue.is_free());
    let free_in_else = 'found: {
        let Some(_) = queue.lock().get(5).map(|job| job.copies) else { break 'found queue.is_free() };
        unreachable!("there is one job")
    };
    assert!(free_in_else);
}

#[test]
fn if_let_holds_the_lock_in_its_body_and_its_chain_but_not_in_its_else() {
    let queue = queue(1);
    if let Some(job) = queue.lock().front() {
        assert!(!queue.is_free(), "{job:?} is looked at");
    }
    let chained = if let Some(_) = queue.lock().front()
        && queue.is_free()
    {
        "free"
    } else {
        "locked"
    };
    assert_eq!(chained, "locked");
    if let Some(job) = queue.lock().get(5) {
        unreachable!("there is one job, and not {job:?}");
    } else {
        assert!(queue.is_free());
    }
}

#[test]
fn match_holds_the_lock_even_if_it_matches_a_number() {
    let queue = queue(1);
    match queue.lock().len() {
        1 => assert!(!queue.is_free()),
        _ => unreachable!("there is one job"),
    }
    let length = queue.lock().len();
    match length {
        1 => assert!(queue.is_free()),
        _ => unreachable!("there is one job"),
    }
}

#[test]
fn loops_hold_the_lock_in_their_bodies() {
    let queue = queue(2);
    let mut rounds = 0;
    for _ in queue.lock().clone() {
        assert!(!queue.is_free(), "although a copy is iterated");
        rounds += 1;
    }
    while let Some(job) = queue.lock().pop_front() {
        assert!(!queue.is_free(), "although {job:?} has been taken out");
        rounds += 1;
    }
    assert_eq!(rounds, 4);
}

#[test]
fn a_let_that_refers_to_a_guard_keeps_it_and_an_underscore_does_not() {
    let queue = queue(1);
    {
        let shared = &*queue.lock();
        assert!(!queue.is_free() && shared.len() == 1);
    }
    {
        let exclusive: &mut VecDeque<Job> = &mut queue.lock();
        assert!(!queue.is_free() && exclusive.len() == 1);
    }
    let length = queue.lock().len();
    assert!(queue.is_free() && length == 1);
}

#[test]
fn a_statement_holds_the_lock_until_its_end() {
    fn second<A, B>(_: A, second: B) -> B {
        second
    }
    let queue = queue(1);
    assert!(!second(queue.lock().len(), queue.is_free()));
    let in_the_call = |_: usize| queue.is_free();
    assert!(!in_the_call(queue.lock().len()));
    let sum = queue.lock().len() + usize::from(queue.is_free());
    assert_eq!(sum, 1, "1 job, and not free");
}

#[test]
fn closures_and_blocks_release_the_lock_with_their_result() {
    let queue = queue(2);
    let next = || queue.lock().pop_front();
    if let Some(job) = next() {
        assert!(queue.is_free(), "{job:?} is all that is left of the call");
    }
    if let Some(job) = { queue.lock().pop_front() } {
        assert!(queue.is_free(), "{job:?} is all that is left of the block");
    }
    assert!(queue.lock().is_empty());
}

#[test]
fn work_is_done_without_the_lock_and_in_order() {
    let queue = queue(3);
    let mut done = Vec::new();
    let count = work_off(&queue, |job| {
        assert!(queue.is_free());
        if job.copies == 2 {
            queue.push(Job { copies: 20, ..job.clone() });
        }
        done.push(job.copies);
    });
    assert_eq!((count, done), (4, vec![1, 2, 3, 20]));
}

#[test]
fn workers_share_all_jobs() {
    let queue = queue(200);
    let totals = thread::scope(|scope| {
        let workers = [(); 4].map(|()| {
            scope.spawn(|| {
                let mut copies = 0;
                (work_off(&queue, |job| copies += job.copies), copies)
            })
        });
        workers.map(|worker| worker.join().expect("work does not panic"))
    });
    assert_eq!(totals.iter().map(|(jobs, _)| jobs).sum::<usize>(), 200);
    assert_eq!(totals.iter().map(|(_, copies)| copies).sum::<u32>(), 200 * 201 / 2);
}

#[test]
fn a_queue_whose_holder_panicked_is_free_and_cannot_be_used() {
    let queue = queue(1);
    let hold_and_panic = || {
        let _held = queue.lock();
        panic!("while the queue is held");
    };
    assert!(panic::catch_unwind(panic::AssertUnwindSafe(hold_and_panic)).is_err());
    assert!(queue.is_free());
    assert!(panic::catch_unwind(|| queue.lock().len()).is_err());
}

#[test]
fn variables_go_backwards_fields_and_elements_forwards() {
    struct Pair<'j> {
        _first: Noted<'j>,
        _second: Noted<'j>,
    }
    let journal = RefCell::new(Vec::new());
    {
        let noted = |name| Noted::new(name, &journal);
        let _variable = noted("variable 1");
        let _pair = Pair { _second: noted("field 2"), _first: noted("field 1") };
        let _elements = [noted("element 1"), noted("element 2")];
    }
    assert_eq!(journal.take(), ["element 1", "element 2", "field 1", "field 2", "variable 1"]);
}

#[test]
fn parameters_go_after_the_variables_of_the_body() {
    let journal = RefCell::new(Vec::new());
    let noted = |name| Noted::new(name, &journal);
    let body = |_first: Noted<'_>, _second: Noted<'_>| {
        let _variable = noted("variable");
    };
    body(noted("parameter 1"), noted("parameter 2"));
    assert_eq!(journal.take(), ["variable", "parameter 2", "parameter 1"]);
}

#[test]
fn an_underscore_drops_at_once() {
    let journal = RefCell::new(Vec::new());
    let noted = |name| Noted::new(name, &journal);
    let _ = noted("unbound");
    let _named = noted("bound");
    assert_eq!(*journal.borrow(), ["unbound"]);
}

#[test]
fn temporaries_of_the_last_expression_go_before_the_variables() {
    let journal = RefCell::new(Vec::new());
    let noted = |name| Noted::new(name, &journal);
    let length = {
        let _variable = noted("variable");
        noted("temporary").name().len()
    };
    assert_eq!((length, journal.take()), (9, vec!["temporary", "variable"]));
}
