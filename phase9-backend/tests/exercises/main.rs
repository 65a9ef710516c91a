//! Reference solutions, held to the tests that learners get.

mod http_server;
