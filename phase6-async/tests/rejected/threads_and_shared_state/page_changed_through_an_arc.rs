//! An `Arc` lends its value to be read only, even to its single owner: others may exist, as far as the type says.
//!
//! Repair: `Arc::make_mut` looks at the count, and clones the value if somebody else has a share.

use std::{sync::Arc, thread};

fn main() {
    #[cfg(not(fixed))]
    let page = Arc::new(String::from("polls closed"));
    #[cfg(fixed)]
    let mut page = Arc::new(String::from("polls closed"));
    let reader = {
        let page = Arc::clone(&page);
        thread::spawn(move || page.len())
    };
    #[cfg(not(fixed))]
    page.push_str(", counting"); //~ E0596
    #[cfg(fixed)]
    Arc::make_mut(&mut page).push_str(", counting");
    println!("{page}, {:?} bytes before", reader.join().ok());
}
