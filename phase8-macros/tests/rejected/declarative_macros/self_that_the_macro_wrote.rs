//! `self` is a local variable, as far as macros go: where the macro is defined, there is none.
//!
//! That the call stands in a method does not help; a definition in the same method would. Repair: the caller hands its
//! `self` over, as an expression.

struct Stock {
    copies: u32,
}

#[cfg(not(fixed))]
macro_rules! take {
    ($copies:expr) => {
        self.copies = self.copies.checked_sub($copies)?;
    };
}

#[cfg(fixed)]
macro_rules! take {
    ($stock:expr, $copies:expr) => {
        $stock.copies = $stock.copies.checked_sub($copies)?;
    };
}

impl Stock {
    fn sell(&mut self, copies: u32) -> Option<u32> {
        #[cfg(not(fixed))]
        take!(copies); //~ E0424
        #[cfg(fixed)]
        take!(self, copies);
        Some(self.copies)
    }
}

fn main() {
    println!("{:?}", Stock { copies: 12 }.sell(5));
}
