//! What opted out of the vtable with `where Self: Sized` cannot be called on a trait object, in a box or not.
//!
//! `plugin` is a box, but `only` is looked up on what is in it, because a box is no `Channel`. Repair: make it one, for
//! unsized contents too. A `Box<dyn Channel>` is sized, so now `only` takes the box itself.

trait Channel {
    fn name(&self) -> String;

    fn only(self, tag: &'static str) -> Only<Self>
    where
        Self: Sized,
    {
        Only { channel: self, tag }
    }
}

#[cfg(fixed)]
impl<C: Channel + ?Sized> Channel for Box<C> {
    fn name(&self) -> String {
        (**self).name()
    }
}

struct Only<C> {
    channel: C,
    tag: &'static str,
}

impl<C: Channel> Channel for Only<C> {
    fn name(&self) -> String {
        format!("{} for #{}", self.channel.name(), self.tag)
    }
}

fn filtered(plugin: Box<dyn Channel>) -> impl Channel {
    plugin.only("rust") //~ "the `only` method cannot be invoked on a trait object"
}

struct Feed;

impl Channel for Feed {
    fn name(&self) -> String {
        "feed".into()
    }
}

fn main() {
    println!("{}", filtered(Box::new(Feed)).name());
}
