//! `and_then` keeps the error type of the chain, and unlike `?` it converts nothing, even if there is a `From`.
//!
//! Repair: translate the foreign error where it enters, behind the call that can fail with it.

use std::{fs, io};

#[derive(Debug)]
enum Cause {
    NoPicture,
    Read(io::Error),
}

impl From<io::Error> for Cause {
    fn from(error: io::Error) -> Self {
        Self::Read(error)
    }
}

fn picture(key: Option<&str>) -> Result<Vec<u8>, Cause> {
    #[cfg(not(fixed))]
    return key.ok_or(Cause::NoPicture).and_then(|key| fs::read(key)); //~ E0308
    #[cfg(fixed)]
    return key.ok_or(Cause::NoPicture).and_then(|key| fs::read(key).map_err(Cause::from));
}

fn main() {
    println!("{:?}", picture(None));
}
