use std::{
    any::TypeId,
    cell::Cell,
    iter,
    marker::PhantomData,
    mem::needs_drop,
    rc::Rc,
    sync::atomic::{AtomicU32, Ordering},
};

use phase2_traits::generics::{
    Figure, Grid, Sheet,
    grid::{Malformed, fields},
    sheet::{Author, Quarter, Title},
};

/// Numbers that look random, and are the same in every run.
fn numbers(seed: u64) -> impl FnMut() -> u64 {
    let mut state = seed;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    }
}

fn filled<const R: usize, const C: usize>(next: &mut impl FnMut() -> u64) -> Grid<u64, R, C> {
    Grid::from([[(); C]; R]).map(|()| next() % 1000)
}

/// Products as they are taught, over rows of any length.
fn product(left: &[Vec<u64>], right: &[Vec<u64>]) -> Vec<Vec<u64>> {
    let mut result = vec![vec![0; right[0].len()]; left.len()];
    for (row, cells) in left.iter().enumerate() {
        for (i, cell) in cells.iter().enumerate() {
            for (column, factor) in right[i].iter().enumerate() {
                result[row][column] += cell * factor;
            }
        }
    }
    result
}

fn to_vecs<T: Clone, const R: usize, const C: usize>(grid: &Grid<T, R, C>) -> Vec<Vec<T>> {
    grid.rows().iter().map(|row| row.to_vec()).collect()
}

#[test]
fn a_shape_takes_no_room() {
    assert_eq!(size_of::<Grid<u64, 4, 3>>(), 12 * size_of::<u64>());
    assert_eq!(size_of::<Sheet<Quarter, Title, 4, 3>>(), size_of::<Grid<u64, 4, 3>>());
}

#[test]
fn products_and_columns_are_those_of_the_naive_algorithms() {
    fn check<const R: usize, const C: usize, const K: usize, const SUM: usize>(seed: u64) {
        let mut next = numbers(seed);
        let (left, right) = (filled::<R, C>(&mut next), filled::<C, K>(&mut next));
        assert_eq!(to_vecs(&left.times(&right)), product(&to_vecs(&left), &to_vecs(&right)));

        let turned = left.transposed();
        for (row, column) in left.positions() {
            assert_eq!(turned.rows()[column][row], left.rows()[row][column]);
        }
        assert_eq!(turned.transposed(), left);

        let below = filled::<R, K>(&mut next);
        let both: Grid<u64, R, SUM> = left.beside(&below);
        let joined = iter::zip(to_vecs(&left), to_vecs(&below)).map(|(left, right)| [left, right].concat());
        assert_eq!(to_vecs(&both), joined.collect::<Vec<_>>());
    }
    for seed in 0..50 {
        check::<1, 1, 1, 2>(seed);
        check::<4, 3, 2, 5>(seed);
        check::<2, 5, 3, 8>(seed);
        check::<3, 3, 3, 6>(seed);
        check::<1, 7, 4, 11>(seed);
    }
}

#[test]
fn another_type_of_cell_keeps_the_shape_and_the_order() {
    let grid = Grid::from([["a", "b", "c"], ["d", "e", "f"]]);
    let seen = Cell::new(0);
    let numbered = grid.map(|cell| (seen.replace(seen.get() + 1), cell.to_owned()));
    assert_eq!(numbered.rows()[1], [(3, "d".to_owned()), (4, "e".into()), (5, "f".into())]);
}

#[test]
fn a_cell_is_found_by_a_position_of_either_kind() {
    let mut grid = Grid::from([[1, 2, 3], [4, 5, 6]]);
    assert_eq!((grid.at::<0, 2>(), grid.at::<1, 0>()), (&3, &4));
    assert_eq!(grid.get_mut((1, 2)), Some(&mut 6));
    assert!([(2, 0), (0, 3)].iter().all(|outside| grid.get_mut(*outside).is_none()));
}

#[test]
fn a_grid_may_be_changed_while_its_positions_are_walked() {
    let mut grid = Grid::from([[0; 3]; 2]);
    for (number, position) in (1..).zip(grid.positions()) {
        *grid.get_mut(position).expect("it is a position of this grid") = number;
    }
    assert_eq!(grid, Grid::from([[1, 2, 3], [4, 5, 6]]));
    assert_eq!(grid.positions().last(), Some((1, 2)));
}

