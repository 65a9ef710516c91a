//! One list of contents with two bad lines, asked different questions: each answer treats the errors in its own way.
//!
//! Run: `cargo run --example option_result_pipelines`. Look for who stops at line 3, who goes on, and who never gets
//! there.

use phase3_errors::option_result_pipelines::{
    BadLine, accept, all, columns, first_pages, first_without_room, headed, length, pieces, sift,
};

const CONTENTS: &str = "# Spring
Moves | Ada | 12
Borrows | | 8
Drops | Grace | 9
Cells | Ada | many
";

const CORRECTED: &str = "# Spring
Moves | Ada | 12
Borrows | Barbara | 8
Drops | Grace | 9
Cells | Ada | ?
";

fn main() -> Result<(), BadLine> {
    let stopped = all(CONTENTS).expect_err("two lines are bad");
    println!("all or nothing: {stopped}");
    assert_eq!(stopped.to_string(), "line 3: the author is missing");

    let (good, bad) = sift(CONTENTS);
    println!("one by one: {} good, {} bad", good.len(), bad.len());
    assert_eq!((good.len(), bad.len()), (2, 2));
    let faults = accept(CONTENTS).expect_err("two lines are bad");
    faults.iter().for_each(|fault| println!("  to correct: {fault}"));
    assert_eq!(faults[1].to_string(), "line 5: \"many\" is not a number of pages");
    let silent = pieces(CONTENTS).flatten().count();
    println!("in silence: {silent} pieces, and nobody knows that two are missing");
    assert_eq!(silent, 2);

    let full = first_without_room(CONTENTS, 10)?.map(|piece| piece.title);
    println!("an answer before the first error: no room for {full:?}");
    assert_eq!(full.as_deref(), Some("Moves"));
    let unanswered = first_without_room(CONTENTS, 20).expect_err("the first piece has room");
    println!("no answer before it: {unanswered}");
    assert_eq!(unanswered, stopped);

    let (titles, authors, _) = columns(CORRECTED)?;
    println!("corrected, in columns: {titles:?} by {authors:?}");
    assert!(titles.len() == 4 && authors.iter().eq(["Ada", "Barbara", "Grace"]));
    println!("one length is not known, so neither is the sum: {:?}", length(CORRECTED)?);
    assert_eq!(length(CORRECTED), Ok(None));
    let planned = CORRECTED.replace('?', "3");
    let starts = headed(&planned, all).flatten().map(|pieces| first_pages(&pieces))?;
    println!("planned: {:?} pages, beginning on {starts:?}", length(&planned)?);
    assert_eq!((length(&planned)?, starts), (Some(32), Some(vec![1, 13, 21, 30])));
    Ok(())
}
