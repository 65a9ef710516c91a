//! A generic method would need an entry in the vtable for each type that any caller may think of.
//!
//! The trait compiles. What is refused is `dyn Channel`, wherever it is written. Repair: `where Self: Sized` keeps the
//! method out of the vtable. Its body calls a method that is in it, so callers of the object can do the same.

trait Channel {
    fn publish(&mut self, title: &str);

    #[cfg(not(fixed))]
    fn publish_all<I: IntoIterator<Item = String>>(&mut self, titles: I) {
        titles.into_iter().for_each(|title| self.publish(&title));
    }

    #[cfg(fixed)]
    fn publish_all<I: IntoIterator<Item = String>>(&mut self, titles: I)
    where
        Self: Sized,
    {
        titles.into_iter().for_each(|title| self.publish(&title));
    }
}

struct Feed(Vec<String>);

impl Channel for Feed {
    fn publish(&mut self, title: &str) {
        self.0.push(title.into());
    }
}

struct Desk {
    channels: Vec<Box<dyn Channel>>, //~ E0038
}

fn main() {
    let mut feed = Feed(Vec::new());
    feed.publish_all(["Vtables".into(), "Gardens".into()]);
    println!("{:?}", feed.0);
}
