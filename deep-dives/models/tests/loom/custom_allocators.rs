use std::cell::Cell;

use loom::{sync::Arc, thread};

/// The lock as it is taught.
#[path = "../../../src/custom_allocators"]
mod strict {
    pub mod sync {
        pub use loom::{cell::UnsafeCell, hint::spin_loop, sync::atomic::AtomicBool};
    }

    pub mod spin_lock;
}

/// The same source, with every `Acquire` made `Relaxed`.
#[path = "../../../src/custom_allocators"]
mod acquire_relaxed {
    pub mod sync {
        pub use loom::{cell::UnsafeCell, hint::spin_loop};

        pub type AtomicBool = crate::custom_allocators::Wrong<true, false, false>;
    }

    pub mod spin_lock;
}

/// The same source, with every `Release` made `Relaxed`.
#[path = "../../../src/custom_allocators"]
mod release_relaxed {
    pub mod sync {
        pub use loom::{cell::UnsafeCell, hint::spin_loop};

        pub type AtomicBool = crate::custom_allocators::Wrong<false, true, false>;
    }

    pub mod spin_lock;
}

/// The same source, where the exchange is a load and a store.
#[path = "../../../src/custom_allocators"]
mod exchange_torn {
    pub mod sync {
        pub use loom::{cell::UnsafeCell, hint::spin_loop};

        pub type AtomicBool = crate::custom_allocators::Wrong<false, false, true>;
    }

    pub mod spin_lock;
}

mod wrong {
    use loom::sync::atomic::{
        AtomicBool,
        Ordering::{self, Relaxed},
    };

    /// An atomic that makes a mistake in its exchange, its store, or both.
    pub struct Wrong<const ACQUIRE: bool, const RELEASE: bool, const TORN: bool>(AtomicBool);

    impl<const ACQUIRE: bool, const RELEASE: bool, const TORN: bool> Wrong<ACQUIRE, RELEASE, TORN> {
        pub fn new(value: bool) -> Self {
            Self(AtomicBool::new(value))
        }

        pub fn load(&self, ordering: Ordering) -> bool {
            self.0.load(ordering)
        }

        pub fn store(&self, value: bool, ordering: Ordering) {
            self.0.store(value, if RELEASE { Relaxed } else { ordering });
        }

        pub fn compare_exchange_weak(
            &self,
            current: bool,
            new: bool,
            success: Ordering,
            failure: Ordering,
        ) -> Result<bool, bool> {
            if !TORN {
                let success = if ACQUIRE { Relaxed } else { success };
                return self.0.compare_exchange_weak(current, new, success, failure);
            }
            let found = self.0.load(success);
            if found != current {
                return Err(found);
            }
            self.0.store(new, Relaxed);
            Ok(found)
        }
    }
}

use wrong::Wrong;

/// Each of two threads takes from the pool, which is a counter here, and nobody may get what another got.
macro_rules! two_threads_take {
    ($variant:ident) => {
        loom::model(|| {
            let lock = Arc::new($variant::spin_lock::SpinLock::new(
                $variant::sync::AtomicBool::new(false),
                $variant::sync::UnsafeCell::new(Cell::new(0)),
            ));
            let shared = Arc::clone(&lock);
            let other = thread::spawn(move || shared.with(|next| next.replace(next.get() + 1)));
            let ours = lock.with(|next| next.replace(next.get() + 1));
            let theirs = other.join().expect("the other thread does not panic");
            assert_eq!(ours + theirs, 1);
            assert_eq!(lock.with(Cell::get), 2);
        })
    };
}

#[test]
fn who_holds_the_lock_is_alone_and_sees_what_was_written_before() {
    two_threads_take!(strict);
}

#[test]
#[should_panic(expected = "Causality violation")]
fn a_relaxed_exchange_does_not_see_what_the_last_holder_wrote() {
    two_threads_take!(acquire_relaxed);
}

#[test]
#[should_panic(expected = "Causality violation")]
fn a_relaxed_store_does_not_show_what_its_holder_wrote() {
    two_threads_take!(release_relaxed);
}

#[test]
#[should_panic(expected = "Causality violation")]
fn a_load_and_a_store_let_two_threads_in() {
    two_threads_take!(exchange_torn);
}
