//! An `AsyncFn` bound cannot say that the future it returns is `Send`; that the callback itself is `Send` is no help.
//!
//! Repair: the older form, in which the future is a type parameter and can have bounds. In exchange, that future cannot
//! borrow from the callback: what it needs of the captured values, it gets as a copy or a clone.

/// Stands for the `spawn` of a runtime with several threads.
fn spawn(future: impl Future<Output = ()> + Send + 'static) {
    drop(future);
}

#[cfg(not(fixed))]
fn publish_later(announce: impl AsyncFn() + Send + 'static) {
    spawn(async move { announce().await }); //~ "future cannot be sent between threads safely"
}

#[cfg(fixed)]
fn publish_later<Fut>(announce: impl Fn() -> Fut + Send + 'static)
where
    Fut: Future<Output = ()> + Send,
{
    spawn(async move { announce().await });
}

fn main() {
    #[cfg(not(fixed))]
    publish_later(async || println!("published"));
    #[cfg(fixed)]
    publish_later(|| async { println!("published") });
}
