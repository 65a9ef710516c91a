//! The field is private to the module of the parser, so whoever holds an `Isbn` holds proof that it was parsed.
//!
//! Without that, each later stage would have to trust all code that can name the type. Repair: go through the parser.

mod sales {
    pub struct Isbn {
        number: u64,
    }

    impl Isbn {
        pub fn parse(text: &str) -> Option<Self> {
            let number: u64 = text.parse().ok()?;
            let sum: u64 =
                (0..13).map(|place| number / 10_u64.pow(place) % 10 * [1, 3][place as usize % 2]).sum();
            (text.len() == 13 && sum.is_multiple_of(10)).then_some(Self { number })
        }

        pub fn number(&self) -> u64 {
            self.number
        }
    }
}

fn main() {
    #[cfg(not(fixed))]
    let isbn = Some(sales::Isbn { number: 9_780_141_439_588 }); //~ E0451
    #[cfg(fixed)]
    let isbn = sales::Isbn::parse("9780141439588");
    println!("{:?}", isbn.map(|isbn| isbn.number()));
}
