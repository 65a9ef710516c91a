//! Variables that are repeated together must have been matched equally often: two headings do not fit three rows.
//!
//! The headings were meant to be repeated in each row. But the outer repetition, the one over rows, repeats them already,
//! one heading a row. Repair: match all headings as one `tt`, a group in parentheses. It is not repeated, so it can stand
//! in every row, and a rule for rows takes it apart there.

#[cfg(not(fixed))]
macro_rules! table {
    (($($heading:ident),*) $([$($cell:literal),*])*) => {
        [$([$((stringify!($heading), $cell)),*]),*] //~ "repeats 2 times, but `cell` repeats 3 times"
    };
}

#[cfg(fixed)]
macro_rules! table {
    (@row ($($heading:ident),*) $($cell:literal),*) => {
        [$((stringify!($heading), $cell)),*]
    };
    ($headings:tt $([$($cell:literal),*])*) => {
        [$(table!(@row $headings $($cell),*)),*]
    };
}

fn main() {
    let sales = table!((year, sold) [2024, 310] [2025, 280] [2026, 95]);
    println!("{sales:?}");
}
