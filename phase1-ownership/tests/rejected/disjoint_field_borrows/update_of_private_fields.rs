//! The update syntax needs access to all fields, those that it does not mention included.
//!
//! If it did not, anybody could carry a `percent` over into terms for which it was never checked. Repair: the type's
//! own module does the update.

mod terms {
    #[derive(Default)]
    pub struct Terms {
        pub minimum: u64,
        percent: u64,
    }

    impl Terms {
        #[cfg(fixed)]
        pub fn with_minimum(self, minimum: u64) -> Self {
            Self { minimum, ..self }
        }

        pub fn due(&self, cents: u64) -> u64 {
            cents * self.percent / 100
        }
    }
}

use terms::Terms;

fn main() {
    #[cfg(not(fixed))]
    let terms = Terms { minimum: 500, ..Terms::default() }; //~ E0451
    #[cfg(fixed)]
    let terms = Terms::default().with_minimum(500);
    println!("{} or at least {}", terms.due(900), terms.minimum);
}
