//! A title that is built around its check: the field of the newtype is private, so its constructor is, too.
//!
//! Repair: the only way in, which may fail.

use phase9_backend::domain::Title;

fn main() {
    #[cfg(not(fixed))]
    let title = Title(" \n ".to_owned()); //~ E0423
    #[cfg(fixed)]
    let Ok(title) = Title::parse(" On gardens ") else { return };
    assert_eq!(title.as_str(), "On gardens");
}
