//! Words counted by a library in C, behind a type that safe code cannot misuse.
//!
//! A foreign function is a name and a type that we claim. The compiler believes both, and nothing compares them with the
//! C. After this lesson you can say for each pointer that crosses the line who owns it and until when, turn the sentences
//! of a header into borrows and types, pass closures to C, keep panics on their own side, and export a library of your
//! own.
//!
//! | what | where |
//! |---|---|
//! | the library, its build, its declarations | package `deep-dives-c`, in `deep-dives/c` |
//! | the safe type around it | [`wordbook`] |
//! | what a panic does at the boundary | [`panics`] |
//! | the other direction: a library for C, its header, a program that links it | package `deep-dives-export`, in `deep-dives/export` |
//!
//! # Declarations
//!
//! Since edition 2024 the block is an `unsafe extern`: to write it is the promise, because a wrong type is undefined
//! behaviour, at the first call at the latest. A call is unsafe, too (E0133), unless the block says `safe fn`. That is for
//! functions that work for *all* arguments, on any thread, at any time, so hardly ever for one that takes a pointer. Nobody
//! checks that word, just as nobody checks the types.
//!
//! `c_int` is what C's `int` is on the target, `usize` is `size_t` on all that Rust supports today, `bool` is `_Bool`.
//! `Option<extern "C" fn(..)>` is a function pointer that may be null, and is guaranteed to be as large; so is
//! `Option<NonNull<T>>`. A struct needs `repr(C)`, and the proofs ask the library which offsets its own compiler chose
//! ([`wb_slice_layout`](deep_dives_c::wb_slice_layout)). A status stays an integer: to return an enum with a value that
//! is none of its variants is undefined behaviour, and C does not promise that there is none. What has no form in C is an
//! error (a type parameter, E0044; the ABI of C++, E0703) or only a warning (`&str`, `improper_ctypes`).
//!
//! # Who owns it
//!
//! | | the receiver borrows | the receiver owns |
//! |---|---|---|
//! | **Rust calls C** | `text` in `wb_add`: a pointer and a length, for the call | the closure in `wb_filter`: `Box::into_raw`, and a function by which C gives it back |
//! | **C returns to Rust** | `wb_name`: a `&CStr` that borrows the book; `wb_problem`: copied before the next call | `wb_report`: a type whose `Drop` calls `wb_text_free` |
//! | **C calls Rust** | `slug` in `slugs_title`: a `&CStr`, for the call | `slugs_free`: `Box::from_raw` |
//! | **Rust returns to C** | `slugs_title`: a promise in the header, as the borrow is lost | `slugs_new`: `Box::into_raw` |
//!
//! What a side has allocated that side frees. That both call `malloc` today is a detail, and C's `free` is told no layout,
//! which Rust's allocators require: a `Box` given to `free` is a mistake on every platform, even where it works.
//!
//! A reference promises more than its lifetime. `slugs_claim` copies the title before it writes, because in C one buffer
//! may well be title and result, and then a `&CStr` would be a lie. An owner promises something, too: to move
//! a `Box`, and so a `CString`, is to say that nobody else uses its address. What C goes on reading is therefore kept by an
//! `Arc`, or as the raw pointer that C has.
//!
//! That something is given back at all, no type proves. If the library counts what it has allocated and not freed, as
//! [`wb_blocks`](deep_dives_c::wb_blocks) does, an ordinary test can. C's own address sanitizer sees it on both sides, because
//! it replaces the `malloc` that Rust's allocator calls: a test of `deep-dives/export` runs the C program under it, and two
//! versions with a mistake, a leak and a use after free.
//!
//! # Strings
//!
//! A `str` knows its length, is UTF-8, may contain NUL and need not end with one. A `char *` is the contrary of each. So
//! a `str` for a `char *` costs a copy. Where the interface takes a length, as `wb_add` does, there is none.
//!
//! | have | want | how | fails if |
//! |---|---|---|---|
//! | a literal | `*const c_char` | `c"notes"` | there is a NUL in it: it does not compile |
//! | `&str` | `*const c_char` | [`CString::new`](std::ffi::CString::new), which copies; a variable has to own it while C reads (`dangling_pointers_from_temporaries`) | there is a NUL in it |
//! | `*const c_char` | `&CStr` | [`CStr::from_ptr`](std::ffi::CStr::from_ptr): looks for the NUL, and invents a lifetime | |
//! | `&CStr` | `&str` | `to_str` | it is not UTF-8 |
//! | a buffer that C has filled | `&CStr` | [`CStr::from_bytes_until_nul`](std::ffi::CStr::from_bytes_until_nul), safe | there is no NUL in it |
//!
//! The invented lifetime is whatever the caller wants. A safe function pins it down by its signature: the `&CStr` of
//! [`Wordbook::name`](wordbook::Wordbook::name) borrows the book because `&self` says so.
//!
//! # Callbacks
//!
//! A closure that captures is a function and data, and a function pointer is no place for data (E0308). C interfaces pass a
//! pointer of each; the second is the `void *user`. A generic `extern "C" fn` turns it back, compiled once for each closure
//! type.
//!
//! - [`Wordbook::each`](wordbook::Wordbook::each) lends its closure for the time of a call: it can stay on the stack and
//!   borrow anything.
//! - [`Wordbook::keep_only`](wordbook::Wordbook::keep_only) gives its closure away: it is boxed, twice, because a
//!   `Box<dyn FnMut>` is two words and `user` is one. The type has a lifetime for what the closure borrows (E0597), and
//!   may be `Send` only because the closure has to be.
//!
//! That a callback must not change what is being visited is a sentence in the header of `wb_each`, and in Rust a borrow
//! (E0502). In the other direction nobody refuses it. The exported registry is therefore never `&mut`, and a `RefCell`
//! finds out.
//!
//! # Panics
//!
//! | the function is | a panic at its edge | for |
//! |---|---|---|
//! | `extern "C"` | aborts the process | the last resort |
//! | `extern "C-unwind"` | unwinds on, through C's frames without a cleanup, if they have unwind tables | C++ that is unwound with us, Rust on both sides |
//! | `extern "C"` with [`catch_unwind`](std::panic::catch_unwind) inside | is a status, or is carried around C and resumed | callbacks, exports |
//!
//! With `panic = "abort"` all three abort. And to catch is not the end: a payload may panic again when it is dropped, and
//! then it is at the edge. A C++ exception is no panic: it must not come in through a function that is declared
//! `extern "C"`. Nor is a `longjmp`, which may skip a frame of Rust only if nothing in it has a destructor.
//!
//! # What a call costs
//!
//! A foreign call converts nothing and takes no lock. What it lacks, unless the linker optimises both languages together, is
//! inlining, and all that inlining makes possible. `cargo bench -p deep-dives --bench ffi` has the numbers behind these
//! ratios:
//!
//! - To fold a text with one call is as fast in C as in Rust. With a call for each byte it takes over 30 times as long, and
//!   with one for each to a function of Rust that is not inlined, some 20 times. It is not the language that costs: a loop
//!   of which each side has a half is vectorised by neither. What C's call costs besides is an address from a table, since
//!   the compiler does not know whether the function will come from a shared library.
//! - To look up 10 000 words by one call instead of 10 000 saves nothing that could be measured: hashing the word is more
//!   than the call. What costs is the copy. With a `CString` for each word it takes about twice as long.
//!
//! So batch where the work of a call is small, and have a length in the interface before you batch.
//!
//! # Which road to which language
//!
//! | language | road | why | here |
//! |---|---|---|---|
//! | C | by hand for a screenful, bindgen and cbindgen beyond | C's ABI is the one that all others speak | `deep-dives/c`, `deep-dives/export` |
//! | C++ | [cxx](https://cxx.rs): one declaration, both sides generated and compared by static assertions | mangled names, exceptions, and objects that must not be moved by copying bytes have no form in the ABI of C | `deep-dives/cpp` |
//! | Python | [PyO3](https://pyo3.rs): an extension module, built by maturin | every object belongs to an interpreter that counts references and, in most builds, has one lock for all; PyO3 makes a token and lifetimes of that | `deep-dives/python`, by `cargo xtask python` |
//! | Lua | [mlua](https://docs.rs/mlua), the interpreter compiled in | Lua's values live on a stack of its own, and its errors are a `longjmp`, from which mlua keeps our frames away | `deep-dives/lua` |
//!
//! A language without such a road takes the export for C: Python's `ctypes`, LuaJIT's `ffi`, Java, C# and Go can all call
//! one, and all of them believe the declarations as Rust does. A process of its own, with messages between, is a road as
//! well. It costs more, and neither side can corrupt the other.

pub mod wordbook;
pub mod panics;
