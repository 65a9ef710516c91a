//! What the lessons claim about allocations, counted exactly. Counting takes a global allocator, and so a program of
//! its own.

mod counting;
mod zero_cost_abstractions;
