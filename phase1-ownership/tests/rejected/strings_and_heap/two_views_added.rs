//! A `&str` has no buffer of its own, so nothing can be appended to it: `+` needs an owner on its left side.
//!
//! Repair: make one, or join several views in one allocation with `concat`.

fn file_name(slug: &str) -> String {
    #[cfg(not(fixed))]
    return slug + ".html"; //~ E0369
    #[cfg(fixed)]
    return [slug, ".html"].concat();
}

fn main() {
    println!("{}", file_name("emma"));
}
