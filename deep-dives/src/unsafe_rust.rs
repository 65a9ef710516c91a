//! Write unsafe code that others may call safely: what must hold, who guarantees it, and which tool would notice.
//!
//! After this lesson you can tell an invariant of the compiler's from one of your own, write a `SAFETY:` comment that
//! answers a contract, keep a data structure whole while foreign code panics in the middle of it, promise `Send` and
//! `Sync` with a reason, and choose the tool that can refute you.
//!
//! At a block or an impl, `unsafe` permits a handful of things more (above all: following a raw pointer, calling an
//! `unsafe fn`, an `unsafe impl`, a mutable `static`, reading a field of a union), and switches no check off. What it
//! changes is who is responsible. There are four staged examples, each with more that can go wrong:
//!
//! | module | builds | is about |
//! |---|---|---|
//! | [`text`] | a short string inside its owner | `MaybeUninit`; validity and safety |
//! | [`pointers`] | two `&mut` at once, a flag in a pointer, a record read from bytes | aliasing, provenance, `&raw` |
//! | [`vector`] | a growable sequence | allocation, values of size 0, panics, iterators that are leaked |
//! | [`ring`] | a queue between two threads, without a lock | `Send` and `Sync` by hand, memory orderings |
//!
//! # Two kinds of invariant
//!
//! | | validity | safety |
//! |---|---|---|
//! | belongs to | the type, for the compiler | the type, for its author |
//! | says | a `bool` is 0 or 1; a `&T` is aligned, not null, and does not dangle; no integer is uninitialised | a `str` is UTF-8; a [`vector::Vector`]'s first `len` places hold values |
//! | must hold | whenever a value is made, copied or passed on, used or not | whenever code can see the value that may rely on it |
//! | if it is broken | undefined behaviour at once | undefined behaviour perhaps, later, in a safe function that is right |
//! | may be broken for a moment | never | inside the module; if foreign code runs meanwhile, a guard must mend it |
//!
//! So undefined behaviour is not "what crashes". It is what the compiler has been told does not happen, and it has
//! arranged the rest of the program accordingly.
//!
//! # Privacy is the wall
//!
//! The unsafe block of [`vector::Vector::pop`] is right because `len` is. An assignment to `len` needs no `unsafe`, and
//! any line that can write one decides whether that block is right. So what has to be reviewed is not the block but all
//! code that can reach the field: the module, and those inside it. Keep it small, its fields private, and everything else
//! outside.
//!
//! # A comment that answers
//!
//! A contract is written twice. `# Safety` on an `unsafe fn` or `unsafe trait` lists the duties of the caller or
//! implementor; `// SAFETY:` at a block or impl answers each of them: *who* guarantees it, and *why nothing can undo it*
//! before the operation. "The pointer is valid" repeats the question. "`len` is lowered before the value is read, so nobody
//! reads it again" is an answer that a reviewer can find false. The workspace denies blocks without a comment, blocks with
//! two operations (so that each has its own answer), and unsafe operations that only the `unsafe fn` around them
//! covers: `undocumented_unsafe_blocks`, `multiple_unsafe_ops_per_block`, `unsafe_op_in_unsafe_fn`.
//!
//! # Which tool sees what
//!
//! A test shows what a program did once. Undefined behaviour may do what was expected, so each tool below watches for
//! something that a test cannot see, and is blind to the rest:
//!
//! | tool | sees | does not see |
//! |---|---|---|
//! | compiler, lints | E0793, a transmute of two sizes, a write through a `&T` that was cast, as far as one function shows it | what depends on values |
//! | a debug build | a null or unaligned pointer that is followed with `*`; contracts of many unsafe functions of the library: an index, an overlap | a pointer that dangles; aliasing; what is read by `ptr::read` |
//! | memcheck (valgrind) | use after free, an overrun of a block on the heap, a *decision* on uninitialised bytes, leaks | an overrun among variables on the stack or in statics; aliasing; a mere copy of uninitialised bytes |
//! | AddressSanitizer (nightly) | the same without the uninitialised, and the stack: overrun, use after the scope | uninitialised bytes, aliasing |
//! | loom | an ordering too weak, two threads in one `UnsafeCell`, in every order of a small program's steps | what does not go through its types; a store that overtakes a load before it |
//! | Miri (nightly) | aliasing, validity, provenance, alignment, races, leaks: nearly all that can be undefined in one run | other runs; foreign functions, mostly |
//! | a model test (proptest) | a result other than that of [`Vec`], for many sequences of operations | what is undefined and gives the right result |
//!
//! The package `deep-dives-cases` has programs that memcheck, AddressSanitizer or Miri must reject, each with its
//! repaired twin. The package `deep-dives-models` has the ring under loom. `cargo xtask sanitize` runs these, and the
//! lesson's tests, under each tool that the machine has; where this leaves out Miri, nothing here checks aliasing.
//!
//! # When
//!
//! For what cannot be said otherwise: foreign functions, a structure that owns its values in a way of its own, a promise
//! about threads that the compiler cannot derive. For speed only after a measurement. That `get_unchecked` makes a loop
//! fast is a belief: to add two slices by index, with all cut to one length first, or unchecked takes the same time, since
//! today's compiler moves the checks out of such a loop by itself. The ring is another matter: in one thread, a value goes
//! through it in about a tenth of the time that a queue behind a lock takes, and in no more than through `rtrb`, a crate
//! for the same purpose; between two threads, both rings are at least as far ahead of the lock, and neither of the other by
//! much (`cargo bench -p deep-dives --bench unsafe_rust`).
//!
//! # And what the library had already
//!
//! Rebuilding [`Vec`] teaches why it is as it is. Two things it can do stay out of reach on stable: its `Drop` promises not
//! to look at borrowed values (`may_dangle`), so a `Vec<&str>` may be declared before the `String` it borrows from, and a
//! [`vector::Vector`] may not (E0597). And it knows which of the library's iterators tell their length truly
//! (`TrustedLen`), and writes the values of those without asking for room each time: to collect a range takes it a third of
//! the time that a `Vector` needs. To push, a `Vector` needs no longer.

pub mod pointers;
pub mod ring;
mod sync;
pub mod text;
pub mod vector;
