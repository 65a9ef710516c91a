//! `Clone` is for sized types only, and what a supertrait demands, `dyn Channel` would have to meet: it is refused.
//!
//! Repair: a method that returns what every implementor can return, a box.

#[cfg(not(fixed))]
trait Channel: Clone {
    fn name(&self) -> &str;
}

#[cfg(fixed)]
trait Channel {
    fn name(&self) -> &str;
    fn boxed_clone(&self) -> Box<dyn Channel>;
}

#[cfg(fixed)]
impl Clone for Box<dyn Channel> {
    fn clone(&self) -> Self {
        (**self).boxed_clone()
    }
}

#[derive(Clone)]
struct Digest {
    list: String,
}

impl Channel for Digest {
    fn name(&self) -> &str {
        &self.list
    }

    #[cfg(fixed)]
    fn boxed_clone(&self) -> Box<dyn Channel> {
        Box::new(self.clone())
    }
}

#[cfg_attr(fixed, derive(Clone))]
struct Draft {
    channels: Vec<Box<dyn Channel>>, //~ E0038
}

fn main() {
    println!("{}", Digest { list: "gardeners".into() }.name());
}
