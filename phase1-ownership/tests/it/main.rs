//! What the topics promise, seen from outside.

mod advanced_borrowing;
mod disjoint_field_borrows;
mod enums_and_patterns;
mod option_result_combinators;
mod slices_and_vec;
mod iterators;
mod strings_and_heap;
mod methods_and_references;
