//! An element cannot be moved out by its index: the compiler does not keep track of which elements are gone.
//!
//! Repair: a pattern names every element, so each is moved or dropped. (For a `Vec`: `swap_remove`, or `mem::take`.)

fn title(record: [String; 2]) -> String {
    #[cfg(not(fixed))]
    return record[0]; //~ E0508
    #[cfg(fixed)]
    {
        let [title, _author] = record;
        title
    }
}

fn main() {
    println!("{}", title(["Emma".into(), "Austen".into()]));
}
