//! A library whose callers get a `Quote` but cannot write its name: not in a field, not in a signature of their own.
//!
//! It compiles without the lint, because `Quote` is `pub`; only the facade has forgotten it. Repair: re-export it. Where
//! callers are meant not to keep the value, an `#[expect]` with the reason says so.

#![crate_type = "lib"]
#![deny(unnameable_types)]

mod printing {
    pub struct Quote {
        //~^ unnameable_types
        pub copies: u32,
        pub cents: u64,
    }

    pub fn quote(copies: u32) -> Quote {
        Quote { copies, cents: 90_000 + u64::from(copies) * 450 }
    }
}

#[cfg(fixed)]
pub use printing::Quote;
pub use printing::quote;
