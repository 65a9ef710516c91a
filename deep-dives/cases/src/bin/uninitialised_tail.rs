//! A buffer gets the length that a record announces, and the source ends before it.
//!
//! Seen by memcheck, at the first decision that depends on a byte which nobody has written. To copy such bytes it finds
//! no fault, and AddressSanitizer does not look for them at all: the memory is the buffer's own. (To the compiler, the
//! program is wrong from the moment that a `u8` is made of such a byte.)
//!
//! Repair: the length is what was read, not what was announced.

use std::io::{self, Read};

use deep_dives_cases::Version;

fn body_bad(source: &mut impl Read, announced: usize) -> io::Result<Vec<u8>> {
    let mut body = Vec::<u8>::with_capacity(announced);
    let mut piece = [0; 16];
    let mut read = 0;
    while read < announced {
        let wanted = piece.len().min(announced - read);
        let got = source.read(&mut piece[..wanted])?;
        if got == 0 {
            break;
        }
        // SAFETY: `read` is less than the capacity.
        let place = unsafe { body.as_mut_ptr().add(read) };
        // SAFETY: `got` bytes fit behind it, and no two buffers overlap.
        unsafe { place.copy_from_nonoverlapping(piece.as_ptr(), got) };
        read += got;
    }
    // SAFETY: None. There is room for `announced` bytes, but only the first `read` of them were written.
    unsafe { body.set_len(announced) };
    Ok(body)
}

fn body_repaired(source: &mut impl Read, announced: usize) -> io::Result<Vec<u8>> {
    let mut body = Vec::with_capacity(announced);
    let announced = u64::try_from(announced).map_err(io::Error::other)?;
    source.take(announced).read_to_end(&mut body)?;
    Ok(body)
}

fn main() -> io::Result<()> {
    let mut source: &[u8] = b"one\ntwo\n";
    let body = match Version::from_arguments() {
        Version::Bad => body_bad(&mut source, 64)?,
        Version::Repaired => body_repaired(&mut source, 64)?,
    };
    let lines = body.iter().filter(|&&byte| byte == b'\n').count();
    println!("{}", if lines == 2 { "two lines" } else { "some other number of lines" });
    Ok(())
}