#[test]
fn parameters_are_inferred_from_whatever_knows_them() {
    let by_value = Grid::from([[1, 2], [3, 4], [5, 6]]);
    let by_type: Grid<u64, 3, _> = "1,2\n3,4\n5,6".parse().unwrap();
    let by_turbofish = "1,2\n3,4\n5,6".parse::<Grid<u64, 3, 2>>().unwrap();
    let [array_type, _]: [Grid<u64, _, _>; _] = [by_type, by_turbofish];
    assert_eq!(by_value, array_type);
}

#[test]
fn a_line_has_as_many_fields_as_the_pattern_names() {
    assert_eq!(fields(" Emma ,120,"), Some(["Emma", "120", ""]));
    assert_eq!(fields::<2>("Emma"), None);
    assert_eq!(fields::<1>("Emma,120"), None);
    assert_eq!(fields(""), Some([""]));
    assert_eq!(fields::<0>(""), None);
}

#[test]
fn what_is_written_can_be_read_again() {
    let mut next = numbers(7);
    for _ in 0..100 {
        let grid = filled::<3, 4>(&mut next);
        assert_eq!(grid.to_csv().parse(), Ok(grid));
    }
    assert_eq!(Grid::from([[1, 2], [3, 4]]).to_csv(), "1,2\n3,4\n");
    assert_eq!(Grid::from([[1], [2]]).to_csv(), "1\n2\n");
}

#[test]
fn a_text_of_another_shape_is_malformed_at_its_first_wrong_line() {
    let line = |text: &str| text.parse::<Grid<u64, 2, 2>>().map_err(|malformed| malformed.line);
    assert_eq!(line("1,2\n3,4"), Ok(Grid::from([[1, 2], [3, 4]])));
    assert_eq!(line("1,2\n3"), Err(2));
    assert_eq!(line("1,2,3\n3"), Err(1));
    assert_eq!(line("1,2\n3,x"), Err(2));
    assert_eq!(line(""), Err(1));
    assert_eq!(line("1,2"), Err(2));
    assert_eq!(line("1,2\n3,4\n5,6\n7,8"), Err(3));
    assert_eq!(Malformed { line: 3 }.to_string(), "line 3 is not what the shape demands");
}

#[test]
fn a_figure_is_as_certain_as_its_source() {
    let text = |figure: Figure<u64>| figure.map(|value| value.to_string());
    assert_eq!(text(Figure::Final(1)), Figure::Final("1".into()));
    assert_eq!(text(Figure::Estimate(1)), Figure::Estimate("1".into()));
    assert_eq!(text(Figure::Missing), Figure::Missing);
    assert_eq!(
        [Figure::Final(1), Figure::Estimate(2), Figure::Missing].map(Figure::known),
        [Some(1), Some(2), None]
    );
    assert_eq!((Figure::<u64>::Missing, Figure::Missing::<u64>), (Figure::Missing, Figure::Missing));
}

#[test]
fn a_lent_figure_is_mapped_without_being_given_away() {
    for figure in [Figure::Final(String::from("many")), Figure::Estimate("few".into()), Figure::Missing] {
        let length = figure.as_ref().map(String::len);
        assert_eq!(length.known(), figure.as_ref().known().map(|text| text.len()));
        if let (Some(lent), Figure::Final(text) | Figure::Estimate(text)) = (figure.as_ref().known(), &figure)
        {
            assert!(std::ptr::eq(lent, text));
        }
    }
    let few: Figure<String> = Figure::Estimate("few".into());
    assert_eq!(few.as_ref().map(String::len), Figure::Estimate(3));
}

#[test]
fn figures_are_read_as_booksellers_write_them() {
    assert_eq!("120".parse(), Ok(Figure::Final(120)));
    assert_eq!("~120".parse(), Ok(Figure::Estimate(120)));
    assert_eq!("-".parse(), Ok(Figure::<u64>::Missing));
    assert_eq!("-5".parse(), Ok(Figure::Final(-5)));
    assert!("".parse::<Figure<u64>>().is_err() && "~".parse::<Figure<u64>>().is_err());
    assert!("~-".parse::<Figure<u64>>().is_err());
}

#[test]
fn a_grid_of_figures_has_values_once_none_is_missing() {
    let complete: Grid<Figure<u64>, 2, 2> = "1,~2\n3,4".parse().unwrap();
    assert_eq!(complete.values(), Ok(Grid::from([[1, 2], [3, 4]])));
    let gaps: Grid<Figure<u64>, 2, 2> = "1,~2\n-,-".parse().unwrap();
    assert_eq!(gaps.values(), Err((1, 0)));
    struct NotEvenClone;
    assert!(Grid::from([[Figure::Final(NotEvenClone)]]).values().is_ok());
}

