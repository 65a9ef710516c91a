//! From rows to source text, with nothing but the standard library.

use crate::table::Row;

/// The enum, and its data as two tables. What needs no names of the table is written by hand, in `src/lib.rs`.
///
/// Every text goes through `{:?}`, whose escapes are those of a literal. Pasted between quotes, a title could end the
/// literal and go on as code. Documentation is an attribute for the same reason.
pub fn of(rows: &[Row]) -> String {
    let mut by_code: Vec<_> = rows.iter().collect();
    by_code.sort_by_key(|row| &row.code);

    let count = rows.len();
    let variants = lines(rows, |row| format!("#[doc = {:?}] {},", row.title, row.variant));
    let all = lines(rows, |row| format!("Self::{},", row.variant));
    let by_code = lines(by_code, |row| format!("Problem::{},", row.variant));
    let data = lines(rows, |row| {
        let Row { code, status, retry, title, .. } = row;
        format!("Row {{ code: {code:?}, status: {status}, retry: {retry}, title: {title:?} }},")
    });
    format!(
        "// Written by the build script; what is changed here is lost. The table is problems.txt.\n\
         /// What can go wrong, in the order of the table.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]\n\
         pub enum Problem {{\n{variants}}}\n\
         impl Problem {{\n\
         /// All problems, in the order of the table.\n\
         pub const ALL: [Self; {count}] = [\n{all}];\n}}\n\
         static ROWS: [Row; {count}] = [\n{data}];\n\
         static BY_CODE: [Problem; {count}] = [\n{by_code}];\n"
    )
}

fn lines<'a>(rows: impl IntoIterator<Item = &'a Row>, line: impl Fn(&Row) -> String) -> String {
    rows.into_iter().map(|row| line(row) + "\n").collect()
}
