//! What the renderers promise, in every set of features. Without a feature, its tests are not there either.

mod features_and_cfg;
