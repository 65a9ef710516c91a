//! Two issues of a newsletter, from draft to archive, and what exists when.
//!
//! Run: `cargo run --example impl_blocks`. Look for what the compiler computes, and for one call that means two methods.

use std::sync::Mutex;

use phase2_traits::impl_blocks::{Draft, Issue, Sent, line, slug::Slug};

/// Checked when this file is compiled.
const WEEKLY: Slug = Slug::literal("week-32");

/// Three slots instead of four, and no start-up code.
static NEXT: Mutex<Issue<String, Draft, 3>> = Mutex::new(Issue::new(WEEKLY));

fn main() {
    let wrong = Slug::parse("Week 32");
    println!("the function that checked the constant, when the program runs: {wrong:?}");
    assert_eq!(wrong, None);

    let mut draft = NEXT.lock().expect("nobody panics while holding it");
    let numbers = ["Moves", "Loans", "Drops", "Pins"].map(|story| draft.place(story.to_owned()));
    println!("four stories for three slots: {numbers:?}");
    assert_eq!(numbers, [Ok(1), Ok(2), Ok(3), Err("Pins".to_owned())]);
    println!("where the type is known: {}", draft.label());
    println!("where it is generic:     {}", line(&*draft));
    assert_eq!(draft.label(), "week-32 (draft), 3 of 3 slots filled");
    assert_eq!(line(&*draft), "* week-32 (draft)");

    let mine = draft.clone();
    let before = mine.stories().next().map(|story| story.as_ptr());
    let approved = mine.approve("Ada").expect("it has stories");
    println!("at {} for its editors, where {:?} leads", approved.path(), approved.lead());
    assert_eq!(
        (approved.path().as_str(), approved.lead().map(String::as_str)),
        ("/preview/week-32", Some("Moves"))
    );
    let sent = approved.send(900);
    print!("{sent}");
    assert_eq!(
        sent.to_string(),
        "/archive/week-32, approved by Ada, 900 copies\n- Moves\n- Loans\n- Drops\n"
    );
    let after = sent.stories().next().map(|story| story.as_ptr());
    println!("in two transitions, no text was copied: {}", before == after);
    assert_eq!(before, after);

    let flash = Issue::flash(Slug::literal("flash"), 0.5);
    println!("one number in one slot: {}", flash.label());
    assert_eq!(
        (flash.label().as_str(), Issue::<f64, Sent, 1>::SLOTS),
        ("flash (draft), 1 of 1 slots filled", 1)
    );
    let refused = Issue::<f64>::new(Slug::literal("empty")).approve("Ada").map_err(|draft| draft.label());
    println!("nothing to approve, so the draft comes back: {refused:?}");
    assert_eq!(refused.err().as_deref(), Some("empty (draft), 0 of 4 slots filled"));
}
