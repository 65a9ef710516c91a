//! What a bound asks of callers, who has to repeat it, and how to ask for less.
//!
//! A bound is a price: the body gets something to call, and every caller pays. The lesson builds the hub of a
//! publishing platform, which tells listeners what has happened. After it you can find the weakest bound that still
//! lets you write the body, and you know which bounds travel on by themselves.
//!
//! | the body wants to | the weakest bound | what it lets in, compared with the next stronger one |
//! |---|---|---|
//! | call once | `FnOnce` | closures that give away what they captured |
//! | call again and again | `FnMut` | closures that change what they captured |
//! | call while another call is still running | `Fn` | |
//! | call and await, again and again | `AsyncFnMut` | futures that borrow what the closure captured |
//! | read through a reference | `T: ?Sized` | `str`, slices, `dyn Trait` |
//! | keep it in something that lives for `'a` | `T: 'a` | borrows, if only they live as long |
//! | read items, whoever owns them | `Item: Borrow<E>` | `E`, `&E`, `Box<E>`, and a `String` for a `str` |
//!
//! A bound that is *implied* need not be written again by those who use the type or the trait:
//!
//! | declared as | implied elsewhere |
//! |---|---|
//! | `trait Feed: IntoIterator`, a supertrait | yes |
//! | `trait Feed: IntoIterator<Item: Debug>`, a bound on its item | yes |
//! | `type Error: Error;` in a trait | yes |
//! | `trait Feed: IntoIterator where Self::Item: Debug` | no (E0277), because `Item` is not declared in this trait |
//! | `struct Hub<E: Debug>` | no (E0277): every generic `impl` or function that names `Hub<E>` repeats it |
//! | `struct Page<'a, E: 'a>`, or `&'a E` in a signature | yes: `E: 'a` |
//!
//! So a struct gets a bound only if its definition needs one, as `Peekable<I: Iterator>` does to name `I::Item`, or if
//! its `Drop` does, which may not ask for more than the struct (E0367). All others belong to the `impl` that uses them.

use std::{borrow::Borrow, fmt, num::NonZeroU32, ops::ControlFlow};

/// Listeners, and a way to tell all of them.
///
/// Nothing is asked of the event. `?Sized` even takes a bound away: without it, `E` would have to be `Sized`, and there
/// could be no `Hub<'_, str>`. Such a relaxation does belong to the struct, because an `impl` cannot undo a bound.
///
/// The type of a listener is short for `dyn for<'e> FnMut(&'e E) -> …`: it can be called with a borrow of any lifetime.
/// A lifetime that is a parameter, as in `Hub<'a, E>`, is chosen once, by whoever makes the hub; the `'e` of `for<'e>`
/// is chosen anew by each call. An event usually lives shorter than the hub, so here only the latter will do.
///
/// # Example: a listener may borrow, as long as it is borrowed for longer than the hub lives
/// ```
/// use phase2_traits::trait_bounds::Hub;
///
/// let mut letters = 0;
/// let mut hub = Hub::<str>::new();
/// hub.subscribe(|title| letters += title.len());
/// hub.publish(&String::from("Emma")); // the event is gone after this line
/// drop(hub);
/// assert_eq!(letters, 4);
/// ```
pub struct Hub<'a, E: ?Sized> {
    listeners: Vec<Listener<'a, E>>,
}

type Listener<'a, E> = Box<dyn FnMut(&E) -> ControlFlow<()> + 'a>;

/// `#[derive(Default)]` would ask for `E: Default`, because it puts a bound on each type parameter, needed or not.
impl<E: ?Sized> Default for Hub<'_, E> {
    fn default() -> Self {
        Self { listeners: Vec::new() }
    }
}

impl<'a, E: ?Sized> Hub<'a, E> {
    /// A hub to which nobody listens.
    pub fn new() -> Self {
        Self::default()
    }

    /// Calls `listener` with every event that is published from now on. If it returns a [`ControlFlow`], a `Break` ends
    /// its subscription; if it returns nothing, it listens as long as the hub lives.
    ///
    /// The box forgets the type of the closure, and with it what the closure borrows. `+ 'a` is the promise that takes
    /// its place, so the closure has to keep it (E0309). `'static` would be a promise, too, but only for closures that
    /// borrow nothing that ends.
    ///
    /// `R` is bounded by a trait that callers cannot name: it is `pub`, lest the compiler warn of a private bound, but
    /// its module is not. So they can neither implement it nor depend on it, and the set of answers stays ours to
    /// extend.
    pub fn subscribe<R: sealed::Reaction>(&mut self, mut listener: impl FnMut(&E) -> R + 'a) {
        self.listeners.push(Box::new(move |event| listener(event).flow()));
    }

    /// Calls `listener` with the next event only.
    ///
    /// As it is called once, it may give away what it captured. The `FnMut` around it takes it out of an
    /// `Option`, because the compiler cannot know that a `Break` means "never again".
    pub fn subscribe_once(&mut self, listener: impl FnOnce(&E) + 'a) {
        let mut listener = Some(listener);
        self.subscribe(move |event: &E| {
            if let Some(listener) = listener.take() {
                listener(event);
            }
            ControlFlow::Break(())
        });
    }

