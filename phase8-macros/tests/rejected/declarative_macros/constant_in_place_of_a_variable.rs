//! A variable of a macro does not collide with variables of its caller, but with constants: a constant is an item, and
//! items are looked up where the macro is called.
//!
//! So `let tax` is no declaration here. It is a pattern that one value alone matches. Code that was generated from C has
//! such names. Repair: capitals, as is the custom for constants; no macro writes `let TAX`.

macro_rules! with_tax {
    ($cents:expr) => {{
        let tax = $cents * 7 / 100;
        $cents + tax
    }};
}

fn books() -> u64 {
    let tax = 400;
    with_tax!(tax)
}

fn journals() -> u64 {
    #[cfg(not(fixed))]
    #[expect(non_upper_case_globals, reason = "the name is that of the header")]
    const tax: u64 = 400;
    #[cfg(fixed)]
    const TAX: u64 = 400;
    #[cfg(not(fixed))]
    let cents = with_tax!(tax); //~ E0005
    #[cfg(fixed)]
    let cents = with_tax!(TAX);
    cents
}

fn main() {
    println!("{} and {}", books(), journals());
}
