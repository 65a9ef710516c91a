//! A bookseller's report with four bad records: three good ones are booked, the bad ones come back with reasons.
//!
//! Run: `cargo run --example safe_pipelines`. Look for the line numbers: one record takes up two lines, and they still
//! agree with the file. Then for the last two files, of which nothing is booked at all.

use phase3_errors::safe_pipelines::{Fault, Import, Limits, Stop, Stopped, import, ledger::Ledger};

/// Lines 3 and 4 are one record, because its title contains a line break.
const REPORT: &str = r#"sale,title,isbn,price,copies
1,Emma,978-0-14-143958-7,9.50,2
2,"Pride,
and Prejudice",978-0-14-143951-8,8.00,1
3,Emma,978-0-14-143985-7,9.5,two
4,the "blue" Emma,978-0-14-143958-7,9.50,1
2,Emma,978-0-14-143958-7,9.50,1
5,Emma,978-0-14-143958-7,9,50,1
6,Emma,978-0-14-143958-7,10.00,3
"#;

fn main() -> Result<(), Stopped> {
    let done = import(REPORT.as_bytes(), &Limits::default(), &Ledger::default())?;
    println!("booked:\n{}", totals(&done));
    assert_eq!(totals(&done), "  9780141439518: 1 for 8.00\n  9780141439587: 5 for 49.00");
    assert_eq!((done.ledger.sales(), done.rejects.len()), (3, 4));

    println!("rejected:");
    for reject in &done.rejects {
        println!("  line {}: {}", reject.frame.line, reject.reason());
    }
    assert!(done.rejects.iter().map(|reject| reject.frame.line).eq([5, 6, 7, 8]));
    assert_eq!(done.rejects[0].faults.len(), 3);

    let rejects = done.reject_file().expect("four records were rejected");
    print!("the file of rejects:\n{rejects}");
    let corrected = rejects
        .replace("143985-7,9.5,two", "143958-7,9.50,2")
        .replace("the \"blue\" Emma", "\"the \"\"blue\"\" Emma\"")
        .replace(",9,50,", ",9.50,");
    let second = import(corrected.as_bytes(), &Limits::default(), &done.ledger)?;
    println!("once three of them are corrected:\n{}", totals(&second));
    assert_eq!(totals(&second), "  9780141439518: 1 for 8.00\n  9780141439587: 9 for 87.00");
    println!("and the fourth: {}", second.rejects[0].reason());
    assert_eq!(second.rejects[0].faults, [Fault::Booked { line: 3 }]);
    assert_eq!((second.ledger.sales(), second.rejects.len()), (6, 1));

    let open = format!("{REPORT}7,\"Emma,978-0-14-143958-7,9.50,1\n");
    let stopped =
        import(open.as_bytes(), &Limits::default(), &Ledger::default()).expect_err("a quote is open");
    println!("a quote is left open: {stopped}: {}", stopped.cause);
    assert!(matches!(stopped, Stopped { line: 10, cause: Stop::OpenQuote }));
    let strict = Limits { rejects: 3, ..Limits::default() };
    let stopped =
        import(REPORT.as_bytes(), &strict, &Ledger::default()).expect_err("four records are rejected");
    println!("at most three rejects: {stopped}: {}", stopped.cause);
    assert!(matches!(&stopped.cause, Stop::Rejects(rejects) if rejects.len() == 4));
    Ok(())
}

fn totals(import: &Import) -> String {
    let titles = import.ledger.titles();
    titles
        .map(|(isbn, sum)| format!("  {isbn}: {} for {}", sum.copies, sum.paid))
        .collect::<Vec<_>>()
        .join("\n")
}
