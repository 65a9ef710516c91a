//! What an abstraction costs: beliefs about it, put to the test, and who can be called as a witness.
//!
//! "Zero cost" means that code written by hand would not be faster. That is a claim about a program, a compiler and its
//! options, not a property of the language, and it can be tested. After this lesson you can say which abstractions
//! leave nothing behind and which do, name the line on which that depends, and choose the witness that can tell.
//!
//! The lesson is the royalty run of a publisher: columns of sales are added up ([`columns`]), read from a log
//! ([`records`]), turned into shares by tariffs ([`tariffs`]) and printed ([`statements`]); [`readers`] are compared
//! and ranked. Each piece stands there beside its obvious rival, which computes the same.
//!
//! | belief | what comes out | where |
//! |---|---|---|
//! | iterators cost more than loops, or less | the same, unless a `for` has to ask a `chain` item by item: several times the `for_each` | [`columns`] |
//! | a newtype is free | its arithmetic is: today, two such sums are one function under two names. What the library does only for types that it knows is lost: comparing two slices takes more than ten times as long | [`columns`] |
//! | bounds checks are slow | from a loop that counts and only reads, they are moved out. One that stays, because the loop writes as it goes, doubles the instructions and hardly shows in the time; four that tear a number into bytes make the reading ten times as dear | [`columns`], [`records`] |
//! | only `unsafe` removes them | an `assert!` before the loop, a cut or an array do the same | [`columns`], [`records`] |
//! | an `Option` takes room | not with a niche, and asking it costs what asking for a zero costs. But to count those without one takes fewer instructions, not more | [`records`] |
//! | `dyn` is slow, an enum is fast | a generic is fast because it is inlined. So is an enum, if it is; if not, it takes more instructions than `dyn` | [`tariffs`] |
//! | a closure costs a call | a generic one costs nothing. A box for one that captures nothing allocates nothing, but is still called | [`tariffs`] |
//! | `await` is expensive | it is free; the box around the future is not | [`tariffs`] |
//! | `write!` is the fast way to build a text | it saves the `String` that `format!` makes, and costs several times a `push_str` | [`statements`] |
//! | a hint makes code faster | of three, one shows in the count, one only in the time, one nowhere | [`readers`] |
//!
//! **Three witnesses.** *Sizes and allocations* are facts of the program, although the optimiser may leave an
//! allocation out: an ordinary test has them. *Instructions* are a fact of the program, its compiler with its options,
//! and the features of the processor: `cargo xtask counts` runs both sides under callgrind. *Times* belong to a machine
//! on one day: `cargo bench -p phase8-macros --bench zero_cost_abstractions`. The first witness that can tell is the
//! one to call.
//!
//! **They may contradict each other.** A count takes all instructions for equal, and sees no cache that misses, no
//! branch that was guessed wrong, and none that wait for others or run beside them. A division takes longer than the
//! check in front of it, so a check that is gone shows in the count and not in the time ([`records::shares`]). Nothing
//! waits for the check of an index, so less than half of the instructions may take as long, nearly
//! ([`columns::balances_asserted`]). And a wrong guess costs far more than one instruction, so a search may take less
//! than half of the time with no fewer of them ([`readers::rank_by_selection`]).
//!
//! **What makes the difference is nearly always inlining.** A generic function is compiled in the crate that uses it,
//! closures and all. A plain function is compiled in its own, and what is more than a few lines long is called from
//! other crates, unless it is `#[inline]` or the program is linked with `lto`. The functions to be measured are
//! `#[inline(never)]` here: so each is compiled for all arguments, not for those of its one caller.
//!
//! **Reading along.** `cargo rustc --release -p phase8-macros --lib -- --emit asm` writes the assembly below
//! `target/release/deps`, and `nm -C target/release/phase8-counts`, after `cargo build --release -p phase8-counts`,
//! lists what the program has. Today, [`columns::total`] and [`columns::total_in_cents`] have one address there: the
//! optimiser has seen that they are the same. So a comparison of function pointers proves nothing: equal ones may
//! be two functions, and different ones may be one. Rust warns of it, by the lint
//! `unpredictable_function_pointer_comparisons`.

pub mod columns;
pub mod records;
pub mod tariffs;
pub mod statements;
pub mod readers;
