//! The second allocator: blocks of a few sizes, which are used again one by one.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    ptr::NonNull,
};

use allocator_api2::alloc::{AllocError, Allocator};

use super::Arena;

/// The smallest class, large enough for the link of a free block.
const SMALLEST: usize = 16;

/// What is larger goes to the system, which has better ways for it.
const LARGEST: usize = 1024;

const CLASSES: usize = (LARGEST / SMALLEST).ilog2() as usize + 1;

/// A size-class pool: free blocks of 16, 32, … 1024 bytes in a list each.
///
/// A block is taken from the list of its class, or from an [`Arena`] if the list is empty, and goes back to the list.
/// The list costs no memory: its links stand in the free blocks themselves. Every block is aligned to its whole size,
/// so the class of a layout is the larger of size and alignment, rounded up to a power of two.
///
/// No block has a header. `dealloc` gets the layout again, and that is how it knows the class; the contract that
/// layouts must match is what pays for it.
///
/// The prices: nearly half of a block may be unused, and more in the smallest class or for a large alignment. Memory that
/// once was of a class stays in it until the pool is dropped. It may well be more than all that is in use.
///
/// Links are written through the pointer that comes back, and the next owner gets that pointer. Whether this is allowed
/// is an open question ([UCG 256]): the pointer may have been made of a reference to 24 bytes. By Tree Borrows, a model
/// of aliasing that Miri has as an option, it still leads to the block around them. By Stacked Borrows, Miri's default, it
/// ends with them, and a free list of this kind is refused. What rustc tells its optimiser today is the same in both.
///
/// [UCG 256]: https://github.com/rust-lang/unsafe-code-guidelines/issues/256
///
/// # Example: what is freed is what comes next
/// ```
/// use allocator_api2::boxed::Box;
/// use deep_dives::custom_allocators::Pool;
///
/// let pool = Pool::new();
/// let comment = Box::new_in([0_u8; 24], &pool);
/// let address = comment.as_ptr().addr();
/// drop(comment);
/// // 24 and 30 bytes are the same class.
/// assert_eq!(Box::new_in([0_u8; 30], &pool).as_ptr().addr(), address);
/// ```
#[derive(Default)]
pub struct Pool {
    arena: Arena,
    free: [Cell<Option<NonNull<Free>>>; CLASSES],
}

/// What a block is while it is free.
struct Free {
    next: Option<NonNull<Free>>,
}

// SAFETY: a pool owns its arena, its lists lead to nothing but free blocks of it, and nobody else has these.
unsafe impl Send for Pool {}

impl Pool {
    /// A pool that has nothing reserved, and can be a `static`.
    #[must_use]
    pub const fn new() -> Self {
        Self { arena: Arena::new(), free: [const { Cell::new(None) }; CLASSES] }
    }

    /// The bytes that the pool has reserved for small blocks, in use or free.
    pub const fn reserved(&self) -> usize {
        self.arena.reserved()
    }

    /// A block of `layout`, or `None` if there is no memory.
    #[inline]
    pub(super) fn take(&self, layout: Layout) -> Option<NonNull<u8>> {
        let Some(class) = class(layout) else {
            let layout = not_empty(layout)?;
            // SAFETY: the size is not zero.
            return NonNull::new(unsafe { System.alloc(layout) });
        };
        let Some(block) = self.free[class].get() else {
            let size = SMALLEST << class;
            let layout = Layout::from_size_align(size, size).expect("a class is a small power of two");
            return (&self.arena).allocate(layout).ok().map(NonNull::cast);
        };
        // SAFETY: what is in the list was written by `give`, and belongs to nobody since.
        let Free { next } = unsafe { block.read() };
        self.free[class].set(next);
        Some(block.cast())
    }

    /// Takes a block back.
    ///
    /// # Safety
    /// The block came from this pool, with a layout of this class; if it is too large for all classes, with this very
    /// layout. The caller owns it and will not use it again.
    #[inline]
    pub(super) unsafe fn give(&self, block: NonNull<u8>, layout: Layout) {
        let Some(class) = class(layout) else {
            let Some(layout) = not_empty(layout) else { return };
            // SAFETY: the caller promises that it came from `take`, where this was its layout.
            return unsafe { System.dealloc(block.as_ptr(), layout) };
        };
        let block = block.cast();
        // SAFETY: every class has the size and alignment of a link, and the caller gave the block up.
        unsafe { block.write(Free { next: self.free[class].get() }) };
        self.free[class].set(Some(block));
    }

    /// The block with another layout, at its place if the class stays the same.
    ///
    /// Shrinking must move a block, too: the next layout that `give` sees is the small one, and would put it in the
    /// wrong list.
    ///
    /// # Safety
    /// As for [`give`](Self::give), unless the result is `None`: then the block is still the caller's.
    pub(super) unsafe fn resize(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Option<NonNull<u8>> {
        match (class(old), class(new)) {
            (Some(one), Some(other)) if one == other => return Some(block),
            (None, None) if old.align() == new.align() => {
                let (old, new) = (not_empty(old)?, not_empty(new)?);
                // SAFETY: the caller promises that the block came from `take`, so from the system with this layout.
                // The new size is not zero, and is a layout's with the same alignment.
                return NonNull::new(unsafe { System.realloc(block.as_ptr(), old, new.size()) });
            }
            _ => {}
        }
        let moved = self.take(new)?;
        // SAFETY: the caller owns the old block, the new one is apart from it, and both are this long.
        unsafe { moved.copy_from_nonoverlapping(block, old.size().min(new.size())) };
        // SAFETY: the caller promises it.
        unsafe { self.give(block, old) };
        Some(moved)
    }
}

/// The list for a layout; none if it is too large. A block of no bytes is one of the smallest class.
#[inline]
fn class(layout: Layout) -> Option<usize> {
    let size = layout.size().max(layout.align()).max(SMALLEST);
    (size <= LARGEST).then(|| (size.next_power_of_two() / SMALLEST).ilog2() as usize)
}

/// What to ask the system for, which must not be asked for nothing: a layout may have no bytes, but a large alignment.
fn not_empty(layout: Layout) -> Option<Layout> {
    Layout::from_size_align(layout.size().max(1), layout.align()).ok()
}

/// For the pool itself, as nothing but its drop ends the life of a block. Collections take `&Pool`, too.
// SAFETY: a block is in one list, or with one owner, or still in the arena, and it is as large and as aligned as its
// class. Blocks do not move with the pool. It cannot be cloned.
unsafe impl Allocator for Pool {
    #[inline]
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        slice(self.take(layout), layout)
    }

    #[inline]
    unsafe fn deallocate(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: the caller promises that the block is one of this pool, and that the layout fits it.
        unsafe { self.give(block, layout) };
    }

    unsafe fn grow(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: as for `deallocate`; after an error, the caller still owns the block.
        slice(unsafe { self.resize(block, old, new) }, new)
    }

    unsafe fn shrink(
        &self,
        block: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: as for `deallocate`; after an error, the caller still owns the block.
        slice(unsafe { self.resize(block, old, new) }, new)
    }
}

fn slice(block: Option<NonNull<u8>>, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
    block.map(|block| NonNull::slice_from_raw_parts(block, layout.size())).ok_or(AllocError)
}
