//! The library as C sees it: its header, its archive, and a program that is linked with it.

mod ffi;
