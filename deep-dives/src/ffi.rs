//! Words counted by a library in C, behind a type that cannot be used wrongly.
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
//! Since edition 2024 the block is an `unsafe extern`: writing it is the promise, since a wrong type is undefined
//! behaviour at the first call. In it, a `safe fn` can be called by anybody. That is for functions that work for *all*
//! arguments, so hardly ever for one that takes a pointer. The word is checked no more than the type is.
//!
//! An `Option<extern "C" fn(..)>` is a function pointer that may be null, `Option<NonNull<T>>` a pointer that may; both
//! are guaranteed to be as large as the pointer. `usize` is `size_t` on the platforms of the standard library, `c_int` is
//! what C's `int` is there, `bool` is `_Bool`. A struct needs `repr(C)`, and the proofs ask the library for the
//! offsets that its own compiler chose ([`wb_slice_layout`](deep_dives_c::wb_slice_layout)). An integer that names one of
//! several cases stays an integer: no caller in C promises that there is such a case.
//!
//! # Who owns it
//!
//! | | the callee borrows | the callee owns |
//! |---|---|---|
//! | **Rust calls C** | `text` in `wb_add`: a pointer and a length, for the call | the closure in `wb_filter`: `Box::into_raw`, and a function by which C gives it back |
//! | **C returns to Rust** | `wb_name`: a `&CStr` that borrows the book; `wb_problem`: copied before the next call | `wb_report`: a type whose `Drop` calls `wb_text_free` |
//! | **C calls Rust** | `title` in `slugs_claim`: a `&CStr`, for the call | `slugs_free`: `Box::from_raw` |
//! | **Rust returns to C** | `slugs_title`: a promise in the header, as the borrow is lost | `slugs_new`: `Box::into_raw` |
//!
//! What a side has allocated that side frees. That both call `malloc` today is a detail, and C's `free` is told no layout,
//! which Rust's allocators require.
//!
//! # Strings
//!
//! A `str` knows its length, is UTF-8, may contain NUL and need not end with one. A `char *` is the contrary of each. So
//! one of them costs a copy, or the interface takes a length, as `wb_add` does, and there is none.
//!
//! | have | want | how | fails if |
//! |---|---|---|---|
//! | a literal | `*const c_char` | `c"notes"` | there is a NUL in it: it does not compile |
//! | `&str` | `*const c_char` | [`CString::new`](std::ffi::CString::new), which allocates; keep it in a variable while C reads it | there is a NUL in it |
//! | `*const c_char` | `&CStr` | [`CStr::from_ptr`](std::ffi::CStr::from_ptr): counts, and invents a lifetime | |
//! | `&CStr` | `&str` | `to_str` | it is not UTF-8 |
//! | a buffer that C has filled | `&CStr` | [`CStr::from_bytes_until_nul`](std::ffi::CStr::from_bytes_until_nul), safe | there is no NUL in it |
//!
//! The invented lifetime is whatever the caller wants. A safe function pins it down by its signature: the `&CStr` of
//! [`Wordbook::name`](wordbook::Wordbook::name) borrows the book because `&self` says so.
//!
//! # Callbacks
//!
//! A closure is a function and data. C passes both, a pointer of each, and the second is `void *user`. One generic
//! `extern "C" fn` for each closure type turns it back: [`Wordbook::each`](wordbook::Wordbook::each) lends its closure
//! for the time of a call, so it can stay on the stack and borrow anything. What C keeps, as the filter of
//! [`Wordbook::keep_only`](wordbook::Wordbook::keep_only), is boxed; the type has a lifetime for what it borrows, and is
//! `Send` only because the closure must be.
//!
//! In the other direction nobody refuses a callback that calls back. The exported registry is therefore shared, never
//! `&mut`, and finds out by a `RefCell`.
//!
//! # Panics
//!
//! | the function is | a panic at its edge | for |
//! |---|---|---|
//! | `extern "C"` | aborts the process | the last resort |
//! | `extern "C-unwind"` | unwinds on, through C's frames without a cleanup | C++ exceptions, Rust in the costume of C |
//! | `extern "C"` with [`catch_unwind`](std::panic::catch_unwind) inside | is a status, or is carried around C and resumed | callbacks, exports |
//!
//! With `panic = "abort"` all three abort. And a C++ exception or a `longjmp` is not a panic: neither may cross a function
//! that is declared `extern "C"`.
//!
//! # What a call costs
//!
//! A foreign call is a call, without conversion or lock; what it lacks is inlining, and all that follows from it.
//! `cargo bench -p deep-dives --bench ffi` folds the same text three ways. BENCHES
//!
//! # Which road to which language
//!
//! | language | road | why | here |
//! |---|---|---|---|
//! | C | by hand for a screenful, bindgen and cbindgen beyond | C's ABI is the one that all others speak | `deep-dives/c`, `deep-dives/export` |
//! | C++ | [cxx](https://cxx.rs): one declaration, both sides generated and compared by static assertions | mangled names, exceptions, and objects that must not be moved by copying bytes have no form in the ABI of C | `deep-dives/cpp` |
//! | Python | [PyO3](https://pyo3.rs): an extension module, built by maturin | every object belongs to the interpreter, which counts references and wants its lock; PyO3 makes that a token and lifetimes | `deep-dives/python`, by `cargo xtask python` |
//! | Lua | [mlua](https://docs.rs/mlua), the interpreter compiled in | Lua's values live on a stack of its own, and its errors are a `longjmp`, which must not cross Rust's frames | `deep-dives/lua` |
//!
//! To call a few functions from a language without such a road, export C: Python's `ctypes`, LuaJIT's `ffi`, Java's
//! foreign functions, C# and Go all load it. A process apart, with messages between, is a road too: it is the only one on
//! which neither side can corrupt the other.

pub mod wordbook;
pub mod panics;
