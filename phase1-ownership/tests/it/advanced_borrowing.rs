use std::cell::RefCell;

use phase1_ownership::advanced_borrowing::{
    Loan, Manuscript, Remarks, Sheets, Stage, close_desk, last_entry, number_sections,
};

fn manuscript(body: &str) -> Manuscript {
    Manuscript { title: "Drop flags".into(), body: body.into(), remarks: Vec::new() }
}

fn journal_after(wanted: bool) -> Vec<String> {
    let journal = RefCell::default();
    let mut renewed = Vec::new();
    close_desk(Loan::new("Emma", &journal), wanted, &mut renewed);
    assert_eq!(renewed.len(), usize::from(wanted));
    journal.borrow().clone()
}

#[test]
fn an_entry_has_the_very_title_and_the_number_of_words() {
    let draft = manuscript(" two  words ");
    let title_at = draft.title.as_ptr();
    let (title, words) = draft.into_entry();
    assert_eq!((title.as_str(), title.as_ptr(), words), ("Drop flags", title_at, 2));
}

#[test]
fn remarks_are_numbered_from_one() {
    let mut draft = manuscript("");
    draft.remark("shorter");
    draft.remark("longer");
    assert_eq!(draft.remarks, ["1. shorter", "2. longer"]);
}

#[test]
fn each_struck_word_is_remarked_on_and_earlier_remarks_stay() {
    let mut draft = manuscript("very good and  very long");
    draft.remark("tighten");
    draft.strike("very");
    draft.strike("and");
    assert_eq!(draft.body, "good long");
    assert_eq!(
        draft.remarks,
        ["1. tighten", r#"struck "very", word 1"#, r#"struck "very", word 4"#, r#"struck "and", word 2"#]
    );
}

#[test]
fn a_manuscript_without_remarks_is_approved_after_one_round() {
    let mut stage = Stage::Writing(manuscript("text"));
    stage.advance();
    assert_eq!(stage, Stage::Review { manuscript: manuscript("text"), round: 1 });
    stage.advance();
    assert_eq!(stage, Stage::Approved(manuscript("text")));
    stage.advance();
    assert_eq!(stage, Stage::Approved(manuscript("text")), "there is no stage after this one");
}

#[test]
fn open_remarks_send_it_back_for_another_round() {
    let mut draft = manuscript("text");
    draft.remark("again");
    let mut stage = Stage::Review { manuscript: draft, round: 1 };
    stage.advance();
    assert_eq!(stage, Stage::Review { manuscript: manuscript("text"), round: 2 });
}

#[test]
fn a_vacant_desk_stays_vacant() {
    let mut stage = Stage::default();
    stage.advance();
    assert_eq!(stage, Stage::Vacant);
}

#[test]
fn a_loan_comes_back_at_the_end_of_the_scope_and_not_after_its_last_use() {
    assert_eq!(journal_after(false), ["desk closed", "Emma is back"]);
}

#[test]
fn a_loan_that_moved_on_is_not_dropped_here() {
    assert_eq!(journal_after(true), ["desk closed"]);
}

#[test]
fn a_forfeited_loan_is_dropped_without_an_entry() {
    let journal = RefCell::default();
    assert_eq!(Loan::new("Emma", &journal).forfeit(), "Emma");
    assert!(journal.borrow().is_empty());
}

#[test]
fn the_guard_of_an_if_let_is_gone_in_its_else() {
    let journal = RefCell::default();
    assert_eq!(last_entry(&journal), "opened");
    journal.borrow_mut().push("sold".into());
    assert_eq!(last_entry(&journal), "sold");
    assert_eq!(*journal.borrow(), ["opened", "sold"]);
}

#[test]
fn every_way_out_of_problem_case_three_finds_what_it_made() {
    let mut remarks = Remarks::default();
    remarks.entry("Emma").push("first".into());
    remarks.get_or_insert("Emma").push("second".into());
    assert_eq!(remarks.entry("Emma"), &["first", "second"]);
    assert!(remarks.get_or_insert("Persuasion").is_empty());

    *remarks.count_of("Ada") += 1;
    *remarks.count_of("Bob") += 5;
    *remarks.count_of("Ada") += 1;
    assert_eq!((*remarks.count_of("Ada"), *remarks.count_of("Bob")), (2, 5));
}

#[test]
fn sheets_are_linked_by_page_number_whatever_order_they_come_in() {
    let mut sheets = Sheets::default();
    for page in [5, 1, 9, 5, 3, 10] {
        sheets.insert(page);
    }
    assert!(sheets.pages().eq([1, 3, 5, 5, 9, 10]));
}

#[test]
fn sections_are_numbered_at_every_depth() {
    let mut out = vec!["Contents".into()];
    number_sections(&[("a", 0), ("b", 1), ("c", 2), ("d", 2), ("e", 1), ("f", 0)], &mut out);
    assert_eq!(out, ["Contents", "1 a", "1.1 b", "1.1.1 c", "1.1.2 d", "1.2 e", "2 f"]);
}
