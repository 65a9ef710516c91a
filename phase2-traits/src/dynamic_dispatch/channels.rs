//! An open set of channels: what a vtable leaves out, and how callers get it back.

use std::{any::Any, mem};

use super::Article;

/// Takes articles to readers. Plugins implement it.
///
/// A trait can stand behind `dyn` if it is *dyn compatible* (the older term is "object safe"): each of its methods can
/// be called by someone who has a pointer and a vtable, and nothing else. A generic method would need a vtable entry
/// for each choice of its parameters, and a result of type `Self` would have no known size. One such item makes `dyn
/// Channel` an error wherever it is written (E0038), unless it opts out with `where Self: Sized`.
///
/// - Associated constants have no such opt-out. What would be one must be a method, as [`name`](Self::name) is.
/// - [`only`](Self::only) returns a type that contains `Self`, so it opts out, as the adapters of [`Iterator`] do.
/// - A constructor could opt out, too. But what opts out without a default body must still be written in each impl for
///   a sized type, and below `Box<C>` is one. It belongs in a trait of its own, for code that knows the type.
///
/// [`Any`] as a supertrait makes downcasts possible and admits only `'static` types, which borrow nothing that can go
/// away. [`Send`] lets every `Box<dyn Channel>` go to another thread without `+ Send` at each place.
pub trait Channel: Any + Send {
    /// How the desk refers to it.
    fn name(&self) -> &str;

    /// Brings the article to the readers of this channel.
    fn publish(&mut self, article: &Article);

    /// The same channel for articles with this tag alone.
    ///
    /// # Example: the opt-out does not keep it from trait objects in a box
    /// ```
    /// use phase2_traits::dynamic_dispatch::channels::{Channel, Feed};
    ///
    /// let plugin: Box<dyn Channel> = Box::new(Feed::default());
    /// let filtered: Box<dyn Channel> = Box::new(plugin.only("rust"));
    /// assert_eq!(filtered.name(), "feed");
    /// ```
    fn only(self, tag: &str) -> Only<Self>
    where
        Self: Sized,
    {
        Only { channel: self, tag: tag.into() }
    }
}

/// `dyn Channel` implements `Channel`, but a `Box` of it is another type. This impl makes a sized channel of any box,
/// so it can be passed as `impl Channel`, and has all the methods that the vtable has not.
///
/// `**self` is the channel in the box. `*self` is the box, and its `publish` would be this very method again, forever.
impl<C: Channel + ?Sized> Channel for Box<C> {
    fn name(&self) -> &str {
        (**self).name()
    }

    fn publish(&mut self, article: &Article) {
        (**self).publish(article);
    }
}

/// Made by [`Channel::only`].
#[derive(Debug)]
pub struct Only<C> {
    channel: C,
    tag: String,
}

impl<C: Channel> Channel for Only<C> {
    fn name(&self) -> &str {
        self.channel.name()
    }

    fn publish(&mut self, article: &Article) {
        if article.tags.contains(&self.tag) {
            self.channel.publish(article);
        }
    }
}

/// Methods of the trait object itself, not of the trait: no implementor can replace them, they may be generic, and
/// calls to them are not dispatched.
///
/// Here is the one place that upcasts. Outside, `let any: &dyn Any = &plugin` compiles too often: a `Box<dyn Channel>`
/// is itself a `'static` type, so that is the `Any` of the *box*, and no downcast to what is in it will succeed.
/// A box has no method of these names, so `plugin.is::<Feed>()` looks into it, and `self` is the object in there. (Unless
/// the box was made an object itself, by `&plugin as &dyn Channel`: then it is what the vtable is for.)
impl dyn Channel {
    /// Whether the channel behind the pointer is a `C`.
    pub fn is<C: Channel>(&self) -> bool {
        let any: &dyn Any = self;
        any.is::<C>()
    }

    /// The channel with its type, if that is `C`.
    pub fn downcast_ref<C: Channel>(&self) -> Option<&C> {
        let any: &dyn Any = self;
        any.downcast_ref()
    }

    /// The channel with its type, to be changed, if that is `C`.
    pub fn downcast_mut<C: Channel>(&mut self) -> Option<&mut C> {
        let any: &mut dyn Any = self;
        any.downcast_mut()
    }

    /// The box with its type, or the channel as it was.
    ///
    /// There is no way from `Any` back to `Channel` (E0308): a vtable leads to those of its supertraits, never to those
    /// of other traits. So the type is asked for while the channel still is one.
    ///
    /// # Errors
    /// The channel, if it is not a `C`.
    #[expect(clippy::missing_panics_doc, reason = "it never does: the type is asked for first")]
    pub fn downcast<C: Channel>(self: Box<Self>) -> Result<Box<C>, Box<Self>> {
        if !self.is::<C>() {
            return Err(self);
        }
        let any: Box<dyn Any> = self;
        Ok(any.downcast().expect("the type was asked for"))
    }
}

/// The channels of a platform, of whatever types.
#[derive(Default)]
pub struct Desk {
    channels: Vec<Box<dyn Channel>>,
}

impl Desk {
    /// Opens a channel.
    ///
    /// The parameter is not an `impl Channel`: given a `Box<dyn Channel>`, which is one, that would put the box into
    /// another box, and [`find`](Self::find) would see the type of the inner box.
    pub fn open(&mut self, channel: Box<dyn Channel>) {
        self.channels.push(channel);
    }

    /// Sends the article to all channels, in the order in which they were opened.
    pub fn publish(&mut self, article: &Article) {
        for channel in &mut self.channels {
            channel.publish(article);
        }
    }

    /// The first channel of this type: for what only its own plugin knows how to do.
    pub fn find<C: Channel>(&mut self) -> Option<&mut C> {
        self.channels.iter_mut().find_map(|channel| channel.downcast_mut())
    }

    /// Takes the first channel of this type out of service. It stays in its box, and the others stay in order.
    pub fn close<C: Channel>(&mut self) -> Option<Box<C>> {
        let index = self.channels.iter().position(|channel| channel.is::<C>())?;
        self.channels.remove(index).downcast().ok()
    }

    /// Closes everything. All that can be done with the results is to drop them, here or in another thread.
    ///
    /// A plugin may finish its work in a destructor, which takes as long as it takes. Whoever waits for that need not
    /// know what a channel is. The coercion drops the principal trait and leaves an object with an auto trait alone: a
    /// vtable without methods still says how to drop the value.
    pub fn shut(self) -> Vec<Box<dyn Send>> {
        self.channels.into_iter().map(|channel| channel as Box<dyn Send>).collect()
    }
}

/// The titles that readers see when they open the platform.
#[derive(Debug, Default)]
pub struct Feed {
    /// The newest title is the last one.
    pub titles: Vec<String>,
}

impl Channel for Feed {
    fn name(&self) -> &str {
        "feed"
    }

    fn publish(&mut self, article: &Article) {
        self.titles.push(article.title.clone());
    }
}

/// One mail for many articles.
#[derive(Debug)]
pub struct Digest {
    name: String,
    waiting: Vec<String>,
}

impl Digest {
    /// An empty digest for the readers of this list.
    pub fn new(list: &str) -> Self {
        Self { name: format!("digest for {list}"), waiting: Vec::new() }
    }

    /// Writes the mail and begins the next one. Channels in general cannot do this; a digest must be found first.
    pub fn mail(&mut self) -> String {
        mem::take(&mut self.waiting).join(", ")
    }
}

impl Channel for Digest {
    fn name(&self) -> &str {
        &self.name
    }

    fn publish(&mut self, article: &Article) {
        self.waiting.push(article.title.clone());
    }
}
