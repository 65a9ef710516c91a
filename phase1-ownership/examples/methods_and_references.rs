//! A galley proof: read through shared references, corrected through exclusive ones, ended by value.
//!
//! Run: `cargo run --example methods_and_references`. Look for who holds what while something else changes: lines and
//! pens while marks are made, nothing at all while a line is corrected.

use std::rc::Rc;

use phase1_ownership::methods_and_references::{Galley, Mark, doubled};

fn main() {
    let text = "It is a way I have of of driving off the the spleen";
    let mut galley = Galley::set(text, 21).headed("1 Loomings");
    let next = galley.insert(galley.depth(), "and regulating");
    println!("the argument read what the call changed: {} lines, the next is number {next}", galley.depth());
    assert_eq!((galley.depth(), next), (5, 5));

    let mut proof = galley.proof();
    let heading = proof.read();
    let doublings = [proof.next_doubling(), proof.next_doubling(), proof.next_doubling()];
    println!("reading on, and still holding {heading:?}: doubled are {doublings:?}");
    assert_eq!((heading, doublings), (Some("1 Loomings"), [Some("of"), Some("the"), None]));
    println!("marked while those were held: {:?}", galley.open_marks());
    assert_eq!(galley.open_marks(), [2, 0, 0]);

    let shared = Rc::new(galley);
    let pen = Rc::clone(&shared).pen();
    pen(Mark::Insert);
    println!("a pen owns a share: {} owners", Rc::strong_count(&shared));
    assert_eq!(Rc::strong_count(&shared), 2);
    drop(pen);
    let galley = Rc::into_inner(shared).expect("the pen had the only other share");

    let mut galley = galley.lock_up().expect_err("marks are open");
    println!("not ready, and given back: {} lines, marks {:?}", galley.depth(), galley.open_marks());
    assert_eq!((galley.depth(), galley.open_marks()), (5, [2, 1, 0]));

    let line_2 = galley.correct(2, Mark::Delete).expect("there are 5 lines");
    line_2.replace_range(.."of ".len(), "");
    let line_3 = galley.correct(3, Mark::Delete).expect("there are 5 lines");
    line_3.replace_range(.."the ".len(), "");
    let line_4 = galley.correct(4, Mark::Insert).expect("there are 5 lines");
    line_4.push_str(" the circulation");
    let forme = galley.lock_up().expect("every mark was taken off");
    println!("locked up: {}", forme.lines().join(" / "));
    assert_eq!(
        forme.lines()[1..],
        ["It is a way I have of", "driving off the", "spleen", "and regulating the circulation"]
    );

    let word = {
        let below = String::from("the sea");
        doubled("into the", &below)
    };
    println!("a result that outlives the argument it does not come from: {word:?}");
    assert_eq!(word, Some("the"));
}
