//! A field cannot be moved out of a type with `Drop`: `drop` would be called on a value with a hole in it.
//!
//! Repair: take the field and leave an empty one behind, which `drop` must then expect.

struct Loan {
    title: String,
}

impl Drop for Loan {
    fn drop(&mut self) {
        if !self.title.is_empty() {
            println!("{} is back", self.title);
        }
    }
}

#[cfg(not(fixed))]
fn forfeit(loan: Loan) -> String {
    loan.title //~ E0509
}

#[cfg(fixed)]
fn forfeit(mut loan: Loan) -> String {
    std::mem::take(&mut loan.title)
}

fn main() {
    println!("{} is lost", forfeit(Loan { title: "Emma".into() }));
}
