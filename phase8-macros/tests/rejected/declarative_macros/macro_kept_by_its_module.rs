//! A macro is known below its definition, to the end of the module. It has no path by which it could be called elsewhere.
//!
//! Repair: `pub(crate) use` makes it an item like others, with a path. `#[macro_use]` on the module would make it known
//! below the module, too, without a path; `#[macro_export]` puts it at the root of the crate, for all other crates.

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
