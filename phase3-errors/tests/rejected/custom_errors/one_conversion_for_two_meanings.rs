//! Two variants cannot both be made `#[from]` one type: there is one `From<io::Error>`, and it would have to choose.
//!
//! Repair: neither is. Where the error happens, it is known which of the two it is, and `map_err` says so.

use std::io;

#[cfg(not(fixed))]
#[derive(Debug, thiserror::Error)]
enum CopyError {
    #[error("the original cannot be read")]
    Read(#[from] io::Error),
    #[error("the copy cannot be written")]
    Write(#[from] io::Error), //~ E0119
}

#[cfg(fixed)]
#[derive(Debug, thiserror::Error)]
enum CopyError {
    #[error("the original cannot be read")]
    Read(#[source] io::Error),
    #[error("the copy cannot be written")]
    Write(#[source] io::Error),
}

fn copy(mut original: impl io::Read, mut copy: impl io::Write) -> Result<(), CopyError> {
    let mut text = Vec::new();
    original.read_to_end(&mut text).map_err(CopyError::Read)?;
    copy.write_all(&text).map_err(CopyError::Write)
}

fn main() {
    println!("{:?}", copy(io::empty(), io::sink()));
}
