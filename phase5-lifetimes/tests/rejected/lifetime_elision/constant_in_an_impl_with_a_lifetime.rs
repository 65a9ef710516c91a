//! In a `const`, an elided lifetime is `'static`. In an associated one, the lifetime of the `impl` could be meant, too.
//!
//! Older compilers took `'static` without a word; now a lint refuses it, by default. Repair: write `'static`.

struct Avoid<'w> {
    list: &'w str,
}

impl Avoid<'_> {
    #[cfg(not(fixed))]
    const NAME: &str = "avoid"; //~ elided_lifetimes_in_associated_constant
    #[cfg(fixed)]
    const NAME: &'static str = "avoid";
}

fn main() {
    println!("{}: {}", Avoid::NAME, Avoid { list: "utilize leverage" }.list);
}
