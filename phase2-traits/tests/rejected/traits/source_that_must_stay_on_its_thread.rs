//! The trait promises `Send` futures. The future of this impl keeps an `Rc` while it waits.
//!
//! The error is at the impl, where it can be repaired, and appears also if nobody ever sends the future. What is gone
//! before the `.await` does not count. Repair: let the block end before it; or an `Arc`.

use std::rc::Rc;

trait Source {
    fn titles(&self) -> impl Future<Output = Vec<String>> + Send;
}

async fn connected() {}

struct Archive {
    list: String,
}

impl Source for Archive {
    #[cfg(not(fixed))]
    async fn titles(&self) -> Vec<String> {
        //~^ "future cannot be sent between threads safely"
        let shared: Rc<str> = self.list.as_str().into();
        connected().await;
        shared.lines().map(String::from).collect()
    }

    #[cfg(fixed)]
    async fn titles(&self) -> Vec<String> {
        let titles = {
            let shared: Rc<str> = self.list.as_str().into();
            shared.lines().map(String::from).collect()
        };
        connected().await;
        titles
    }
}

fn main() {
    drop(Archive { list: "Moves\nLoans".into() }.titles());
}
