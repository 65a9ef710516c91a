//! Two blocks, two bounds, one name: a type that has both bounds would have two methods.
//!
//! There is no preference for the more special block, and nobody has to call the method for this to be an error. Repair:
//! two names. (Blocks for two different types, such as two states, may share one.)

use std::fmt::{Debug, Display};

struct Column<T> {
    cells: Vec<T>,
}

impl<T: Display> Column<T> {
    fn print(&self) -> String {
        //~^ E0592
        self.cells.iter().map(|cell| format!("{cell}\n")).collect()
    }
}

impl<T: Debug> Column<T> {
    #[cfg(not(fixed))]
    fn print(&self) -> String {
        self.cells.iter().map(|cell| format!("{cell:?}\n")).collect()
    }

    #[cfg(fixed)]
    fn print_debug(&self) -> String {
        self.cells.iter().map(|cell| format!("{cell:?}\n")).collect()
    }
}

fn main() {
    let column = Column { cells: vec!["Moves", "Loans"] };
    #[cfg(fixed)]
    print!("{}{}", column.print(), column.print_debug());
    println!("{} cells", column.cells.len());
}
