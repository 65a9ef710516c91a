//! Keys of things in storage: all are integers, and none can be taken for another.

use std::fmt;

macro_rules! ids {
    ($($(#[$doc:meta])* $Id:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $Id(i64);

        impl $Id {
            /// A key that storage has given out.
            pub const fn from_storage(key: i64) -> Self {
                Self(key)
            }

            /// As storage knows it.
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl fmt::Display for $Id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// The key of a user. It never changes, while name and address may.
    UserId;
    /// The key of an article. It never changes, while the slug follows the title.
    ArticleId;
    /// The key of a comment, which clients see.
    CommentId;
    /// The key of an event in the outbox; a later event has a greater one.
    EventId;
}
