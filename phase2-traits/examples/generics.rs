//! A publisher's year: what booksellers report becomes what authors are owed, and no shape is ever checked twice.
//!
//! Run: `cargo run --example generics`. Look for the numbers that are nowhere written because something else knows
//! them.

use phase2_traits::generics::{
    Figure, Grid, Sheet,
    grid::{Malformed, fields},
    sheet::{Author, Quarter, Title},
};

fn main() -> Result<(), Malformed> {
    let Some([first, second]) = fields("Emma, Persuasion") else {
        unreachable!("a pattern with two names asks for two fields")
    };
    println!("two names ask for two fields: {first} and {second}");
    assert_eq!((first, second), ("Emma", "Persuasion"));
    let wrong = "30,5\n40\n".parse::<Grid<u64, 2, 2>>();
    println!("the type knows the shape that is read: {wrong:?}");
    assert_eq!(wrong, Err(Malformed { line: 2 }));

    let mut reported: Grid<Figure<u64>, 2, 2> = "30,5\n~40,-\n".parse()?;
    let missing = reported.values();
    println!("no values yet, a figure is missing at {missing:?}");
    assert_eq!(missing, Err((1, 1)));
    for position in reported.positions() {
        if let Some(figure) = reported.get_mut(position)
            && *figure == Figure::Missing
        {
            *figure = Figure::Estimate(6);
            println!("changed while the positions are walked: {position:?} is now an estimate");
        }
    }
    let half_year = reported.values().expect("the gap has been filled");
    let year = Grid::from([[10, 1], [20, 2]]).transposed().beside(&half_year.transposed()).transposed();
    println!("one below the other, checked to be {} rows:\n{}", year.rows().len(), year.to_csv().trim_end());
    assert_eq!(year, Grid::from([[10, 1], [20, 2], [30, 5], [40, 6]]));

    let copies: Sheet<Quarter, Title, 4, 2> = Sheet::new(year);
    let royalties: Sheet<Title, Author, _, _> = Sheet::new(Grid::from([[100, 50], [0, 200]]));
    let dues = copies.times(&royalties);
    println!("quarters by titles, times titles by authors, in cents:\n{}", dues.grid().to_csv().trim_end());
    assert_eq!(dues.grid().rows(), &[[1000, 700], [2000, 1400], [3000, 2500], [4000, 3200]]);
    println!("the last quarter of the second author, found without a check: {}", dues.grid().at::<3, 1>());
    assert_eq!(dues.grid().at::<3, 1>(), &3200);

    let axes = size_of_val(&dues) - size_of_val(dues.grid());
    println!("the axes cost {axes} bytes, and a sheet is copied although its axes cannot be");
    let copy = dues;
    assert_eq!((axes, copy.grid()), (0, dues.grid()));
    Ok(())
}
