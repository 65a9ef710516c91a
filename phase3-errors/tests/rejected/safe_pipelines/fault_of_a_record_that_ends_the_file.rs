//! One letter too many, `?`, and a bad record would end the whole import. There is no `From<Fault>`, so it does not.
//!
//! The conversion is missing on purpose: what `?` can convert, it converts without a word. Repair: deal with the fault
//! in the loop, where it belongs.

#[derive(Debug)]
struct Fault(String);

#[derive(Debug)]
struct Stopped {
    line: usize,
}

fn copies(record: &str) -> Result<u32, Fault> {
    record.parse().map_err(|_| Fault(record.to_owned()))
}

fn import(report: &str) -> Result<(u32, Vec<Fault>), Stopped> {
    let (mut sum, mut rejects) = (0, Vec::new());
    for (index, record) in report.lines().enumerate() {
        if rejects.len() > 100 {
            return Err(Stopped { line: index + 1 });
        }
        #[cfg(not(fixed))]
        {
            sum += copies(record)?; //~ E0277
        }
        #[cfg(fixed)]
        match copies(record) {
            Ok(copies) => sum += copies,
            Err(fault) => rejects.push(fault),
        }
    }
    Ok((sum, rejects))
}

fn main() {
    match import("2\ntwo\n1") {
        Ok((sum, rejects)) => {
            println!("{sum} copies, rejected: {:?}", rejects.first().map(|Fault(text)| text))
        }
        Err(Stopped { line }) => println!("stopped at line {line}"),
    }
}
