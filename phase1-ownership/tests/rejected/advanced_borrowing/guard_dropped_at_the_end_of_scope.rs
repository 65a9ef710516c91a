//! A borrow ends at its last use, but dropping a guard is a use, and it happens at the end of the scope.
//!
//! Without the `Drop`, this would compile: the last visible use of `mark` comes before `clear`. Repair: drop the guard
//! where its work is done.

struct Bookmark<'p> {
    page: &'p mut Vec<String>,
}

impl Drop for Bookmark<'_> {
    fn drop(&mut self) {
        self.page.push("read up to here".into());
    }
}

fn main() {
    let mut page = vec![String::from("Call me Ishmael.")];
    let mark = Bookmark { page: &mut page };
    println!("{} lines", mark.page.len());
    #[cfg(fixed)]
    drop(mark);
    page.clear(); //~ E0499
}
