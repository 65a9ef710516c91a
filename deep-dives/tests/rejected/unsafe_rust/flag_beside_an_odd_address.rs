//! A flag lives in the lowest bit of a pointer, which is 0 as long as what it points to has an even address. A `u8` may lie
//! anywhere. No bound says "aligned to 2 or more", but a constant can ask: it is evaluated for each `T`, when
//! code is generated for it. So `cargo check` sees nothing, and the unsafe code is never made.
//!
//! Repair: a type whose alignment leaves the bit free.
//@ build

use std::ptr::NonNull;

struct Flagged<T>(NonNull<T>);

impl<T> Flagged<T> {
    fn new(value: &'static mut T) -> Self {
        const { assert!(align_of::<T>() > 1, "no bit of the address is free") }; //~ E0080
        Self(NonNull::from_mut(value))
    }

    fn set_flag(&mut self) {
        let tagged = self.0.as_ptr().map_addr(|address| address | 1);
        // SAFETY: An address that is not 0 gets no smaller by a bit.
        self.0 = unsafe { NonNull::new_unchecked(tagged) };
    }

    fn get(&self) -> &T {
        let untagged = self.0.as_ptr().map_addr(|address| address & !1);
        // SAFETY: `new` was given a reference for good, to an even address, so clearing the bit gives this address back.
        unsafe { &*untagged }
    }
}

fn main() {
    #[cfg(not(fixed))]
    let reads = Box::leak(Box::new(90_u8));
    #[cfg(fixed)]
    let reads = Box::leak(Box::new(90_u16));
    let mut reads = Flagged::new(reads);
    reads.set_flag();
    assert_eq!(*reads.get(), 90);
}
