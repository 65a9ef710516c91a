//! Two places of a slice are lent mutably, and nobody has asked whether they are two.
//!
//! Seen by Miri, as soon as the first reference is used after the second was made. All bytes are there, initialised and
//! in their place, so memcheck and AddressSanitizer have nothing against it, and today the sum comes out right. The
//! compiler may assume that neither reference sees what the other writes, and next year it may use that.
//!
//! Repair: `get_disjoint_mut`, which asks.

use deep_dives_cases::Version;

fn both_bad(accounts: &mut [u64], from: usize, to: usize) -> Option<(&mut u64, &mut u64)> {
    if from >= accounts.len() || to >= accounts.len() {
        return None;
    }
    let first = accounts.as_mut_ptr();
    // SAFETY: it is within the slice.
    let from = unsafe { first.add(from) };
    // SAFETY: this one, too.
    let to = unsafe { first.add(to) };
    // SAFETY: the slice is borrowed mutably, for as long as the reference lives.
    let from = unsafe { &mut *from };
    // SAFETY: None. That borrow is for one reference to each of its places.
    Some((from, unsafe { &mut *to }))
}

fn both_repaired(accounts: &mut [u64], from: usize, to: usize) -> Option<(&mut u64, &mut u64)> {
    let [from, to] = accounts.get_disjoint_mut([from, to]).ok()?;
    Some((from, to))
}

fn main() {
    let mut accounts = [100, 200];
    // Somebody pays himself.
    let both = match Version::from_arguments() {
        Version::Bad => both_bad(&mut accounts, 1, 1),
        Version::Repaired => both_repaired(&mut accounts, 1, 1),
    };
    if let Some((from, to)) = both {
        *from -= 10;
        *to += 10;
    }
    println!("{accounts:?}");
}
