//! What the program says, with whatever renderers it was built.

mod features_and_cfg;
