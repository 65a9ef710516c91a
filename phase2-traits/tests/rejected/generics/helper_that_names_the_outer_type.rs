//! A function inside a generic function is a function of its own: it is compiled once, and the `T` around it is not
//! its.
//!
//! That is why work which does not depend on `T` is moved into such a function. Repair: let the outer one do what needs
//! `T`, and hand on what does not.

fn headline<T: AsRef<str>>(title: T) -> String {
    #[cfg(not(fixed))]
    fn shortened(title: &T) -> String {
        //~^ E0401
        String::from(title.as_ref())
    }
    #[cfg(fixed)]
    fn shortened(title: &str) -> String {
        title.chars().take(40).collect()
    }
    #[cfg(not(fixed))]
    return shortened(&title);
    #[cfg(fixed)]
    shortened(title.as_ref())
}

fn main() {
    println!("{} {}", headline("Generics"), headline(String::from("Vtables")));
}
