//! A code that is written in the program, and in no row of the table.
//!
//! A text that is compared when the program runs would find nothing, in production. Looked up by a constant, it finds
//! nothing while the program is compiled: a name is not declared by that, but it is checked, without a generator. The
//! error stands at the call in the constant, where the mistake is, and a note leads to the panic. Repair: the code as
//! the table has it.

static STATUSES: [(&str, u16); 2] = [("name-taken", 409), ("article-gone", 410)];

const fn status(code: &str) -> u16 {
    let mut row = 0;
    while row < STATUSES.len() {
        if same(STATUSES[row].0.as_bytes(), code.as_bytes()) {
            return STATUSES[row].1;
        }
        row += 1;
    }
    panic!("{}", code)
}

const fn same(left: &[u8], right: &[u8]) -> bool {
    match (left, right) {
        ([], []) => true,
        ([one, left @ ..], [other, right @ ..]) => *one == *other && same(left, right),
        _ => false,
    }
}

#[cfg(not(fixed))]
const TAKEN: u16 = status("nane-taken"); //~ E0080 "nane-taken"
#[cfg(fixed)]
const TAKEN: u16 = status("name-taken");

fn main() {
    println!("{TAKEN}");
}
