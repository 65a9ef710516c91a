//! A constant that compares all codes with all others.
//!
//! A constant is interpreted, and the compiler counts its steps: after some millions, it asks whether this will ever
//! end. The question is a lint that is denied by default, not a limit; `#[allow]` lets the constant go on. Better is
//! the repair: in a table that is kept sorted, only neighbours can be equal.

static CODES: [u32; 2100] = {
    let mut codes = [0; 2100];
    let mut at = 0;
    while at < codes.len() {
        codes[at] = 7 * at as u32;
        at += 1;
    }
    codes
};

#[cfg(not(fixed))]
const _: () = {
    let mut left = 0;
    while left < CODES.len() {
        let mut right = left + 1;
        while right < CODES.len() {
            //~^ long_running_const_eval
            assert!(CODES[left] != CODES[right], "two rows have one code");
            right += 1;
        }
        left += 1;
    }
};
#[cfg(fixed)]
const _: () = {
    let mut right = 1;
    while right < CODES.len() {
        assert!(CODES[right - 1] < CODES[right], "the codes are not in order");
        right += 1;
    }
};

fn main() {
    println!("{}", CODES.len());
}
