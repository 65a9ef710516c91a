//! A text inside its owner, a flag in a pointer, a vector that survives panics, and a ring between two threads.
//!
//! Run: `cargo run --example unsafe_rust`. Look for what stays right when foreign code panics, leaks or lies: that is the
//! part that no unsafe block shows.

use std::{
    iter, mem,
    panic::{self, AssertUnwindSafe},
    thread,
};

use deep_dives::unsafe_rust::{
    pointers::{Flagged, Header, both},
    ring::ring,
    text::ShortText,
    vector::Vector,
};

fn main() {
    let mut slug = ShortText::<8>::new();
    let pushed = [slug.push_str("paths"), slug.push_str("-and-loops"), slug.push_str("-2")];
    println!("eight bytes, without an allocation: {slug:?}; what was pushed: {pushed:?}");
    assert_eq!((slug.as_str(), pushed), ("paths-2", [Ok(()), Err(3), Ok(())]));

    let mut article = Flagged::new(1815_u64);
    article.set_flag(true);
    *article.get_mut() += 1;
    let one_word = size_of_val(&article) == size_of::<usize>();
    println!("article {} is read: {}; both in one word: {one_word}", article.get(), article.flag());
    assert_eq!((*article.get(), article.flag(), one_word), (1816, true, true));

    let file = [0, 1, 5, 0, 0, 0];
    let header = Header::read(&file[1..]).expect("there are five bytes");
    println!("a header at an odd address: kind {}, {} bytes follow", { header.kind }, header.length());
    assert_eq!((header.kind, header.length()), (1, 5));

    let mut copies = [7, 0, 2];
    let (from, to) = both(&mut copies, 0, 2).expect("two places");
    mem::swap(from, to);
    println!("two elements, borrowed at once and swapped: {copies:?}");
    assert_eq!(copies, [2, 0, 7]);

    let mut titles: Vector<String> = ["Paths", "", "Loops", "Tails"].into_iter().map(String::from).collect();
    let caught = panic::catch_unwind(AssertUnwindSafe(|| {
        titles.retain(|title| match title.as_str() {
            "Loops" => panic::resume_unwind(Box::new("a closure")),
            title => !title.is_empty(),
        });
    }));
    println!("a closure panicked ({}) after one title was refused: {titles:?}", caught.is_err());
    assert!(caught.is_err());
    assert_eq!(*titles, ["Paths", "Loops", "Tails"]);

    let drained: Vec<_> = titles.drain(0..2).rev().collect();
    println!("drained from the back: {drained:?}; left: {titles:?}");
    assert_eq!((drained, &*titles), (vec!["Loops".into(), "Paths".into()], &["Tails".into()][..]));

    let mut marks: Vector<()> = iter::repeat_n((), 3).collect();
    mem::forget(marks.drain(1..2));
    println!("three values of size 0, and a drain that was leaked in the middle: {} left", marks.len());
    assert_eq!(marks.len(), 1);

    let (mut producer, mut consumer) = ring(4);
    let printed = thread::spawn(move || {
        let mut pages = Vec::new();
        while pages.last() != Some(&9) {
            match consumer.pop() {
                Some(page) => pages.push(page),
                None => thread::yield_now(),
            }
        }
        pages
    });
    for page in 0..10 {
        while producer.push(page).is_err() {
            thread::yield_now();
        }
    }
    let printed = printed.join().expect("printing does not panic");
    println!("ten pages across a ring of four places: {printed:?}");
    assert!(printed.iter().copied().eq(0..10));
}
