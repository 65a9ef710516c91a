//! # A request's scratch memory
//!
//! A service may use 4 KiB of scratch memory for each request, and not a byte of it from the heap: the memory is lent by
//! the worker, and used again for the next request. `Scratch` hands it out from front to back. When it is full, the
//! answer is `None`, and the request is refused.
//!
//! Complete the four functions. `bump` decides where a block is; the others never look at an address.

use std::{alloc::Layout, cell::Cell, marker::PhantomData, mem::MaybeUninit, ptr::NonNull};

/// Memory of somebody else, of which the first `used` bytes are handed out.
///
/// It is handed out by `&self`, so that many blocks can be in use; what was handed out is not handed out again, except
/// after a `scope`.
pub struct Scratch<'m> {
    start: NonNull<u8>,
    len: usize,
    used: Cell<usize>,
    /// The memory is borrowed mutably, as long as this exists.
    memory: PhantomData<&'m mut [MaybeUninit<u8>]>,
}

impl<'m> Scratch<'m> {
    pub fn new(memory: &'m mut [MaybeUninit<u8>]) -> Self {
        let len = memory.len();
        Self { start: NonNull::from_mut(memory).cast(), len, used: Cell::new(0), memory: PhantomData }
    }

    /// How many bytes are handed out, padding included.
    pub fn used(&self) -> usize {
        self.used.get()
    }

    /// A block of `layout`, as near to the last one as its alignment allows; `None` if it does not fit, and then nothing
    /// was handed out.
    ///
    /// The memory itself may begin at any address.
    fn bump(&self, layout: Layout) -> Option<NonNull<u8>> {
        // solution:begin
        // hint: The address must be a multiple of the alignment, not the offset: the memory may begin at an odd address.
        // hint: The next multiple of a large alignment may be beyond the last of all addresses, where these have 32 bits.
        // hint: What has `checked_` before its name says so instead.
        // hint: Turn the address back into an offset, compare its end with `len`, and only then `set` and `add`.
        let address = self.start.addr().get();
        let aligned = address.checked_add(self.used.get())?.checked_next_multiple_of(layout.align())?;
        let offset = aligned - address;
        let end = offset.checked_add(layout.size()).filter(|end| *end <= self.len)?;
        self.used.set(end);
        // SAFETY: the offset is at most `len`, so it is within the memory or at its end.
        Some(unsafe { self.start.add(offset) })
        // solution:end
    }

    /// Moves a value to the scratch memory. It will not be dropped, and as it is `Copy`, it does not need to be.
    #[expect(clippy::mut_from_ref, reason = "no two blocks overlap")]
    pub fn put<T: Copy>(&self, value: T) -> Option<&mut T> {
        // solution:begin
        // hint: `Layout::new`, `bump`, `cast`. What is in the block is not a `T` before you `write` one.
        // hint: `NonNull::as_mut` chooses its lifetime freely; the signature says which one it gets.
        let mut place = self.bump(Layout::new::<T>())?.cast::<T>();
        // SAFETY: the block is as large and as aligned as a `T`, and nobody else has it.
        unsafe { place.write(value) };
        // SAFETY: a `T` was just written, and the block is not handed out again as long as `self` is borrowed.
        Some(unsafe { place.as_mut() })
        // solution:end
    }

    /// One text of many parts, with `between` between each two of them.
    ///
    /// It is one block, as long as the text, with nothing beside it, and nothing was taken if it does not fit.
    pub fn join(&self, parts: &[&str], between: &str) -> Option<&str> {
        // solution:begin
        // ban: .join because it builds the text on the heap
        // ban: .concat because it builds the text on the heap
        // ban: String because it is on the heap
        // ban: Vec because it is on the heap
        // ban: format because it builds the text on the heap
        // hint: Calculate the length first, then take one block: `Layout::array::<u8>`. Without parts there is no text
        // hint: between them either.
        // hint: Copy each piece to the end of what is written, with `copy_from_nonoverlapping`; count what is written.
        // hint: `NonNull::slice_from_raw_parts(block, len).as_ref()` and `str::from_utf8_unchecked` make it a text.
        let gaps = between.len() * parts.len().saturating_sub(1);
        let len = parts.iter().map(|part| part.len()).sum::<usize>() + gaps;
        let block = self.bump(Layout::array::<u8>(len).ok()?)?;
        let mut written = 0;
        for (at, part) in parts.iter().enumerate() {
            for piece in [if at == 0 { "" } else { between }, part] {
                // SAFETY: `len` is the sum of all pieces, so there is room for this one.
                let place = unsafe { block.add(written) };
                // SAFETY: for the same reason; the block was handed out to nobody else, so the piece is not in it.
                unsafe { place.copy_from_nonoverlapping(NonNull::from_ref(piece).cast(), piece.len()) };
                written += piece.len();
            }
        }
        // SAFETY: all `len` bytes are written, and the block is not handed out again as long as `self` is borrowed.
        let bytes = unsafe { NonNull::slice_from_raw_parts(block, len).as_ref() };
        // SAFETY: texts behind each other are a text.
        Some(unsafe { str::from_utf8_unchecked(bytes) })
        // solution:end
    }

