//! Two features that exclude each other need a guard against both, and against neither; here nobody has asked for any.
//!
//! The guard is honest, but it stops programs whose authors have never heard of the features. Repair: both stores are
//! there, and an address chooses between them when the program runs.

#[cfg(not(fixed))]
mod store {
    #[cfg(all(feature = "files", feature = "memory"))]
    compile_error!("`files` and `memory` exclude each other");
    #[cfg(not(any(feature = "files", feature = "memory")))]
    compile_error!("turn on `files` or `memory`"); //~ "turn on `files` or `memory`"

    pub fn open(_: &str) -> String {
        String::from("the store of this build")
    }
}

#[cfg(fixed)]
mod store {
    pub fn open(address: &str) -> String {
        match address.strip_prefix("file:") {
            Some(path) => format!("a store of files in {path}"),
            None => String::from("a store in memory"),
        }
    }
}

fn main() {
    println!("{}", store::open("file:/var/lib/press"));
}
