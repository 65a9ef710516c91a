//! Const parameters: a shape that is checked, numbers that are inferred, and code that does not multiply.
//!
//! | who knows a parameter | for instance |
//! |---|---|
//! | an argument | `Grid::from([[1, 2], [3, 4]])` |
//! | the type of the result, `_` for what others know | `let cents: Grid<u64, 3, _> = text.parse()?` |
//! | the pattern that takes the result apart | `let Some([title, copies]) = fields(line)` |
//! | a turbofish | `fields::<3>(line)` |
//! | a default, as in `struct Queue<T, const N: usize = 16>` | the type `Queue<u8>`; but a bare `Queue::new()` infers all (E0284) |

use std::{array, error::Error, fmt, fmt::Display, str::FromStr};

/// `R` rows of `C` cells.
///
/// The shape is part of the type, so it needs no field and no check at run time, and two shapes are never mixed up.
///
/// # Example: callers seldom write a parameter
/// ```
/// use phase2_traits::generics::Grid;
///
/// let copies = Grid::from([[1, 2, 3], [4, 5, 6]]); // from the value
/// let cents: Grid<u64, 3, _> = "10\n20\n30".parse()?; // `_`: its use will tell
/// assert_eq!(copies.times(&cents).times(&Grid::from([[1]])), Grid::from([[140], [320]]));
/// # Ok::<(), phase2_traits::generics::grid::Malformed>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid<T, const R: usize, const C: usize> {
    cells: [[T; C]; R],
}

/// Where all grids begin. A grid without cells is not an error that a caller could handle: the program is not built.
///
/// An inline `const` may use the parameters of the code around it, and is evaluated at instantiation, when they are
/// known.
///
/// # Example: programs that pass the type checker, and are not built
/// ```compile_fail
/// # use phase2_traits::generics::Grid;
/// let without_rows = Grid::from([[1, 2, 3]; 0]);
/// ```
/// ```compile_fail
/// # use phase2_traits::generics::Grid;
/// let without_columns = Grid::from([[0; 0]; 3]);
/// ```
impl<T, const R: usize, const C: usize> From<[[T; C]; R]> for Grid<T, R, C> {
    fn from(cells: [[T; C]; R]) -> Self {
        const { assert!(R > 0 && C > 0, "a grid has cells") }
        Self { cells }
    }
}

impl<T, const R: usize, const C: usize> Grid<T, R, C> {
    /// Row by row.
    pub fn rows(&self) -> &[[T; C]; R] {
        &self.cells
    }

    /// The same shape with other cells. The type of the cells is free; the shape is not.
    pub fn map<U>(self, mut change: impl FnMut(T) -> U) -> Grid<U, R, C> {
        Grid { cells: self.cells.map(|row| row.map(&mut change)) }
    }

    /// The cell at a position that is known beforehand. It cannot be outside, or the program is not built.
    ///
    /// # Example: the third row of two
    /// ```compile_fail
    /// # use phase2_traits::generics::Grid;
    /// let grid = Grid::from([[1, 2, 3], [4, 5, 6]]);
    /// grid.at::<2, 0>();
    /// ```
    pub fn at<const ROW: usize, const COLUMN: usize>(&self) -> &T {
        const { assert!(ROW < R && COLUMN < C, "the position is in the grid") }
        &self.cells[ROW][COLUMN]
    }

    /// The cell at a position that is known at run time, if it is inside.
    pub fn get_mut(&mut self, (row, column): (usize, usize)) -> Option<&mut T> {
        self.cells.get_mut(row)?.get_mut(column)
    }

    /// All positions, row by row. They are not borrowed from the grid, so it may be changed meanwhile.
    ///
    /// Since edition 2024, an `impl Trait` in return position captures all lifetimes in scope, that of `&self` too, and
    /// the caller could not call [`get_mut`](Self::get_mut) in the loop. `use<…>` names what it captures instead. Type
    /// and const parameters must all be in it; a lifetime may be left out.
    pub fn positions(&self) -> impl Iterator<Item = (usize, usize)> + use<T, R, C> {
        (0..R).flat_map(|row| (0..C).map(move |column| (row, column)))
    }
}

