//! One table of problems, and the three ways in which it got into this program.
//!
//! Run: `cargo run --example code_generation`. Look for what is decided when: a name by the compiler, a code in a
//! constant by the compiler, a code from outside when the program runs.

use deep_dives::code_generation::{
    constants::{self, PROBLEMS, Row},
    problems,
};
use deep_dives_generated::Problem;

/// The row is looked up while this is compiled; a code that is not in the table would be an error here.
const BUSY: Row = constants::problem("too-many-requests");

/// After how many seconds another attempt is worth it. No wildcard: a row that is added to the table stops the build here.
fn pause(problem: Problem) -> Option<u32> {
    use Problem as P;
    match problem {
        P::TooManyRequests => Some(3600),
        P::Deadline2S | P::StoreUnavailable => Some(5),
        P::ArticleNotFound | P::UserNotFound | P::ArticleGone | P::NotSignedIn | P::NotTheAuthor => None,
        P::ArticleChanged | P::NameTaken | P::TitleTooLong | P::TagMalformed | P::PayloadTooLarge => None,
    }
}

fn main() {
    let counts = [Problem::ALL.len(), problems::Problem::ALL.len(), PROBLEMS.len()];
    println!("rows by build script, checked in, and by constant: {counts:?}");
    assert_eq!(counts, [13; 3]);

    println!("a constant that was looked up by the compiler: {} is {}", BUSY.code, BUSY.status);
    assert_eq!((BUSY.status, BUSY.retry), (429, true));

    for code in ["name-taken", "deadline-2-s", "nane-taken"] {
        let [built, client] = [
            Problem::find(code).map(|it| format!("{it:?}")),
            problems::Problem::find(code).map(|it| format!("{it:?}")),
        ];
        println!("an answer says {code:?}: {}", built.as_deref().unwrap_or("no such problem"));
        assert_eq!(built, client);
        assert_eq!(built.is_none(), code == "nane-taken");
    }

    let tag = Problem::TagMalformed;
    println!("a title that could have ended its literal: {}", tag.title());
    assert!(tag.title().ends_with(r#"" \"#));

    let pauses: Vec<_> = Problem::ALL.into_iter().filter_map(|it| Some((it.code(), pause(it)?))).collect();
    println!("worth another attempt, after so many seconds: {pauses:?}");
    assert!(Problem::ALL.into_iter().all(|it| it.may_retry() == pause(it).is_some()));

    let mut sorted = Problem::ALL;
    sorted.sort();
    println!("in the order of the table: {:?} … {:?}", sorted[0], sorted[sorted.len() - 1]);
    assert_eq!(sorted, Problem::ALL);
}
