//! The last stage owns the index, and runs in a task. This index shares its entries by `Rc` with whoever shows them.
//!
//! Both would count its owners, perhaps at the same time. Repair: `Arc`, and a lock for what is shared.

#[cfg(fixed)]
use std::sync::{Arc as Shared, Mutex as Lock};
#[cfg(not(fixed))]
use std::{cell::RefCell as Lock, rc::Rc as Shared};

use phase9_backend::backend_pipelines::{Change, Index, NotTaken};

struct Shelf {
    titles: Shared<Lock<Vec<String>>>,
}

impl Index for Shelf {
    //~^ E0277
    fn commit(&mut self, batch: &[Change]) -> impl Future<Output = Result<Vec<bool>, NotTaken>> + Send {
        let titles = batch.iter().filter_map(|change| change.entry.clone());
        #[cfg(not(fixed))]
        self.titles.borrow_mut().extend(titles);
        #[cfg(fixed)]
        self.titles.lock().unwrap().extend(titles);
        std::future::ready(Ok(vec![true; batch.len()]))
    }
}

fn main() {
    drop(Shelf { titles: Shared::default() });
}
