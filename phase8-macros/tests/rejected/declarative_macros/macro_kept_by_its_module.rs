//! A macro is known below its definition, to the end of the module. It has no path, so nobody can reach it from outside.
//!
//! Repair: `pub(crate) use` makes it an item like others, with a path. `#[macro_export]` would do, too, but puts it at the
//! root of the crate and gives it to all other crates.

mod prices {
    macro_rules! euros {
        ($cents:expr) => {
            format!("{}.{:02}", $cents / 100, $cents % 100)
        };
    }
    #[cfg(fixed)]
    pub(crate) use euros;

    pub fn free() -> String {
        euros!(0)
    }
}

fn main() {
    println!("{} or {}", prices::free(), prices::euros!(2495)); //~ E0433
}
