//! Reference solutions, held to the tests that learners get.

mod deque_map_set;
mod nested_collections;
mod collection_borrowing;
mod collection_iterators;
mod collecting;
