//! All places of an array were written, and the array of `MaybeUninit` is to become one of values. The two have the same
//! size for every `T`, but `transmute` compares sizes before it knows `T`.
//!
//! Repair: the conversion to a `MaybeUninit` of the whole array, which the library promises, and one `assume_init`.

use std::mem::MaybeUninit;

fn all<T, const N: usize>(mut make: impl FnMut(usize) -> T) -> [T; N] {
    let mut places = [const { MaybeUninit::<T>::uninit() }; N];
    for (index, place) in places.iter_mut().enumerate() {
        place.write(make(index));
    }
    #[cfg(not(fixed))]
    // SAFETY: Each place was written.
    let values = unsafe { std::mem::transmute::<[MaybeUninit<T>; N], [T; N]>(places) }; //~ E0512
    #[cfg(fixed)]
    // SAFETY: Each place was written.
    let values = unsafe { MaybeUninit::<[T; N]>::from(places).assume_init() };
    values
}

fn main() {
    assert_eq!(all::<_, 3>(|index| index * 10), [0, 10, 20]);
}
