//! The first allocator: blocks one behind the other, given back all at once.

use std::{
    alloc::{GlobalAlloc, Layout, System, handle_alloc_error},
    cell::Cell,
    mem,
    ptr::NonNull,
};

use allocator_api2::alloc::{AllocError, Allocator};

/// The size of the first chunk. Each later one has twice the size of the last, up to [`LARGEST`].
const FIRST: usize = 1 << 10;

/// Larger chunks are made only for blocks that need them.
const LARGEST: usize = 1 << 20;

/// A bump arena: an allocation moves a pointer forward, and [`reset`](Self::reset) moves it back for all blocks at once.
///
/// Everything is allocated through `&self`. Were it `&mut self`, the first reference that comes out would borrow the
/// arena for as long as it lives, and there would be no second one (E0499). Two calls never hand out the same bytes,
/// so the references may be mutable; what moves meanwhile is in [`Cell`]s, which is why no two threads can share an
/// arena (E0277). To *send* it is fine.
///
/// Nobody keeps a list of what was allocated, so nothing in an arena is dropped by it:
///
/// | the value comes from | its `drop` |
/// |---|---|
/// | [`alloc`](Self::alloc) | never, so a type that has something to drop is refused (E0080) |
/// | a `Box` or `Vec` with the allocator `&Arena` | when that box or vector is dropped, as always |
///
/// # Example: blocks die together, and the borrow checker knows when
/// ```
/// use deep_dives::custom_allocators::Arena;
///
/// let mut arena = Arena::new();
/// for request in ["/tags/rust", "/feed"] {
///     let path = arena.alloc_str(request);
///     let visits = arena.alloc(1_u64);
///     *visits += path.len() as u64; // both are in use, and both are `&mut`
///     arena.reset(); // refused as long as `path` or `visits` is used below
/// }
/// ```
pub struct Arena {
    /// Where the next block may begin. Without a chunk, it and `end` are an address that is nowhere.
    next: Cell<NonNull<u8>>,
    /// Where the newest chunk ends.
    end: Cell<NonNull<u8>>,
    /// Chunks are a list, whose links are kept in the chunks.
    newest: Cell<Option<NonNull<Chunk>>>,
    /// The bytes of all chunks.
    reserved: Cell<usize>,
    limit: usize,
}

/// What stands at the beginning of each chunk.
struct Chunk {
    older: Option<NonNull<Chunk>>,
    /// To free a chunk takes the very layout with which it was allocated.
    layout: Layout,
}

// SAFETY: an arena owns its chunks, and nothing outside of it leads to them but what borrows the arena. A value that
// must not change threads may have been left in a chunk, but no reference to it can still be there after the move.
unsafe impl Send for Arena {}

impl Default for Arena {
    fn default() -> Self {
        Self::new()
    }
}

impl Arena {
    /// An arena without a chunk: nothing is reserved before the first block.
    #[must_use]
    pub const fn new() -> Self {
        Self::with_limit(usize::MAX)
    }

    /// An arena whose chunks will never be more than `limit` bytes together, their headers included.
    ///
    /// A request that asks for more than its share then fails alone, and not the whole service.
    #[must_use]
    pub const fn with_limit(limit: usize) -> Self {
        let nowhere = NonNull::dangling();
        Self {
            next: Cell::new(nowhere),
            end: Cell::new(nowhere),
            newest: Cell::new(None),
            reserved: Cell::new(0),
            limit,
        }
    }

    /// The bytes of all chunks, used or not.
    pub const fn reserved(&self) -> usize {
        self.reserved.get()
    }

    /// Moves `value` into the arena, for as long as the arena is borrowed.
    ///
    /// `T` must have nothing to drop. That is checked when the code for `T` is generated, so `cargo build` refuses what
    /// `cargo check` accepts. A leak is no memory error, and other arenas let it happen.
    ///
    /// If there is no memory, the process ends, as with `Box::new`.
    pub fn alloc<T>(&self, value: T) -> &mut T {
        self.try_alloc(value).unwrap_or_else(|AllocError| handle_alloc_error(Layout::new::<T>()))
    }

    /// The same, for callers who can live without.
    ///
    /// # Errors
    /// If there is no memory, or the limit is reached. The value is gone then; it had nothing to drop.
    #[inline]
    #[expect(clippy::mut_from_ref, reason = "each call returns bytes that no other call returned")]
    pub fn try_alloc<T>(&self, value: T) -> Result<&mut T, AllocError> {
        const { assert!(!mem::needs_drop::<T>(), "an arena does not drop what is in it: box it with the arena") };
        let place = self.bump(Layout::new::<T>())?.cast::<T>();
        // SAFETY: the block has the size and alignment of a `T`, and belongs to nobody else.
        unsafe { place.write(value) };
        // SAFETY: a `T` was just written there. The reference borrows the arena, and `reset` and drop, which free blocks,
        // need it unborrowed. `deallocate` and its like are unsafe: who calls them must own the block, as nobody else does.
        Ok(unsafe { &mut *place.as_ptr() })
    }

