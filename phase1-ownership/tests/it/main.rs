//! What the topics promise, seen from outside.
mod advanced_borrowing;
