//! Upcasting leads to supertraits only: the vtable of `Any` knows nothing of `Channel`, whatever type is behind it.
//!
//! A failed `downcast` hands back the `Any` that it was given, so the channel is lost. Repair: ask for the type first,
//! while the channel still is one.

use std::any::Any;

trait Channel: Any {
    fn name(&self) -> &'static str;
}

struct Feed {
    titles: Vec<String>,
}

impl Channel for Feed {
    fn name(&self) -> &'static str {
        "feed"
    }
}

#[cfg(not(fixed))]
fn titles(channel: Box<dyn Channel>) -> Result<Vec<String>, Box<dyn Channel>> {
    let any: Box<dyn Any> = channel;
    match any.downcast::<Feed>() {
        Ok(feed) => Ok(feed.titles),
        Err(other) => Err(other), //~ E0308
    }
}

#[cfg(fixed)]
fn titles(channel: Box<dyn Channel>) -> Result<Vec<String>, Box<dyn Channel>> {
    let any: &dyn Any = &*channel;
    if !any.is::<Feed>() {
        return Err(channel);
    }
    let any: Box<dyn Any> = channel;
    Ok(any.downcast::<Feed>().expect("the type was asked for").titles)
}

fn main() {
    let feed = Box::new(Feed { titles: vec!["Vtables".into()] });
    println!("{:?}", titles(feed).map_err(|other| other.name()));
}
