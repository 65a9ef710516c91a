//! Write an allocator: for the values of one request, for blocks of a few sizes, and for tests that measure.
//!
//! After it, the reader can keep both contracts that an allocator may sign, let the borrow checker guard an arena, and
//! test what code does when there is no memory. Nobody needs an allocator of their own before a profile says so; but
//! who knows what it must do, knows what each `Box` and `Vec` relies on.
//!
//! | | what it is good for | gives back | threads |
//! |---|---|---|---|
//! | [`Arena`] | what dies together: all values of one request | all at once, or the last one | one; can be sent |
//! | [`Pool`] | many small blocks that come and go: the nodes of a comment thread | each, to its size class | one; can be sent |
//! | [`SharedPool`] | the same, for a whole program | the same | all, behind a lock |
//! | [`Metered`] | tests: how much, how often, and what if not | passes on | all, each counted by itself |
//!
//! # Two contracts
//!
//! [`GlobalAlloc`](std::alloc::GlobalAlloc) is what `#[global_allocator]` asks for, and so what `std` uses. `Allocator`
//! is what a collection takes as a parameter. It is unstable in `std`; the crate `allocator_api2` mirrors it, has a
//! `Box` and a `Vec` with that parameter, and is what the maps of `hashbrown` ask for. Both traits are unsafe to
//! implement: the collections believe every promise, and it is the implementor who can break their memory safety.
//!
//! | | `GlobalAlloc` | `Allocator` |
//! |---|---|---|
//! | no memory | null | `Err(AllocError)` |
//! | a size of zero | the caller must not ask | must be served |
//! | another size | `realloc`: the alignment stays | `grow` and `shrink`: the alignment may change |
//! | not written by you | `realloc` and `alloc_zeroed` by way of `alloc` | `grow` and `shrink` by way of `allocate` |
//! | who shares it | all threads: it is a `static` | whom its type allows |
//! | unwinding | undefined behaviour | not forbidden, and not expected: `Err` is the answer |
//!
//! Both get the block's [`Layout`](std::alloc::Layout) again when it is freed, and both rely on it being the right one.
//! C's `free` gets nothing, so a C allocator must find the size by itself, often from a header before the block.
//! ([`Columns`] shows how layouts are calculated.)
//!
//! Nobody may rely on being called. The optimiser removes an allocation whose block is never needed, and the global
//! allocator is not asked; a test that counts must use what it counts.
//!
//! # When there is no memory
//!
//! `push` and `Box::new` call [`handle_alloc_error`](std::alloc::handle_alloc_error). With `std`, it prints what was asked
//! for and aborts without unwinding; its documentation lets later versions panic instead, so that nobody may rely on
//! either. `try_reserve` returns an error and leaves the collection as it was. So code that must survive reserves first,
//! and then pushes within the capacity, as [`tag_counts`] does.
//!
//! # What it costs
//!
//! `cargo bench -p deep-dives --bench custom_allocators` compares with the system's allocator, with bumpalo and with
//! mimalloc.
//!
//! For the values of a request, the arena takes about as long as bumpalo, well within 1.15 times. Boxes of the system's
//! allocator, which are freed one by one, take some ten times as long. A vector that grows as the last block of an arena
//! does so at its place; in bumpalo, which bumps downwards, it is copied, and takes 1.3 times as long or more.
//!
//! Blocks that come and go cost the pool a quarter of what they cost the system's allocator if all are of one size, and
//! about half if sizes are mixed. mimalloc, which serves all threads, takes almost twice as long as the pool with one size, and
//! somewhat less than the pool with many. The same pool behind its lock takes two to six times as long, and longer than
//! the system's allocator: to be general costs more than all else, and an allocator pays where a program knows what a
//! general one cannot.
//!
//! # What the tools do not see
//!
//! To memcheck, a chunk is one block. A write beyond a block of an arena hits its neighbour and is no error to the tool,
//! and neither is the use of a block after a reset that keeps its chunk. Each allocator between the program and the
//! system makes the tools blinder. That is why these are tested against an oracle, with blocks of any size and alignment
//! in any order: no two overlap, each is aligned, each keeps its bytes.

mod columns;
mod arena;
mod pool;
mod spin_lock;
mod sync;
mod shared_pool;
mod metered;

pub use arena::Arena;
pub use columns::Columns;
pub use metered::{Metered, Usage, metered, with_quota};
pub use pool::Pool;
pub use shared_pool::SharedPool;

use allocator_api2::{alloc::Allocator, collections::TryReserveError, vec::Vec};

/// Counts the tags of a request's articles, in the order of their first appearance, in memory of the caller's choice.
///
/// The parameter `A` costs nothing where it is a type of size zero, and one pointer in each collection where it is
/// `&Arena` or `&Pool`.
///
/// # Errors
/// If the allocator has no more memory. The caller can answer that the request is too large; nothing was aborted.
///
/// # Example: a request that exceeds its budget fails alone
/// ```
/// use deep_dives::custom_allocators::{Arena, tag_counts};
///
/// let tags = ["rust", "async", "rust"];
/// let arena = Arena::new();
/// assert_eq!(tag_counts(tags, &arena)?, [("rust", 2), ("async", 1)]);
///
/// let too_small = Arena::with_limit(64);
/// assert!(tag_counts(tags, &too_small).is_err());
/// # Ok::<(), allocator_api2::collections::TryReserveError>(())
/// ```
pub fn tag_counts<'t, A: Allocator>(
    tags: impl IntoIterator<Item = &'t str>,
    allocator: A,
) -> Result<Vec<(&'t str, usize), A>, TryReserveError> {
    let mut counts = Vec::<(&str, usize), A>::new_in(allocator);
    for tag in tags {
        if let Some((_, count)) = counts.iter_mut().find(|(known, _)| *known == tag) {
            *count += 1;
        } else {
            counts.try_reserve(1)?;
            counts.push((tag, 1));
        }
    }
    Ok(counts)
}
