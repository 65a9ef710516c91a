//! An associated type of a public trait, for a public type, can be named by whoever sees both: it must be as public.
//!
//! In the signature of a function, the same is only the lint `private_interfaces`. Repair: the type becomes `pub`. It
//! gets no path by that: outside, it is known as `IntoIter` of `Feed` alone.

#![crate_type = "lib"]

pub mod feed {
    pub struct Feed(pub Vec<String>);

    mod cursor {
        #[cfg(not(fixed))]
        pub(super) struct Headlines(pub(super) std::vec::IntoIter<String>);
        #[cfg(fixed)]
        pub struct Headlines(pub(super) std::vec::IntoIter<String>);

        impl Iterator for Headlines {
            type Item = String;

            fn next(&mut self) -> Option<String> {
                self.0.next().map(|headline| headline.to_uppercase())
            }
        }
    }

    impl IntoIterator for Feed {
        type Item = String;
        type IntoIter = cursor::Headlines; //~ E0446

        fn into_iter(self) -> cursor::Headlines {
            cursor::Headlines(self.0.into_iter())
        }
    }
}

pub struct Page {
    pub headlines: <feed::Feed as IntoIterator>::IntoIter,
}
