//! A stage that takes the record by value has it, also when it fails; a reject cannot be made of it any more.
//!
//! Repair: the stage borrows the record and owns what it makes of it. (Where a stage must consume its input, its error
//! gives it back, as that of `String::from_utf8` does.)

struct Record {
    line: u64,
    text: String,
}

#[cfg(not(fixed))]
fn copies(record: Record) -> Option<u32> {
    record.text.parse().ok()
}

#[cfg(fixed)]
fn copies(record: &Record) -> Option<u32> {
    record.text.parse().ok()
}

fn import(records: Vec<Record>) -> (u32, Vec<Record>) {
    let (mut sum, mut rejects) = (0, Vec::new());
    for record in records {
        #[cfg(not(fixed))]
        let parsed = copies(record);
        #[cfg(fixed)]
        let parsed = copies(&record);
        match parsed {
            Some(copies) => sum += copies,
            None => rejects.push(record), //~ E0382
        }
    }
    (sum, rejects)
}

fn main() {
    let (sum, rejects) = import(vec![Record { line: 2, text: "two".into() }]);
    println!("{sum} copies, rejected: {:?}", rejects.iter().map(|reject| reject.line).collect::<Vec<_>>());
}
