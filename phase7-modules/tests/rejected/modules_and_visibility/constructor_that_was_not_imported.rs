//! A tuple struct is two names in one: a type, and a function that makes it. The function is no more visible than
//! the least visible field.
//!
//! `use` brings of a name what is visible, here the type alone, and no error says so before somebody calls the other
//! half. Repair: a constructor that checks, which is why the field is private.

mod isbn {
    #[derive(Debug)]
    pub struct Isbn(u64);

    impl Isbn {
        pub fn new(number: u64) -> Option<Self> {
            (9_780_000_000_000..9_800_000_000_000).contains(&number).then_some(Self(number))
        }
    }
}

use isbn::Isbn;

fn main() {
    #[cfg(not(fixed))]
    let isbn = Some(Isbn(9_780_141_439_588)); //~ E0423
    #[cfg(fixed)]
    let isbn = Isbn::new(9_780_141_439_588);
    println!("{isbn:?} or {:?}", Isbn::new(7));
}
