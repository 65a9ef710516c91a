//! A `macro_rules!` macro is visible in the lines below it, to the end of its module and in modules that begin there; it
//! is not an item of that module, so no path leads to it.
//!
//! Repair: import it. A `use` is an item, has a place in the tree, and can be `pub(crate)` or less. `#[macro_export]`
//! would give it a path, too, but at the root of the crate, and for everybody.

mod prices {
    macro_rules! cents {
        ($euros:literal) => {
            ($euros * 100.0) as i64
        };
    }

    #[cfg(fixed)]
    pub(crate) use cents;

    pub const PAPERBACK: i64 = cents!(9.0);
}

fn main() {
    println!("{} and {}", prices::PAPERBACK, prices::cents!(24.0)); //~ E0433
}