    /// A copy of `text` in the arena.
    #[expect(clippy::mut_from_ref, reason = "each call returns bytes that no other call returned")]
    pub fn alloc_str(&self, text: &str) -> &mut str {
        let layout = Layout::for_value(text);
        let Ok(place) = self.bump(layout) else { handle_alloc_error(layout) };
        // SAFETY: the block is as long as the text, and as it is new, apart from it.
        unsafe { place.copy_from_nonoverlapping(NonNull::from_ref(text).cast(), text.len()) };
        let bytes = NonNull::slice_from_raw_parts(place, text.len()).as_ptr();
        // SAFETY: all bytes were just written; for the lifetime see `try_alloc`.
        let bytes = unsafe { &mut *bytes };
        // SAFETY: they are a copy of a `str`.
        unsafe { str::from_utf8_unchecked_mut(bytes) }
    }

    /// Takes all blocks back, and keeps the newest chunk for what comes next.
    ///
    /// `&mut self` is the whole check: it cannot be had while a reference, a box or a vector from this arena is used
    /// (E0502). To be dropped is a use, too: a vector that would be dropped later must be dropped before.
    pub fn reset(&mut self) {
        let Some(newest) = self.newest.get() else { return };
        // SAFETY: the header of a chunk is valid as long as the chunk, and nobody else accesses it.
        let header = unsafe { &mut *newest.as_ptr() };
        // SAFETY: nothing is borrowed, and the link is taken, so that nothing leads to the older chunks any more.
        unsafe { free_all(header.older.take()) };
        self.reserved.set(header.layout.size());
        // SAFETY: the header is within its chunk.
        self.next.set(unsafe { newest.add(1) }.cast());
    }

    /// A block of `layout`, at the next address that has its alignment.
    #[inline]
    fn bump(&self, layout: Layout) -> Result<NonNull<u8>, AllocError> {
        let next = self.next.get();
        let mask = layout.align() - 1;
        // Up to the next multiple of the alignment, which is a power of two. Only the address changes: the pointer still
        // has the right to access its chunk, which a number that is cast to a pointer need not have.
        let aligned = next.as_ptr().map_addr(|address| address.wrapping_add(mask) & !mask);
        // Negative, if the alignment goes beyond the chunk; the true number fits, as both parts of it are less than half
        // of all addresses. So one comparison is enough.
        let room = self.end.get().addr().get().wrapping_sub(aligned.addr()).cast_signed();
        if room < layout.size().cast_signed() {
            return self.bump_in_a_new_chunk(layout);
        }
        // SAFETY: not beyond the end and not before `next`, so not null either.
        let block = unsafe { NonNull::new_unchecked(aligned) };
        // SAFETY: there is room for the block.
        self.next.set(unsafe { block.add(layout.size()) });
        Ok(block)
    }

    #[cold]
    #[inline(never)]
    fn bump_in_a_new_chunk(&self, layout: Layout) -> Result<NonNull<u8>, AllocError> {
        if layout.size() == 0 {
            // No byte will be accessed, so any address will do that is aligned and not null.
            return Ok(layout.dangling_ptr());
        }
        // The header, padding for the block, the block: `extend` knows the offset, and what alignment it all needs.
        let (least, offset) = Layout::new::<Chunk>().extend(layout).map_err(|_| AllocError)?;
        let affordable = self.limit - self.reserved.get();
        if least.size() > affordable {
            return Err(AllocError);
        }
        // SAFETY: the header of a chunk is valid as long as the chunk.
        let newest = self.newest.get().map(|newest| unsafe { newest.as_ref() });
        let usual = newest.map_or(FIRST, |newest| (newest.layout.size() * 2).min(LARGEST));
        let size = usual.min(affordable).max(least.size());
        let whole = Layout::from_size_align(size, least.align()).map_err(|_| AllocError)?;

        // From the system and not from the global allocator, which may be the one that needs this chunk.
        // SAFETY: the size is not zero; there is a header at least.
        let chunk = NonNull::new(unsafe { System.alloc(whole) }).ok_or(AllocError)?;
        // SAFETY: a chunk begins with its header, and `least` has its alignment.
        unsafe { chunk.cast().write(Chunk { older: self.newest.get(), layout: whole }) };
        // SAFETY: `offset` is in the chunk,
        let block = unsafe { chunk.add(offset) };
        // SAFETY: and the chunk is as large as `least`, which has room for the block,
        self.next.set(unsafe { block.add(layout.size()) });
        // SAFETY: and as large as `whole`.
        self.end.set(unsafe { chunk.add(whole.size()) });
        self.newest.set(Some(chunk.cast()));
        self.reserved.set(self.reserved.get() + whole.size());
        Ok(block)
    }

