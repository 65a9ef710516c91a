//! A page whose limit is raised after it was checked: the field is private, and there is no setter.
//!
//! Repair: make another page, which is checked as well.

use phase9_backend::domain::Page;

fn main() {
    let mut page = Page::default();
    #[cfg(not(fixed))]
    {
        page.limit = 1_000_000; //~ E0616
    }
    #[cfg(fixed)]
    {
        page = Page::new(1_000_000, page.offset()).unwrap_or_default();
    }
    assert_eq!(page.limit(), Page::MAX_LIMIT);
}
