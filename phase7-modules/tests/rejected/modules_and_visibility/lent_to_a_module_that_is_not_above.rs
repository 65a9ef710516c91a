//! `pub(in …)` opens an item up towards the root, never to the side: the path must name a module that the item is in.
//!
//! There is no way to make something visible in one other module only. Repair: name the nearest module that is above
//! both, and accept that all of it can see the item.

mod press {
    pub mod feed {
        pub fn preview() -> u32 {
            super::archive::drafts()
        }
    }

    pub mod archive {
        #[cfg(not(fixed))]
        pub(in crate::press::feed) fn drafts() -> u32 {
            //~^ E0742
            3
        }

        #[cfg(fixed)]
        pub(in crate::press) fn drafts() -> u32 {
            3
        }
    }
}

fn main() {
    println!("{} drafts are previewed", press::feed::preview());
}
