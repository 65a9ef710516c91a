//! Phantom parameters: meaning that a value carries in its type and nowhere else.
//!
//! A struct must use each of its type parameters. One that stands for something the struct does not contain is used in
//! a [`PhantomData`], which has no size, drops nothing, and tells the compiler what to believe:
//!
//! | marker | as if there were | `Send` and `Sync` | in place of `T`, one may have |
//! |---|---|---|---|
//! | `PhantomData<T>` | a `T` in it | as `T` is | a `T` that lives longer |
//! | `PhantomData<fn() -> T>` | a way to get a `T` | always | a `T` that lives longer |
//! | `PhantomData<fn(T)>` | a consumer of `T` | always | a `T` that lives shorter |
//! | `PhantomData<fn(T) -> T>` | both | always | nothing else |
//! | `PhantomData<*const T>` | a pointer | never | a `T` that lives longer |
//!
//! A struct with a destructor of its own, `impl<T> Drop`, is assumed to look at a `T` when it is dropped, whatever its
//! marker says. So whatever that `T` borrows must still be there when the struct is dropped (E0597).

use std::{fmt, marker::PhantomData};

use super::Grid;

/// An axis: the quarters of a year. Markers are never values, so they have no variants.
pub enum Quarter {}

/// An axis: the titles of a publisher.
pub enum Title {}

/// An axis: those who are paid.
pub enum Author {}

/// A grid whose rows and columns stand for something.
///
/// A shape says how many; two authors and two titles have the same. Here an axis fits only itself, so the one product
/// of copies and royalties that makes sense is the one that compiles.
///
/// `fn() -> …` because a sheet contains neither a row nor a column: whatever markers others may use, it can be sent.
///
/// # Example: a turned sheet is refused until it is turned back
/// ```
/// use phase2_traits::generics::{Grid, Sheet, sheet::{Author, Quarter, Title}};
///
/// let copies: Sheet<Quarter, Title, _, _> = Sheet::new(Grid::from([[3, 1], [0, 2]]));
/// let royalties: Sheet<Author, Title, _, _> = Sheet::new(Grid::from([[100, 0], [50, 90]]));
/// let dues = copies.times(&royalties.transposed());
/// assert_eq!(dues.grid().to_csv(), "300,240\n0,180\n");
/// ```
/// ```compile_fail
/// # use phase2_traits::generics::{Grid, Sheet, sheet::{Author, Quarter, Title}};
/// let copies: Sheet<Quarter, Title, _, _> = Sheet::new(Grid::from([[3, 1], [0, 2]]));
/// let royalties: Sheet<Author, Title, _, _> = Sheet::new(Grid::from([[100, 0], [50, 90]]));
/// let dues: Sheet<_, Title, _, _> = copies.times(&royalties);
/// ```
pub struct Sheet<Rows, Columns, const R: usize, const C: usize> {
    grid: Grid<u64, R, C>,
    axes: PhantomData<fn() -> (Rows, Columns)>,
}

/// Written by hand: the derive would demand `Rows: Clone` and `Columns: Clone`, as it does for each type parameter, and
/// leave these sheets without `clone`. The same goes for the other derives.
impl<Rows, Columns, const R: usize, const C: usize> Clone for Sheet<Rows, Columns, R, C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Rows, Columns, const R: usize, const C: usize> Copy for Sheet<Rows, Columns, R, C> {}

impl<Rows, Columns, const R: usize, const C: usize> fmt::Debug for Sheet<Rows, Columns, R, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.grid.fmt(f)
    }
}

impl<Rows, Columns, const R: usize, const C: usize> Sheet<Rows, Columns, R, C> {
    /// Declares what the rows and the columns of a grid stand for. Nothing can check that; from here on it is kept.
    pub fn new(grid: Grid<u64, R, C>) -> Self {
        Self { grid, axes: PhantomData }
    }

    /// The figures, without their meaning.
    pub fn grid(&self) -> &Grid<u64, R, C> {
        &self.grid
    }

    /// Columns as rows: the axes change their places with the figures.
    pub fn transposed(&self) -> Sheet<Columns, Rows, C, R> {
        Sheet::new(self.grid.transposed())
    }

    /// The product over the axis that both have in common, which vanishes.
    ///
    /// # Panics
    /// If a product or a sum overflows, in builds that check it.
    pub fn times<Far, const K: usize>(&self, right: &Sheet<Columns, Far, C, K>) -> Sheet<Rows, Far, R, K> {
        Sheet::new(self.grid.times(&right.grid))
    }
}