impl<T: Copy, const R: usize, const C: usize> Grid<T, R, C> {
    /// Columns as rows.
    pub fn transposed(&self) -> Grid<T, C, R> {
        Grid { cells: array::from_fn(|column| array::from_fn(|row| self.cells[row][column])) }
    }

    /// Both grids as one, with the columns of this one first.
    ///
    /// The result has `C + D` columns. A type cannot say so: in a const argument, a parameter stands alone or not at
    /// all. So the sum is a parameter of its own, inferred from what the caller does with the result, and an inline
    /// `const` checks it when all three are known.
    ///
    /// # Example: three columns and one are not five
    /// ```compile_fail
    /// # use phase2_traits::generics::Grid;
    /// let five: Grid<u8, 1, 5> = Grid::from([[1, 2, 3]]).beside(&Grid::from([[4]]));
    /// ```
    pub fn beside<const D: usize, const SUM: usize>(&self, right: &Grid<T, R, D>) -> Grid<T, R, SUM> {
        const { assert!(C + D == SUM, "the result has the columns of both") }
        let cell = |row: usize, column: usize| match column.checked_sub(C) {
            None => self.cells[row][column],
            Some(column) => right.cells[row][column],
        };
        Grid { cells: array::from_fn(|row| array::from_fn(|column| cell(row, column))) }
    }
}

impl<const R: usize, const C: usize> Grid<u64, R, C> {
    /// The product of two matrices: the columns of this one are the rows of the other.
    ///
    /// # Panics
    /// If a product or a sum overflows, in builds that check it.
    pub fn times<const K: usize>(&self, right: &Grid<u64, C, K>) -> Grid<u64, R, K> {
        let cell =
            |row: usize, column: usize| (0..C).map(|i| self.cells[row][i] * right.cells[i][column]).sum();
        Grid { cells: array::from_fn(|row| array::from_fn(|column| cell(row, column))) }
    }
}

impl<T: Display, const R: usize, const C: usize> Grid<T, R, C> {
    /// One line a row, with commas between the cells.
    ///
    /// This method is compiled for each shape, and so it does nothing but forget the shape. The work is in a function
    /// that has neither `R` nor `C`, and is compiled once for each type of cell.
    pub fn to_csv(&self) -> String {
        csv(self.cells.as_flattened(), C)
    }
}

fn csv<T: Display>(cells: &[T], columns: usize) -> String {
    let line = |row: &[T]| row.iter().map(T::to_string).collect::<Vec<_>>().join(",") + "\n";
    cells.chunks(columns).map(line).collect()
}

/// The fields of a line, trimmed, if there are as many of them as the caller wants.
///
/// # Example: a pattern says how many that is
/// ```
/// use phase2_traits::generics::grid::fields;
///
/// let Some([title, copies]) = fields("Emma, 120") else { unreachable!("there are two") };
/// assert_eq!((title, copies), ("Emma", "120"));
/// assert_eq!(fields::<3>("Emma, 120"), None);
/// ```
pub fn fields<const N: usize>(line: &str) -> Option<[&str; N]> {
    let mut found = line.split(',').map(str::trim);
    let mut fields = [""; N];
    for field in &mut fields {
        *field = found.next()?;
    }
    found.next().is_none().then_some(fields)
}

impl<T: FromStr, const R: usize, const C: usize> FromStr for Grid<T, R, C> {
    type Err = Malformed;

    /// Reads what [`to_csv`](Grid::to_csv) writes, unless a cell has commas, line breaks or spaces at its ends. What
    /// shape is expected is not an argument: it is in the result.
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let row = |line| {
            let cells: Option<Vec<T>> =
                fields::<C>(line)?.into_iter().map(|field| field.parse().ok()).collect();
            <[T; C]>::try_from(cells?).ok()
        };
        let numbered = (1..).zip(text.lines());
        let rows: Result<Vec<_>, _> =
            numbered.map(|(line, text)| row(text).ok_or(Malformed { line })).collect();
        match <[[T; C]; R]>::try_from(rows?) {
            Ok(cells) => Ok(Self::from(cells)),
            Err(rows) => Err(Malformed { line: rows.len().min(R) + 1 }),
        }
    }
}

/// A text that is no grid of the expected shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed {
    /// The first line that is wrong, missing or too many, counted from 1.
    pub line: usize,
}

impl Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} is not what the shape demands", self.line)
    }
}

impl Error for Malformed {}
