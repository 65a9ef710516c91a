//! A typing error in a table, found by the constant that reads it.
//!
//! A panic while a constant is evaluated is an error of the compiler, and its text is ours: in `panic!("{}", text)`, the
//! text may be the result of a calculation, so it can say which row is meant. It has to: the error stands in the
//! constant that reads the table, and were the table a file, no tool would point into it. Repair: a number.

#[cfg(not(fixed))]
const TABLE: [(&str, &str); 2] = [("name-taken", "409"), ("article-gone", "41O")];
#[cfg(fixed)]
const TABLE: [(&str, &str); 2] = [("name-taken", "409"), ("article-gone", "410")];

const STATUSES: [u16; TABLE.len()] = {
    let mut statuses = [0; TABLE.len()];
    let mut row = 0;
    while row < TABLE.len() {
        statuses[row] = match u16::from_str_radix(TABLE[row].1, 10) {
            Ok(status) => status,
            Err(_) => panic!("{}", TABLE[row].0), //~ E0080 "article-gone"
        };
        row += 1;
    }
    statuses
};

fn main() {
    println!("{STATUSES:?}");
}
