//! What the topics promise, seen from outside.

mod deque_map_set;
mod nested_collections;
mod collection_borrowing;
mod collection_iterators;
mod collecting;
