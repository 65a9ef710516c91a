//! Say what a pointer may reach: through which reference it was made, and from which allocation it came.
//!
//! A pointer is more than an address. It has a *provenance*: the allocation, and the part of it, that it may be used for.
//! An address alone has none. So a number that was computed, even the right one, is no pointer, and:
//!
//! | to | write | because |
//! |---|---|---|
//! | look at the address | `addr` | the number is all that is wanted |
//! | change the address | `map_addr`, `with_addr` | the provenance stays with the pointer |
//! | mark an address without memory | [`ptr::without_provenance`] | never to be read, and says so |
//! | give the pointer to one who knows numbers only | `expose_provenance`, which is `as usize` | a compiler must then expect it to come back from any number |
//!
//! A reference promises even more: `&mut T`, that for as long as it is used there is no other way to the `T`. A second
//! `&mut` to the whole can end the promise of a first one to a part even if nobody reads or writes through it, so *making
//! a reference* is an act that may be wrong. The exact rules are still being written: of two proposals, Stacked Borrows
//! ends the first promise at once, Tree Borrows only if something was already written through the first reference. Code
//! is right under both that makes one raw pointer and derives all else from it ([`both`]), and makes no reference on its
//! way that it does not need: `&raw const place` gives the pointer without one.

use std::{
    fmt,
    marker::PhantomData,
    ptr::{self, NonNull},
};

/// Two elements of a slice to be changed at once, if there are two such.
///
/// The slice is asked for its pointer once. `&mut *slice.as_mut_ptr().add(i)` for one and then the other would compile,
/// too, and give the same addresses; but the second `as_mut_ptr` borrows all of the slice anew, the first element
/// included, which by then is somebody else's. (The library's own way is `get_disjoint_mut`.)
///
/// # Example: both at once
/// ```
/// use deep_dives::unsafe_rust::pointers::both;
///
/// let mut copies = [7, 0, 2];
/// let (from, to) = both(&mut copies, 0, 2).expect("two places");
/// std::mem::swap(from, to);
/// assert_eq!(copies, [2, 0, 7]);
/// ```
pub fn both<T>(slice: &mut [T], one: usize, other: usize) -> Option<(&mut T, &mut T)> {
    if one == other || one.max(other) >= slice.len() {
        return None;
    }
    let first = slice.as_mut_ptr();
    // SAFETY: Both indices were compared with the length, here and below.
    let one = unsafe { first.add(one) };
    // SAFETY: As above.
    let other = unsafe { first.add(other) };
    // SAFETY: In bounds, initialised, and two places; the slice is borrowed for as long as the results live.
    let one = unsafe { &mut *one };
    // SAFETY: As above, and `other` comes from the slice, not from `one`.
    Some((one, unsafe { &mut *other }))
}

/// A value on the heap and a flag, in one word: an article, and whether its reader has seen it.
///
/// A `T` whose alignment is above 1 never begins at an odd address, so the lowest bit of a pointer to it is free. The bit is
/// set and cleared by `map_addr`, which leaves the provenance as it is.
///
/// # Example: two things, one word
/// ```
/// use deep_dives::unsafe_rust::pointers::Flagged;
///
/// let mut article = Flagged::new(1815_u64);
/// article.set_flag(true);
/// assert_eq!((*article.get(), article.flag()), (1815, true));
/// assert_eq!(size_of::<Option<Flagged<u64>>>(), size_of::<usize>());
/// ```
pub struct Flagged<T> {
    /// What `Box::leak` returned, with the flag in its lowest bit.
    tagged: NonNull<T>,
    owned: PhantomData<T>,
}

// SAFETY: It owns its value as a `Box` does: nobody else has the pointer, and what goes to another thread is the `T`.
unsafe impl<T: Send> Send for Flagged<T> {}

// SAFETY: `&Flagged` lends out a `&T` and nothing that changes the pointer: setting the flag takes `&mut self`.
unsafe impl<T: Sync> Sync for Flagged<T> {}

