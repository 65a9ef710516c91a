//! `spawn` asks for `Send`, also on a runtime that has one thread only: the bound is the function's, not the runtime's.
//!
//! Repair: a set of local tasks, if the value cannot be `Arc` and `Mutex`.

use std::{cell::RefCell, rc::Rc};
use tokio::task::LocalSet;

async fn read(page: &str, lexicon: Rc<RefCell<Vec<String>>>) {
    for word in page.split(' ') {
        lexicon.borrow_mut().push(word.into());
        tokio::task::yield_now().await;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let lexicon = Rc::new(RefCell::new(Vec::new()));
    #[cfg(not(fixed))]
    tokio::spawn(read("to be", Rc::clone(&lexicon))); //~ "future cannot be sent between threads safely"
    #[cfg(fixed)]
    {
        let tasks = LocalSet::new();
        tasks.spawn_local(read("to be", Rc::clone(&lexicon)));
        tasks.await;
    }
    println!("{} words", lexicon.borrow().len());
}
