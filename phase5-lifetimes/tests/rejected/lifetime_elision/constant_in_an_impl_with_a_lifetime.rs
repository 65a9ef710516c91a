//! In a `const`, an elided lifetime is `'static`. In an associated one, the lifetime of the `impl` could be meant, too.
//!
//! Compilers accepted it and took `'static`; the lint that refuses it is denied by default. Repair: write `'static`.

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
