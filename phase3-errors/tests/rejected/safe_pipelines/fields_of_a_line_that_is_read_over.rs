//! Fields that borrow from the line buffer are valid until the next line is read into it.
//!
//! The buffer saves an allocation a line, and this is its price. Repair: what leaves the loop is owned, and only that.

use std::io::{self, BufRead};

fn titles(mut report: impl BufRead) -> io::Result<usize> {
    let mut line = String::new();
    let mut titles = Vec::new();
    while report.read_line(&mut line)? > 0 {
        //~^ E0502
        if let Some((title, _)) = line.split_once(',') {
            #[cfg(not(fixed))]
            titles.push(title);
            #[cfg(fixed)]
            titles.push(title.to_owned());
        }
        line.clear(); //~ E0502
    }
    titles.sort_unstable();
    titles.dedup();
    Ok(titles.len())
}

fn main() -> io::Result<()> {
    println!("{} titles", titles("Emma,2\nPersuasion,1\n".as_bytes())?);
    Ok(())
}
