//! Inside an `unsafe fn`, its contract is known, but that does not sign other contracts. Since edition 2024 each unsafe
//! operation in it wants a block of its own (a lint, which this workspace denies), where somebody says why.
//!
//! Repair: the block, and the answer.

#![deny(unsafe_op_in_unsafe_fn)]

/// # Safety
/// `index` is less than the length.
unsafe fn price(prices: &[u64], index: usize) -> u64 {
    #[cfg(not(fixed))]
    let price = prices.get_unchecked(index); //~ E0133
    #[cfg(fixed)]
    // SAFETY: By this function's contract, which asks for the same.
    let price = unsafe { prices.get_unchecked(index) };
    *price
}

fn main() {
    // SAFETY: There are two prices.
    assert_eq!(unsafe { price(&[900, 1200], 1) }, 1200);
}