#[test]
fn a_sheet_multiplies_figures_and_axes_alike() {
    let copies: Sheet<Quarter, Title, 2, 3> = Sheet::new(Grid::from([[1, 2, 3], [4, 5, 6]]));
    let royalties: Sheet<Title, Author, 3, 1> = Sheet::new(Grid::from([[100], [10], [1]]));
    let dues: Sheet<Quarter, Author, 2, 1> = copies.times(&royalties);
    assert_eq!(*dues.grid(), Grid::from([[123], [456]]));
    let turned: Sheet<Author, Quarter, 1, 2> = royalties.transposed().times(&copies.transposed());
    assert_eq!(*turned.grid(), Grid::from([[123, 456]]));
    assert_eq!(format!("{dues:?}"), format!("{:?}", dues.grid()));
}

#[test]
fn a_sheet_is_copied_and_sent_whatever_its_axes_are() {
    /// Neither `Clone` nor `Send`.
    struct Shelf(#[expect(dead_code, reason = "its type is what counts")] Rc<()>);
    fn sent<T: Send + Sync + Copy>(value: T) -> T {
        value
    }
    let sheet: Sheet<Shelf, Title, 1, 1> = Sheet::new(Grid::from([[7]]));
    assert_eq!(sent(sheet).grid(), sheet.clone().grid());
}

/// Knows whether a type is `Send`: the constant of the impl exists only if it is, and is preferred to the trait's.
struct Ask<T>(PhantomData<T>);

impl<T: Send> Ask<T> {
    const SEND: bool = true;
}

trait Otherwise {
    const SEND: bool = false;
}

impl<T> Otherwise for Ask<T> {}

#[test]
fn a_marker_says_what_may_be_sent() {
    assert_eq!([Ask::<PhantomData<u8>>::SEND, Ask::<PhantomData<Rc<u8>>>::SEND], [true, false]);
    assert_eq!(
        [Ask::<PhantomData<fn() -> Rc<u8>>>::SEND, Ask::<PhantomData<fn(Rc<u8>)>>::SEND],
        [true, true]
    );
    assert_eq!(
        [Ask::<PhantomData<fn(Rc<u8>) -> Rc<u8>>>::SEND, Ask::<PhantomData<*const u8>>::SEND],
        [true, false]
    );
}

#[test]
fn a_marker_drops_nothing_and_has_no_size() {
    assert!(!needs_drop::<PhantomData<String>>());
    assert_eq!(size_of::<PhantomData<[u64; 9]>>(), 0);
}

/// Compiles only as long as the markers have the variance that the lesson's table says.
#[test]
fn a_marker_says_which_lifetimes_fit() {
    type Long = &'static str;
    fn owned<'short>(long: PhantomData<Long>) -> PhantomData<&'short str> {
        long
    }
    fn made<'short>(long: PhantomData<fn() -> Long>) -> PhantomData<fn() -> &'short str> {
        long
    }
    fn pointed<'short>(long: PhantomData<*const Long>) -> PhantomData<*const &'short str> {
        long
    }
    fn taken<'short>(short: PhantomData<fn(&'short str)>) -> PhantomData<fn(Long)> {
        short
    }
    owned(PhantomData);
    made(PhantomData);
    pointed(PhantomData);
    taken(PhantomData);
}

fn type_of<T: 'static>(_: T) -> TypeId {
    TypeId::of::<T>()
}

#[test]
fn a_closure_is_made_for_each_instantiation_and_a_nested_function_once() {
    fn parts<T: 'static>() -> [TypeId; 3] {
        fn nested(cells: &[u64]) -> u64 {
            cells.iter().sum()
        }
        [type_of(parts::<T>), type_of(|cells: &[u64]| nested(cells)), type_of(nested)]
    }
    let ([outer, closure, nested], [other_outer, other_closure, other_nested]) =
        (parts::<u8>(), parts::<char>());
    assert_ne!(outer, other_outer);
    assert_ne!(closure, other_closure, "although it does not mention the parameter");
    assert_eq!(nested, other_nested);
}

#[test]
fn a_static_is_shared_by_all_instantiations_and_a_const_is_not() {
    fn visit<T>() -> (u32, usize) {
        static VISITS: AtomicU32 = AtomicU32::new(0);
        (VISITS.fetch_add(1, Ordering::Relaxed), const { size_of::<T>() })
    }
    assert_eq!([visit::<u8>(), visit::<[u8; 9]>(), visit::<()>()], [(0, 1), (1, 9), (2, 0)]);
}
