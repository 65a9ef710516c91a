//! An error that borrows keeps the line borrowed, and the next line cannot be read into the same buffer.
//!
//! Repair: what is kept beyond the line becomes a message. That costs where something is wrong, and nowhere else.

struct NoName<'q>(&'q str);

fn check(line: &str) -> Result<usize, NoName<'_>> {
    line.find('=').filter(|at| *at > 0).ok_or(NoName(line))
}

fn main() {
    let mut line = String::new();
    let mut faults = Vec::new();
    for text in ["a=1", "=2", "=3"] {
        line.clear(); //~ E0502
        line.push_str(text); //~ E0502
        #[cfg(not(fixed))]
        faults.extend(check(&line).err());
        #[cfg(fixed)]
        faults.extend(check(&line).err().map(|NoName(line)| line.to_owned()));
    }
    println!("{} faults", faults.len());
}
