//! A subscription from its trial to its end and back, one line of text at a time.
//!
//! Run: `cargo run --example enums_and_patterns`. Look for what is carried from state to state, and for what no longer
//! exists in the next one.

use phase1_ownership::enums_and_patterns::{Event, LineError, Reason, Subscription, discount};

fn main() -> Result<(), LineError> {
    let Event::Paid { days, .. } = "paid visa-4 2".parse()? else { panic!("`paid` is a payment") };
    let mut ada = Subscription::Trial { days_left: days };
    println!("it begins as {ada:?}");
    for line in ["declined", "paid visa-4 2", "day", "day", "declined", "day", "declined"] {
        ada = ada.on(line.parse()?);
        println!("{line:>13}: {ada:?}");
    }
    assert_eq!(ada, Subscription::Due { card: "visa-4".into(), declined: 2, retry_in: 3 });
    assert!(ada.may_read());

    ada = ada.on("declined".parse()?);
    println!("a third time, and no card is left in the value: {ada:?}");
    assert_eq!(ada, Subscription::Ended(Reason::Unpaid));
    assert!(!ada.may_read());
    ada = ada.on("paid master-7 30".parse()?);
    println!("but a payment undoes that: {ada:?}");
    assert!(ada.extend(5));
    ada = ada.on("cancelled too many enums".parse()?);
    println!("an end with a reason: {ada:?}");
    ada = ada.on("paid master-7 30".parse()?);
    println!("is final, whatever is paid: {ada:?}");
    assert_eq!(ada, Subscription::Ended(Reason::Other("too many enums".into())));
    assert!(!ada.extend(5));

    for line in ["paid visa-4 0", "day after day", "refunded"] {
        // `LineError` is `non_exhaustive`, and this is another crate: without the last arm, it does not compile.
        let answer = match line.parse::<Event>() {
            Ok(event) => panic!("{line} became {event:?}"),
            Err(LineError::Days(days)) => format!("`{days}` days?"),
            Err(LineError::Malformed(word)) => format!("a line with `{word}` looks different"),
            Err(other) => other.to_string(),
        };
        println!("{line:?}: {answer}");
    }

    let as_large = size_of::<Option<Reason>>() == size_of::<String>();
    println!("a reason in words, one of two others, or none, is as large as a string: {as_large}");
    assert!(as_large);
    println!("4, 5 and 50 readers save {:?} percent", [4, 5, 50].map(discount));
    assert_eq!([4, 5, 50].map(discount), [0, 10, 20]);
    Ok(())
}