    /// Calls `listener` with the events of which `field` is `wanted`.
    ///
    /// `field` lends a part of the event: `for<'e> FnMut(&'e E) -> &'e K`. With `FnMut(&E) -> K`, the signature of
    /// [`slice::sort_by_key`], it could not: `K` is one type for all calls, so it cannot contain the borrow of one
    /// call, and such a field would have to be cloned. And because `K` only ever stands behind a reference, it may be
    /// `?Sized`.
    ///
    /// `K: 'a` need not be written, although the box requires it: a `&'a K` can only exist where that holds.
    ///
    /// # Example: an unsized key, compared without a copy
    /// ```
    /// use phase2_traits::trait_bounds::Hub;
    ///
    /// struct Article { tag: String, title: String }
    ///
    /// let mut titles = Vec::new();
    /// let mut hub = Hub::new();
    /// hub.subscribe_when(
    ///     |article: &Article| article.tag.as_str(),
    ///     "rust",
    ///     |article| titles.push(article.title.clone()),
    /// );
    /// hub.publish(&Article { tag: "rust".into(), title: "Bounds".into() });
    /// hub.publish(&Article { tag: "tea".into(), title: "Kettles".into() });
    /// drop(hub);
    /// assert_eq!(titles, ["Bounds"]);
    /// ```
    pub fn subscribe_when<K: PartialEq + ?Sized>(
        &mut self,
        mut field: impl FnMut(&E) -> &K + 'a,
        wanted: &'a K,
        mut listener: impl FnMut(&E) + 'a,
    ) {
        self.subscribe(move |event: &E| {
            if field(event) == wanted {
                listener(event);
            }
        });
    }

    /// Tells all listeners, in the order in which they came.
    ///
    /// A `FnMut` is called through `&mut`, so no call begins while another one is running, and a listener cannot
    /// publish to the hub that is calling it. To publish through `&self`, either the hub would need interior
    /// mutability, or all listeners would have to be `Fn`, and could not even count without it.
    pub fn publish(&mut self, event: &E) {
        self.listeners.retain_mut(|listener| listener(event).is_continue());
    }

    /// Publishes whatever `feed` yields, owned or borrowed.
    ///
    /// Nothing is said here about the items. That they lend an `E` is implied by [`Feed`]: an `E` does, and so do `&E`
    /// and `Box<E>`, and a `String` lends a `str`. `AsRef<E>` would not do, because few types have it for
    /// themselves; where only a `str` is wanted, it lets in more, such as a `&String`.
    pub fn publish_all(&mut self, feed: impl Feed<E>) {
        for event in feed {
            self.publish(event.borrow());
        }
    }

    /// How many would hear the next event.
    pub fn listeners(&self) -> usize {
        self.listeners.len()
    }
}

/// What only some hubs can do. One whose events have no `Debug` has all the other methods.
impl<'a, E: fmt::Debug + ?Sized> Hub<'a, E> {
    /// Writes down each event.
    pub fn log_to(&mut self, log: &'a mut Vec<String>) {
        self.subscribe(|event| log.push(format!("{event:?}")));
    }
}

/// A bundle of bounds with a name: all that can be iterated and has items that lend an `E`.
///
/// Stable Rust has no aliases for bounds yet. A trait with all of them as supertraits, and one `impl` for whatever
/// meets them, does the same: nobody implements it by hand, and nobody repeats what it implies.
///
/// The bound on the item stands inside the supertrait and is implied. In a `where` clause, it would have to be repeated
/// by every function that takes a `Feed`.
pub trait Feed<E: ?Sized>: IntoIterator<Item: Borrow<E>> {}

impl<E: ?Sized, I: IntoIterator<Item: Borrow<E>>> Feed<E> for I {}

mod sealed {
    use std::ops::ControlFlow;

    #[diagnostic::on_unimplemented(
        message = "a listener returns nothing or a `ControlFlow<()>`, not a `{Self}`"
    )]
    pub trait Reaction {
        fn flow(self) -> ControlFlow<()>;
    }

    impl Reaction for () {
        fn flow(self) -> ControlFlow<()> {
            ControlFlow::Continue(())
        }
    }

    impl Reaction for ControlFlow<()> {
        fn flow(self) -> Self {
            self
        }
    }
}

/// Sends something to another server: up to `tries` times, with the number of the attempt, from 1. Gives the first
/// success, or the last error.
///
/// [`AsyncFnMut`] says what `F: FnMut(u32) -> Fut, Fut: Future` cannot: that the future may borrow from the closure
/// itself, such as a log that the closure holds. `Fut` is one type for all calls, so it cannot contain the borrow of
/// one call; it is the `K` of [`Hub::subscribe_when`] again. The price is that stable Rust has no bound yet for these
/// futures, and cannot ask that they be `Send`. A callback whose future goes to another thread still needs the form
/// with `Fut: Future + Send`.
///
/// The future of an attempt lives inside the future of `retry`. Nothing is boxed.
///
/// # Errors
/// What the last attempt returned.
pub async fn retry<T, X>(
    tries: NonZeroU32,
    mut attempt: impl AsyncFnMut(u32) -> Result<T, X>,
) -> Result<T, X> {
    let mut number = 1;
    loop {
        match attempt(number).await {
            Err(_) if number < tries.get() => number += 1,
            last => return last,
        }
    }
}
