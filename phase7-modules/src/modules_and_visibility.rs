//! Modules, and who sees what in them: a tree of trust inside, and a facade that is all of it from outside.
//!
//! The lesson keeps the addresses of a publisher's articles. After it you can say of any private field which files can
//! break its invariant, take a large file apart without making one more thing public, and rearrange the parts later
//! without a caller noticing.
//!
//! Privacy belongs to places, not to types. Whatever is visible in a module is visible in all modules below it, and
//! what you write before an item only says where that begins:
//!
//! | written | visible in this module and below |
//! |---|---|
//! | nothing | the one that it stands in |
//! | `pub(super)` | the parent of that |
//! | `pub(in some::path)` | the one that is named, which must be on the way to the root (E0742) |
//! | `pub(crate)` | the root: the whole crate |
//! | `pub` | everywhere, for those who have a path to it |
//!
//! So a module sees all that its ancestors have, private or not, while a parent sees nothing private of its children.
//! Where in the tree a struct is put decides who must be trusted with its fields (E0616):
//!
//! ```text
//! modules_and_visibility      the facade: every name that callers may use
//! ├── slug                    `Slug`: its text is private here, so …
//! │   ├── literal             … what may make one without a check
//! │   └── derived             … stands below it
//! ├── archive                 `Archive`: beside `slug`, so it cannot forge one; its fields are private here, so …
//! │   └── renaming            … what changes them stands below it
//! └── prelude                 the facade once more, for `*`
//! ```
//!
//! A path is as visible as the least visible module on it. So callers cannot take the one through `mod archive`, although
//! `Archive` is `pub`; the re-export below is another path to the same item, one that they can take. A re-export cannot
//! widen what it names (E0364). It brings every meaning of a name as far as that one may go: `slug` is a module and a
//! macro, and only the macro gets out.
//!
//! The files below can be moved to other places in the tree as they are, since they follow one rule: a path to what
//! moves along begins with `super` or a child, a path to anything else goes through the facade, from the root.
//!
//! Three lints look after the line that has been drawn. `unreachable_pub` reports a `pub` that reaches no caller, and
//! `unnameable_types` a type that reaches callers without a path to it; both are off by default. `private_interfaces`
//! warns of a signature that is visible in more places than a type in it; for an associated type, that is an error
//! (E0446).

#![warn(unreachable_pub, unnameable_types)]

mod archive;
mod slug;

pub use archive::{Answer, Archive, Article, ArticleId};
// The macro is hidden from the documentation where it was written; `inline` gives it a page here.
#[doc(inline)]
pub use slug::{Slug, ToSlug, slug};

/// What most callers need, for `use …::prelude::*`.
///
/// A glob imports what it finds today and tomorrow, so a prelude had better be short. Two globs may bring different items
/// of one name as long as nobody uses it; the one who does is refused (E0659). A name that is declared or imported singly
/// wins over any glob.
pub mod prelude {
    pub use super::{Archive, slug};

    /// Its methods can be called, but its name stays free: nobody has to write a trait's name to call its methods.
    pub use super::ToSlug as _;
}
