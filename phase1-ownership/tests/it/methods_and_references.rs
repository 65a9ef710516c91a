use std::rc::Rc;

use phase1_ownership::methods_and_references::{Galley, Mark, doubled};

fn lines(galley: &Galley) -> Vec<&str> {
    let mut proof = galley.proof();
    // One more than there are, so that a proof that never moves on ends, too.
    std::iter::from_fn(|| proof.read()).take(galley.depth() + 1).collect()
}

#[track_caller]
fn check_set(text: &str, width: usize, expected: &[&str]) {
    assert_eq!(lines(&Galley::set(text, width)), expected, "{text:?} set {width} wide");
}

#[test]
fn lines_are_as_long_as_the_width_allows_and_no_longer() {
    check_set("ab cd ef", 5, &["ab cd", "ef"]);
    check_set("ab cd ef", 4, &["ab", "cd", "ef"]);
    check_set("ab cd ef", 8, &["ab cd ef"]);
    check_set("  \n ", 5, &[]);
}

#[test]
fn a_word_longer_than_the_width_has_its_own_line() {
    check_set("a whalesong b", 4, &["a", "whalesong", "b"]);
}

#[test]
fn the_width_is_counted_in_characters() {
    check_set("été né", 6, &["été né"]);
}

#[test]
fn a_heading_goes_on_from_a_temporary() {
    let galley = Galley::set("ab", 9).headed("1").headed("Part");
    assert_eq!(lines(&galley), ["Part", "1", "ab"]);
}

#[test]
fn the_receiver_can_be_read_in_the_arguments_of_a_change() {
    let mut galley = Galley::set("ab cd", 2);
    let next = galley.insert(galley.depth(), "ef");
    assert_eq!(next, 3);
    galley.insert(next - 1, "between");
    assert_eq!(lines(&galley), ["ab", "cd", "between", "ef"]);
}

#[test]
fn lines_read_earlier_stay_usable_after_the_proof() {
    let galley = Galley::set("ab cd", 2);
    let held = {
        let mut proof = galley.proof();
        [proof.read(), proof.read(), proof.read()]
    };
    assert_eq!(held, [Some("ab"), Some("cd"), None]);
}

#[test]
fn marks_are_made_while_lines_are_held_and_counted_by_kind() {
    let galley = Galley::set("ab", 2);
    let mut proof = galley.proof();
    let held = proof.read();
    let before = galley.open_marks();
    galley.mark(Mark::Transpose);
    galley.mark(Mark::Insert);
    galley.mark(Mark::Transpose);
    assert_eq!(held, Some("ab"));
    assert_eq!((before, galley.open_marks()), ([0, 0, 0], [0, 1, 2]), "the counts were copied out, not lent");
}

#[test]
fn a_correction_takes_one_mark_off_and_changes_its_line_only() {
    let mut galley = Galley::set("ab cd", 2);
    galley.mark(Mark::Delete);
    galley.mark(Mark::Delete);
    galley.correct(1, Mark::Delete).unwrap().push('!');
    assert_eq!((lines(&galley), galley.open_marks()), (vec!["ab", "cd!"], [1, 0, 0]));
    galley.correct(0, Mark::Insert).unwrap().push('?');
    assert_eq!(galley.open_marks(), [1, 0, 0], "there was no mark of this kind to take off");
}

#[test]
fn a_correction_of_a_missing_line_changes_nothing() {
    let mut galley = Galley::set("ab", 2);
    galley.mark(Mark::Insert);
    assert_eq!(galley.correct(1, Mark::Insert), None);
    assert_eq!(galley.open_marks(), [0, 1, 0]);
}

#[test]
fn pens_own_shares_and_mark_the_same_galley() {
    let galley = Rc::new(Galley::default());
    let pens: Vec<Box<dyn Fn(Mark)>> =
        vec![Box::new(Rc::clone(&galley).pen()), Box::new(Rc::clone(&galley).pen())];
    pens.iter().for_each(|pen| pen(Mark::Insert));
    assert_eq!(galley.open_marks(), [0, 2, 0]);
    assert_eq!(Rc::strong_count(&galley), 3);
    drop(pens);
    assert!(Rc::into_inner(galley).is_some());
}

#[test]
fn reflowing_keeps_the_text_and_the_marks() {
    let mut galley = Galley::set("ab cd ef", 2);
    galley.mark(Mark::Delete);
    galley.reflow(5);
    assert_eq!((lines(&galley), galley.open_marks()), (vec!["ab cd", "ef"], [1, 0, 0]));
}

#[test]
fn doublings_are_found_one_after_the_other_and_marked() {
    let galley = Galley::set("a b b b c", 3);
    assert_eq!(lines(&galley), ["a b", "b b", "c"]);
    let mut proof = galley.proof();
    assert_eq!(proof.next_doubling(), Some("b"));
    assert_eq!(proof.read(), Some("b b"), "the line that begins with the word is still unread");
    assert_eq!(proof.next_doubling(), None);
    assert_eq!(galley.open_marks(), [1, 0, 0]);
}

#[test]
fn a_line_can_end_one_doubling_and_begin_the_next() {
    let galley = Galley::set("aa aa aa", 2);
    let mut proof = galley.proof();
    let found = std::iter::from_fn(|| proof.next_doubling());
    assert!(found.eq(["aa", "aa"]));
}

#[test]
fn empty_lines_double_nothing() {
    assert_eq!(doubled("", ""), None);
    assert_eq!(doubled("a", ""), None);
}

#[test]
fn spaces_around_a_line_hide_no_doubling() {
    assert_eq!(doubled("of the ", " the sea"), Some("the"));
}

#[test]
fn only_neighbouring_lines_double() {
    let galley = Galley::set("a b c d b e", 3);
    assert_eq!(lines(&galley), ["a b", "c d", "b e"]);
    assert_eq!(galley.proof().next_doubling(), None);
}

#[test]
fn a_doubled_word_outlives_the_line_below() {
    let word = doubled("of the", &String::from("the sea"));
    assert_eq!(word, Some("the"));
}

#[test]
fn locking_up_moves_the_lines_and_copies_none() {
    let galley = Galley::set("ab cd", 2);
    let first = galley.proof().read().unwrap().as_ptr();
    let forme = galley.lock_up().unwrap();
    assert_eq!(forme.lines(), ["ab", "cd"]);
    assert_eq!(forme.lines()[0].as_ptr(), first);
}

#[test]
fn a_galley_with_any_open_mark_is_given_back() {
    for mark in [Mark::Delete, Mark::Insert, Mark::Transpose] {
        let mut galley = Galley::set("ab", 2);
        galley.mark(mark);
        galley = galley.lock_up().unwrap_err();
        assert_eq!((lines(&galley), galley.open_marks().iter().sum()), (vec!["ab"], 1));
        galley.correct(0, mark);
        assert!(galley.lock_up().is_ok());
    }
}
