//! A `?` converts into the error type of its body. An async block has no place to declare one, and `Ok(..)` names none.
//!
//! The future is handed to something that takes any future, so nothing further down decides it, either. Repair: say it
//! in the `Ok`. The same goes for a closure.

use std::num::ParseIntError;

fn spool(_job: impl Future<Output: Send> + Send + 'static) {}

fn main() {
    spool(async {
        let copies: u16 = "many".parse()?;
        #[cfg(not(fixed))]
        {
            Ok(copies) //~ E0282
        }
        #[cfg(fixed)]
        {
            Ok::<_, ParseIntError>(copies)
        }
    });
}
