//! `no_mangle` can break a program that has no `unsafe` in it: two functions under one symbol. Edition 2024 wants the
//! word.
//!
//! The macro above it passes it on as it is. Repair: `#[unsafe(no_mangle)]`, after a look at the other symbols.

use phase8_macros::attribute_macros::retry;

#[retry(times = 2)]
#[cfg_attr(not(fixed), no_mangle)] //~ "unsafe attribute used without unsafe"
#[cfg_attr(fixed, unsafe(no_mangle))]
pub extern "C" fn newspaper_feed_port() -> Option<std::num::NonZeroU16> {
    std::num::NonZeroU16::new(8080)
}

fn main() {
    println!("{:?}", newspaper_feed_port());
}
