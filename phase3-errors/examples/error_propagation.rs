//! Errors on their way up through the inbox of a print shop: converted, sorted, reported, and found again.
//!
//! Run: `cargo run --example error_propagation`. Look for what each step adds: the field, the layer, the line of the
//! `?`. `main` returns a type of its own, so `echo $?` shows a status that this program chose.

use std::io::{self, ErrorKind, Read};

use phase3_errors::error_propagation::{
    Conclusion, LineError, OrderError, Report, TooLarge, read_order, sort_inbox,
};

const LIMIT: usize = 40;

fn main() -> Conclusion {
    Conclusion(run())
}

fn run() -> Result<(), Report> {
    let order = read_order("Moves | 12 | 300\nA value is moved.".as_bytes(), LIMIT)?;
    println!("{} copies of {:?}: both `?` passed a value on", order.copies, order.title);
    assert_eq!((order.copies, order.pages), (300, 12));

    let inbox = [
        ("moves.txt", Ok(Box::new("Moves | 12 | 300".as_bytes()) as Box<dyn Read>)),
        ("gone.txt", Err(ErrorKind::NotFound.into())),
        ("endless.txt", Ok(Box::new(io::repeat(b'a')))),
        ("fees.txt", Ok(Box::new("Fees | twelve | 300".as_bytes()))),
        ("borrows.txt", Ok(Box::new("Borrows | 8 | 50".as_bytes()))),
    ];
    let sorted = sort_inbox(inbox, LIMIT)?;
    let accepted: Vec<_> = sorted.accepted.iter().map(|(name, _)| name.as_str()).collect();
    println!("a `?` that leaves a closure only, so one bad order stops no other: {accepted:?}");
    assert_eq!(accepted, ["moves.txt", "borrows.txt"]);
    for (name, error) in &sorted.refused {
        println!("  {name}: {error}");
    }
    let [(_, gone), (_, endless), (_, fees)] = &sorted.refused[..] else { panic!("three of five are bad") };
    assert!(matches!(gone, OrderError::Read(error) if error.kind() == ErrorKind::NotFound));
    println!("an error that went through `Read` as an `io::Error` has its type again: {endless:?}");
    assert!(matches!(endless, OrderError::TooLarge(TooLarge(LIMIT))));
    assert!(matches!(fees, OrderError::Line(LineError::Number { field: "pages", .. })));

    let down = [("a.txt", Err::<&[u8], _>(ErrorKind::NetworkDown.into())), ("b.txt", Ok(b"Emma | 9 | 1"))];
    let outage = sort_inbox(down, LIMIT).expect_err("the network is down");
    println!("an outage is worth a `?`, for all of the inbox would fail: {outage}");
    assert_eq!(outage.kind(), ErrorKind::NetworkDown);

    let report = print_all().expect_err("a page count is missing");
    println!("at the top, any error is a report of the whole way down:");
    report.chain().for_each(|error| println!("  {error}"));
    assert_eq!(report.chain().count(), 2);
    println!("and it knows the line of its `?`: {}", format!("{report:?}").contains(&format!(":{LINE}:")));
    assert!(format!("{report:?}").contains(&format!("{}:{LINE}:", file!())));
    println!("what the types have forgotten, a downcast finds: {:?}", report.find::<LineError>());
    assert_eq!(report.find(), Some(&LineError::Missing("copies")));
    Ok(())
}

fn print_all() -> Result<(), Report> {
    print_one()?;
    Ok(())
}

/// The line of the `?` below, which is where the error becomes a report.
const LINE: u32 = line!() + 3;

fn print_one() -> Result<(), Report> {
    read_order("Moves | 12".as_bytes(), LIMIT)?;
    Ok(())
}
