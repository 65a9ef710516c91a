//! A sealed trait is implemented where it was sealed, and nowhere else.
//!
//! The impl lacks a supertrait that cannot be named out here. Repair: a trait of one's own, that all formats have. Its
//! blanket impl does not fit `Pdf`: that type is no `Format`, and as it is of this crate, no other can make it one.

mod formats {
    mod sealed {
        pub trait Sealed {}
    }

    pub trait Format: sealed::Sealed {
        const EXTENSION: &'static str;
    }

    pub enum Html {}

    impl sealed::Sealed for Html {}

    impl Format for Html {
        const EXTENSION: &'static str = "html";
    }
}

use formats::{Format, Html};

enum Pdf {}

#[cfg(not(fixed))]
impl Format for Pdf {
    //~^ E0277
    const EXTENSION: &'static str = "pdf";
}

trait Export {
    const EXTENSION: &'static str;
}

impl<F: Format> Export for F {
    const EXTENSION: &'static str = F::EXTENSION;
}

#[cfg(fixed)]
impl Export for Pdf {
    const EXTENSION: &'static str = "pdf";
}

fn main() {
    println!("index.{}", <Html as Export>::EXTENSION);
    #[cfg(fixed)]
    println!("index.{}", Pdf::EXTENSION);
}
