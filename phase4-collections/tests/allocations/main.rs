//! How often collections allocate, counted exactly. Counting takes a global allocator, and so a program of its own.

mod counting;
mod deque_map_set;
mod nested_collections;
mod collection_borrowing;
mod collection_iterators;
mod collecting;
