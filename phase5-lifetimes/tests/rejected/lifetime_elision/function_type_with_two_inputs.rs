//! The type of a function has rules of its own inside. This one has two lifetimes and no receiver, so none applies.
//!
//! What stands around it cannot help: the lifetime of the struct is another matter. Repair: `for<…>` names a lifetime
//! of the function type.

struct Correction<'n> {
    name: &'n str,
    #[cfg(not(fixed))]
    choose: fn(&str, &str) -> &str, //~ E0106
    #[cfg(fixed)]
    choose: for<'t> fn(&'t str, &str) -> &'t str,
}

fn main() {
    let shorter =
        Correction { name: "shorter", choose: |text, mark| text.split(mark).next().unwrap_or(text) };
    println!("{}: {}", shorter.name, (shorter.choose)("one; two", ";"));
}