    /// Whether `block` is the last one, so that its end can be moved.
    ///
    /// The address tells, as no block of an older chunk can end at `next`, which is behind the header of the newest one. A
    /// block of no bytes may happen to be there, wherever it came from: to move its end is to begin a new block.
    fn is_last(&self, block: NonNull<u8>, layout: Layout) -> bool {
        block.addr().get() + layout.size() == self.next.get().addr().get()
    }

    /// Moves the end of the last block, if it can stay at its place with the layout `new`.
    fn resize_last(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Option<NonNull<[u8]>> {
        let room = self.end.get().addr().get().checked_sub(block.addr().get())?;
        if !self.is_last(block, old) || !is_aligned(block, new) || new.size() > room {
            return None;
        }
        // SAFETY: the last block ends at `next`, so it is within the chunk,
        let block = unsafe { self.next.get().sub(old.size()) };
        // SAFETY: and there is room for its new size.
        self.next.set(unsafe { block.add(new.size()) });
        Some(NonNull::slice_from_raw_parts(block, new.size()))
    }
}

/// For a reference to the arena, and not for the arena: a block must stay valid as long as its allocator, but not
/// longer. `&'a Arena` cannot be reset; an `Arena` that somebody gets back from a box could.
// SAFETY: blocks are apart, aligned and as large as asked for (`bump`). They stay until the arena is reset or dropped,
// which nobody can do before this reference and all of its copies are out of use. Copies are the same arena.
unsafe impl Allocator for &Arena {
    #[inline]
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        self.bump(layout).map(|block| NonNull::slice_from_raw_parts(block, layout.size()))
    }

    /// Only the last block is of use again.
    #[inline]
    unsafe fn deallocate(&self, block: NonNull<u8>, layout: Layout) {
        if self.is_last(block, layout) {
            // SAFETY: the last block ends at `next`, so its beginning is in the same chunk.
            self.next.set(unsafe { self.next.get().sub(layout.size()) });
        }
    }

    /// The last block grows at its place. Any other moves, and the bytes that it had are lost until the next reset.
    unsafe fn grow(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Result<NonNull<[u8]>, AllocError> {
        if let Some(grown) = self.resize_last(block, old, new) {
            return Ok(grown);
        }
        let moved = self.allocate(new)?;
        // SAFETY: the caller owns `block`, which has `old.size()` bytes. The new block has at least as many, and is
        // apart from it.
        unsafe { moved.cast().copy_from_nonoverlapping(block, old.size()) };
        Ok(moved)
    }

    /// Without this, the provided method would copy to a new block: an arena would grow by being asked to shrink.
    unsafe fn shrink(
        &self,
        block: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        if let Some(shrunk) = self.resize_last(block, old, new) {
            return Ok(shrunk);
        }
        if is_aligned(block, new) {
            return Ok(NonNull::slice_from_raw_parts(block, new.size()));
        }
        // A layout may shrink and ask for more alignment than it had.
        let moved = self.allocate(new)?;
        // SAFETY: the caller owns `block`, which has at least `new.size()` bytes, and the new block is apart from it.
        unsafe { moved.cast().copy_from_nonoverlapping(block, new.size()) };
        Ok(moved)
    }
}

fn is_aligned(block: NonNull<u8>, layout: Layout) -> bool {
    block.addr().get().is_multiple_of(layout.align())
}

impl Drop for Arena {
    fn drop(&mut self) {
        // SAFETY: what is being dropped is not borrowed, so nobody uses a block.
        unsafe { free_all(self.newest.get()) };
    }
}

/// Frees `chunk` and all that are older.
///
/// # Safety
/// Nobody may use a block in these chunks, or the links to them, any more.
unsafe fn free_all(mut chunk: Option<NonNull<Chunk>>) {
    while let Some(this) = chunk {
        // SAFETY: each chunk in the list begins with its header, and is freed only below.
        let Chunk { older, layout } = unsafe { this.read() };
        // SAFETY: it was allocated with this layout, and the caller promises that it is out of use.
        unsafe { System.dealloc(this.as_ptr().cast(), layout) };
        chunk = older;
    }
}