impl<T> Flagged<T> {
    const FLAG: usize = 1;

    /// Moves the value to the heap, without the flag. For a `T` of alignment 1, this does not compile (E0080).
    ///
    /// # Example: no bit is free
    /// ```compile_fail
    /// deep_dives::unsafe_rust::pointers::Flagged::new(90_u8);
    /// ```
    pub fn new(value: T) -> Self {
        const { assert!(align_of::<T>() > Self::FLAG, "no bit of the address is free") };
        Self { tagged: NonNull::from_mut(Box::leak(Box::new(value))), owned: PhantomData }
    }

    /// Whether the flag is set.
    pub fn flag(&self) -> bool {
        self.tagged.addr().get() & Self::FLAG != 0
    }

    /// Sets or clears the flag.
    pub fn set_flag(&mut self, flag: bool) {
        let tagged = self.pointer().map_addr(|address| address | usize::from(flag));
        // SAFETY: The pointer came from a box, which is not null, and an address gets no smaller by a bit.
        self.tagged = unsafe { NonNull::new_unchecked(tagged) };
    }

    /// The value.
    pub fn get(&self) -> &T {
        // SAFETY: This is the pointer of the box, aligned, to a value that lives as long as `self`, which is borrowed.
        unsafe { &*self.pointer() }
    }

    /// The value, to be changed.
    pub fn get_mut(&mut self) -> &mut T {
        // SAFETY: As in `get`, and borrowed mutably.
        unsafe { &mut *self.pointer() }
    }

    /// The box's own pointer, address and provenance.
    fn pointer(&self) -> *mut T {
        self.tagged.as_ptr().map_addr(|address| address & !Self::FLAG)
    }
}

impl<T> Drop for Flagged<T> {
    fn drop(&mut self) {
        // SAFETY: The pointer came from `Box::leak`, and nobody but this value has made a box of it.
        drop(unsafe { Box::from_raw(self.pointer()) });
    }
}

impl<T: fmt::Debug> fmt::Debug for Flagged<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Flagged").field("value", self.get()).field("flag", &self.flag()).finish()
    }
}

/// The head of a record as it stands in a file, without padding.
///
/// Every field may have any bits: that makes it right to take one from bytes of a file. With a `bool` or an enum in it,
/// a wrong byte would be undefined behaviour at the moment of the copy, before any check could run; so `kind` is a number
/// here, and checked as one.
#[derive(Debug, Clone, Copy)]
#[repr(C, packed)]
pub struct Header {
    /// 1 for an article, 2 for a cover.
    pub kind: u8,
    length: u32,
}

impl Header {
    /// Reads the header at the beginning of a record, wherever that lies.
    ///
    /// # Example: at an odd address
    /// ```
    /// use deep_dives::unsafe_rust::pointers::Header;
    ///
    /// let file = [0, 1, 5, 0, 0, 0];
    /// let header = Header::read(&file[1..]).expect("five bytes");
    /// assert_eq!((header.kind, header.length()), (1, 5));
    /// assert!(Header::read(&file[2..]).is_none());
    /// ```
    pub fn read(record: &[u8]) -> Option<Self> {
        let bytes = record.first_chunk::<{ size_of::<Self>() }>()?;
        // SAFETY: There are enough bytes, all bits are valid for both fields, and a packed struct is aligned anywhere.
        Some(unsafe { ptr::from_ref(bytes).cast::<Self>().read() })
    }

    /// How many bytes follow. The file is little-endian.
    ///
    /// `&self.length` would be a reference that is not aligned, which is undefined even if nobody follows it, so the
    /// compiler refuses it (E0793). `&raw const` makes no reference. (A plain copy, `self.length`, would do here.)
    pub fn length(&self) -> u32 {
        let length = &raw const self.length;
        // SAFETY: The pointer is to a field of `self`, and `read_unaligned` does not ask for alignment.
        u32::from_le(unsafe { length.read_unaligned() })
    }
}
