//! A handler's future moves between threads, a guard of a std mutex must not. Without `#[debug_handler]` this is one
//! more function that is no `Handler` (E0277, at the route). The attribute has the handler checked where it stands, and the
//! compiler says what is not `Send`, and at which `.await`. The repair lets go of the guard before it waits.

use std::sync::{Arc, Mutex};

use axum::{debug_handler, extract::State};

type Drafts = Arc<Mutex<Vec<String>>>;

async fn notify(_count: usize) {}

#[debug_handler] //~ "cannot be sent between threads"
async fn submit(State(drafts): State<Drafts>, draft: String) {
    #[cfg(not(fixed))]
    {
        let mut drafts = drafts.lock().expect("nobody panics while they hold it");
        drafts.push(draft);
        notify(drafts.len()).await;
    }
    #[cfg(fixed)]
    {
        let count = {
            let mut drafts = drafts.lock().expect("nobody panics while they hold it");
            drafts.push(draft);
            drafts.len()
        };
        notify(count).await;
    }
}

fn main() {
    let _handler = submit;
}