    /// Lends the free memory to `work`, and has all of it back afterwards, even if `work` panics.
    ///
    /// What `work` takes cannot leave it, as its scratch memory does not live longer. What was taken before stays
    /// valid, inside of `work`, too: `self` is only shared.
    pub fn scope<T>(&self, work: impl FnOnce(&Scratch<'_>) -> T) -> T {
        // solution:begin
        // hint: If `work` used `self`, you would have to set `used` back, and it could still be used from outside.
        // hint: Let the inner `Scratch` own what is free: mark all as handed out here, until `work` is done.
        // hint: What is to happen in a panic, too, is the `drop` of a local value.
        struct GiveBack<'s>(&'s Cell<usize>, usize);
        impl Drop for GiveBack<'_> {
            fn drop(&mut self) {
                self.0.set(self.1);
            }
        }
        let used = self.used.replace(self.len);
        let _give_back = GiveBack(&self.used, used);
        // SAFETY: at most `len` bytes are handed out.
        let start = unsafe { self.start.add(used) };
        work(&Scratch { start, len: self.len - used, used: Cell::new(0), memory: PhantomData })
        // solution:end
    }
}

/// Memory that begins right behind a multiple of 64.
#[repr(align(64))]
struct Memory([MaybeUninit<u8>; 257]);

impl Memory {
    fn new() -> Self {
        Self([const { MaybeUninit::uninit() }; 257])
    }

    fn odd(&mut self) -> &mut [MaybeUninit<u8>] {
        &mut self.0[1..]
    }
}

#[test]
fn values_are_apart_and_keep_what_they_are() {
    let mut memory = Memory::new();
    let begin = memory.odd().as_ptr().addr();
    let scratch = Scratch::new(memory.odd());
    let values: Vec<&mut u64> = (0..20).map_while(|value| scratch.put(value)).collect();
    assert_eq!(values.len(), 20);
    assert!(values.iter().zip(0..).all(|(value, expected)| **value == expected));
    assert!(
        values.iter().zip(0..).all(|(value, place)| (&raw const **value).addr() == begin + 7 + place * 8)
    );
    assert_eq!(scratch.used(), 7 + 160);
}

#[test]
fn addresses_are_aligned_although_the_memory_is_not() {
    let mut memory = Memory::new();
    let scratch = Scratch::new(memory.odd());
    for _ in 0..3 {
        scratch.put(1_u8).unwrap();
        assert!((&raw const *scratch.put(2_u64).unwrap()).addr().is_multiple_of(8));
        assert!((&raw const *scratch.put(3_u16).unwrap()).addr().is_multiple_of(2));
        assert!((&raw const *scratch.put(4_u128).unwrap()).addr().is_multiple_of(16));
    }
    assert!((&raw const *scratch.put([0_u32; 0]).unwrap()).addr().is_multiple_of(4));
}

#[test]
fn no_more_padding_than_needed() {
    let mut memory = Memory::new();
    let scratch = Scratch::new(memory.odd());
    scratch.put(1_u8).unwrap();
    assert_eq!(scratch.used(), 1);
    scratch.put(2_u16).unwrap();
    assert_eq!(scratch.used(), 3);
    scratch.put(3_u32).unwrap();
    assert_eq!(scratch.used(), 7);
    scratch.put(4_u64).unwrap();
    assert_eq!(scratch.used(), 15);
}

