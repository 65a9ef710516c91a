//! The supertrait that seals a trait is as public as the trait. What is private is the way to it.
//!
//! So a state `Archived` cannot pretend that it knows how to be stored, and a `match` on all states stays complete.
//! Repair: what others add is a wrapper around a state that there is.

mod invoices {
    mod sealed {
        pub trait Sealed {
            fn label(&self) -> &'static str;
        }
    }

    pub trait State: sealed::Sealed {}

    pub struct Draft;

    impl sealed::Sealed for Draft {
        fn label(&self) -> &'static str {
            "draft"
        }
    }

    impl State for Draft {}

    pub fn shown(state: &impl State) -> &'static str {
        state.label()
    }
}

#[cfg(not(fixed))]
struct Archived;

#[cfg(not(fixed))]
impl invoices::sealed::Sealed for Archived {
    //~^ E0603
    fn label(&self) -> &'static str {
        "archived"
    }
}

#[cfg(fixed)]
struct Archived<S>(S);

fn main() {
    println!("{}", invoices::shown(&invoices::Draft));
    #[cfg(fixed)]
    println!("archived {}", invoices::shown(&Archived(invoices::Draft).0));
}
