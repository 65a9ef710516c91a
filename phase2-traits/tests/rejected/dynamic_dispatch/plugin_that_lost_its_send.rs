//! What is not written after `dyn` is forgotten, auto traits included: all plugins here are `Send`, the list is not.
//!
//! A coercion can drop `+ Send` and never add it. Repair: promise it where the objects are made, or once and for all as
//! a supertrait.

use std::thread;

trait Channel {
    fn publish(&self, title: &str);
}

struct Feed;

impl Channel for Feed {
    fn publish(&self, title: &str) {
        println!("feed: {title}");
    }
}

fn main() {
    #[cfg(not(fixed))]
    let channels: Vec<Box<dyn Channel>> = vec![Box::new(Feed)];
    #[cfg(fixed)]
    let channels: Vec<Box<dyn Channel + Send>> = vec![Box::new(Feed)];
    let publisher = thread::spawn(move || {
        //~^ E0277
        for channel in &channels {
            channel.publish("Vtables");
        }
    });
    publisher.join().expect("publishing does not panic");
}
