//! Reference solutions, held to the tests that learners get.

mod zero_cost_abstractions;
