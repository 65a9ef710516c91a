//! A line number is worth nothing once the text has changed, so it should freeze the text as a view would.
//!
//! A lifetime parameter that no field uses is refused: the compiler could not tell its variance. Repair: a field of no
//! size that says what the struct stands for. `PhantomData<&'t str>` borrows, and is covariant, like the reference.

#[cfg(fixed)]
use std::marker::PhantomData;

struct LineNumber<'t> {
    //~^ E0392
    number: usize,
    #[cfg(fixed)]
    text: PhantomData<&'t str>,
}

fn longest<'t>(text: &'t str) -> Option<LineNumber<'t>> {
    let (number, _) = text.lines().enumerate().max_by_key(|(_, line)| line.len())?;
    #[cfg(not(fixed))]
    return Some(LineNumber { number });
    #[cfg(fixed)]
    Some(LineNumber { number, text: PhantomData })
}

fn main() {
    println!("{:?}", longest("one\nthree").map(|line| line.number + 1));
}
