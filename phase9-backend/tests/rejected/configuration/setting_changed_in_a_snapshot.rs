//! A reload that changes one field of the value that everybody shares: some requests would see the old limit and the new
//! list, others the reverse.
//!
//! An `Arc` hands out shared references only. Repair: build the whole value, and replace the pointer to it.

use phase9_backend::configuration::Current;

#[derive(Clone)]
struct Policy {
    comments_per_hour: u32,
    blocked: Vec<String>,
}

fn main() {
    let policy = Current::new(Policy { comments_per_hour: 60, blocked: Vec::new() });
    #[cfg(not(fixed))]
    {
        let mut snapshot = policy.get();
        snapshot.comments_per_hour = 10; //~ E0594
    }
    #[cfg(fixed)]
    {
        let next = Policy { comments_per_hour: 10, ..(*policy.get()).clone() };
        let Ok(()) = policy.reload(|| Ok::<_, std::convert::Infallible>(next));
    }
    assert!(policy.get().blocked.is_empty());
}
