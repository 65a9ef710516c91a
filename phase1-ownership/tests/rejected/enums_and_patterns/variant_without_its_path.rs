//! A bare name in a pattern is a new variable. It matches everything, whatever variants there are.
//!
//! So the first arm would take all orders. This one is an error because the name is that of a variant; with a misspelt
//! name there are only warnings. Repair: write the path.

enum Format {
    Print,
    Digital,
}

fn postage(format: Format) -> u32 {
    match format {
        #[cfg(not(fixed))]
        Digital => 0, //~ E0170
        #[cfg(fixed)]
        Format::Digital => 0,
        Format::Print => 350,
    }
}

fn main() {
    println!("{} and {} cents", postage(Format::Print), postage(Format::Digital));
}
