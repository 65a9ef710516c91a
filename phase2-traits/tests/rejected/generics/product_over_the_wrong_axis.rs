//! Two by two fits two by two, but authors are no titles: phantom parameters refuse what the shapes would allow.
//!
//! Without `Rows` and `Columns` this program would compile and credit each author with the other's royalties. Repair:
//! turn the second sheet, so that the axes that meet are the same.

use std::marker::PhantomData;

enum Quarter {}
enum Title {}
enum Author {}

struct Sheet<Rows, Columns> {
    cells: [[u64; 2]; 2],
    axes: PhantomData<fn() -> (Rows, Columns)>,
}

impl<Rows, Columns> Sheet<Rows, Columns> {
    fn new(cells: [[u64; 2]; 2]) -> Self {
        Self { cells, axes: PhantomData }
    }

    fn transposed(&self) -> Sheet<Columns, Rows> {
        let [[a, b], [c, d]] = self.cells;
        Sheet::new([[a, c], [b, d]])
    }

    fn times<Far>(&self, right: &Sheet<Columns, Far>) -> Sheet<Rows, Far> {
        let cell = |row: usize, column: usize| {
            self.cells[row][0] * right.cells[0][column] + self.cells[row][1] * right.cells[1][column]
        };
        Sheet::new([[cell(0, 0), cell(0, 1)], [cell(1, 0), cell(1, 1)]])
    }
}

fn main() {
    let copies: Sheet<Quarter, Title> = Sheet::new([[3, 1], [0, 2]]);
    let royalties: Sheet<Author, Title> = Sheet::new([[100, 0], [50, 90]]);
    #[cfg(not(fixed))]
    let dues = copies.times(&royalties); //~ E0308
    #[cfg(fixed)]
    let dues = copies.times(&royalties.transposed());
    println!("{:?}", dues.cells);
}