#[test]
fn all_of_the_memory_can_be_used_and_no_byte_more() {
    let mut memory = Memory::new();
    let scratch = Scratch::new(memory.odd());
    assert!(scratch.put([0_u8; 257]).is_none());
    assert_eq!(scratch.used(), 0);
    assert!(scratch.put([0_u8; 250]).is_some());
    // There are six bytes left, and the next multiple of eight is at their end.
    assert!(scratch.put(0_u64).is_none());
    assert_eq!(scratch.used(), 250);
    assert!(scratch.put([0_u8; 6]).is_some());
    assert!(scratch.put(0_u8).is_none());
    assert!(scratch.put([0_u8; 0]).is_some());
}

#[test]
fn the_largest_layouts_do_not_overflow() {
    let mut memory = Memory::new();
    let scratch = Scratch::new(memory.odd());
    scratch.put(1_u8).unwrap();
    let most = isize::MAX as usize;
    for layout in [(most, 1), (most - 7, 8), (1, 1 << 62), (1 << 62, 1 << 62)] {
        assert!(scratch.bump(Layout::from_size_align(layout.0, layout.1).unwrap()).is_none());
    }
    assert_eq!(scratch.used(), 1);
}

#[test]
fn a_text_is_joined_in_one_block() {
    let mut memory = Memory::new();
    let begin = memory.odd().as_ptr().addr();
    let scratch = Scratch::new(memory.odd());
    let text = scratch.join(&["Über", "", "Arenen"], " · ").unwrap();
    assert_eq!(text, "Über ·  · Arenen");
    // It is in the lent memory, and not in any other.
    assert_eq!(text.as_ptr().addr(), begin);
    assert_eq!(scratch.used(), text.len());
    assert_eq!(scratch.join(&["one"], ", "), Some("one"));
    assert_eq!(scratch.join(&[], ", "), Some(""));
    assert_eq!(scratch.used(), text.len() + 3);
    assert_eq!(text, "Über ·  · Arenen");
}

#[test]
fn a_text_that_does_not_fit_takes_nothing() {
    let mut memory = Memory::new();
    let scratch = Scratch::new(memory.odd());
    let half = "x".repeat(128);
    assert_eq!(scratch.join(&[&half, &half], "-"), None);
    assert_eq!(scratch.used(), 0);
    assert_eq!(scratch.join(&[&half, &half], "").map(str::len), Some(256));
}

#[test]
fn a_scope_gives_its_memory_back_and_leaves_what_was_there() {
    let mut memory = Memory::new();
    let scratch = Scratch::new(memory.odd());
    let title = scratch.join(&["a", "title"], " ").unwrap();
    let used = scratch.used();
    for round in 0..100_usize {
        let sum = scratch.scope(|inner| {
            let ids = inner.put([round; 20]).unwrap();
            assert!((&raw const *ids).addr() > title.as_ptr().addr());
            ids.iter().sum::<usize>()
        });
        assert_eq!(sum, round * 20);
        assert_eq!(scratch.used(), used);
    }
    assert_eq!(title, "a title");
}

#[test]
fn outside_of_a_scope_there_is_nothing_left_while_it_runs() {
    let mut memory = Memory::new();
    let scratch = Scratch::new(memory.odd());
    scratch.put([0_u8; 7]).unwrap();
    scratch.scope(|inner| {
        let one = inner.put(1_u64).unwrap();
        if let Some(two) = scratch.put(2_u64) {
            assert_ne!((&raw const *two).addr(), (&raw const *one).addr());
            panic!("{two} is outside of the scope, which has all that was free, and {one}");
        }
        inner.scope(|innermost| *innermost.put(3_u64).unwrap());
        assert_eq!(*one, 1);
        assert!(inner.put([0_u8; 242]).is_none());
        assert!(inner.put([0_u8; 241]).is_some());
    });
    assert_eq!(*scratch.put(4_u64).unwrap(), 4);
}

#[test]
fn a_scope_that_panics_gives_its_memory_back() {
    let mut memory = Memory::new();
    let scratch = Scratch::new(memory.odd());
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        scratch.scope(|inner| {
            inner.put([0_u8; 100]).unwrap();
            panic!("the request is malformed");
        })
    }));
    assert!(caught.is_err());
    assert_eq!(scratch.used(), 0);
    assert!(scratch.put([0_u8; 256]).is_some());
}
