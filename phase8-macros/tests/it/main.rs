//! What the topics promise, seen from outside.

mod zero_cost_abstractions;
