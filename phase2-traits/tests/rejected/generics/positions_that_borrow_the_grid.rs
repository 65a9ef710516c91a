//! An `impl Trait` result captures the lifetime of `&self`, needed or not, and the grid cannot change while it is used.
//!
//! Before edition 2024, a lifetime was captured only if the signature mentioned it there. Repair: `use<…>` names what
//! is captured. Type and const parameters must be in it, lifetimes need not.

struct Grid<T, const R: usize, const C: usize> {
    cells: [[T; C]; R],
}

impl<T, const R: usize, const C: usize> Grid<T, R, C> {
    #[cfg(not(fixed))]
    fn positions(&self) -> impl Iterator<Item = (usize, usize)> {
        (0..R).flat_map(|row| (0..C).map(move |column| (row, column)))
    }

    #[cfg(fixed)]
    fn positions(&self) -> impl Iterator<Item = (usize, usize)> + use<T, R, C> {
        (0..R).flat_map(|row| (0..C).map(move |column| (row, column)))
    }
}

fn main() {
    let mut grid = Grid { cells: [[0; 3]; 2] };
    for (row, column) in grid.positions() {
        grid.cells[row][column] = row * column; //~ E0506
    }
    println!("{:?}", grid.cells);
}
