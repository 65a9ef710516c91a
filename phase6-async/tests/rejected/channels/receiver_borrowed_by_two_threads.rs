//! Scoped threads may borrow, but a receiver is not `Sync`: no thread may use it through a reference of another one.
//!
//! `recv` takes `&self`, and relies on being called by one thread at a time. Repair: a channel for each thread, whose
//! receiver moves there. The articles are dealt out by whoever sends.

use std::{sync::mpsc, thread};

fn main() {
    thread::scope(|scope| {
        #[cfg(not(fixed))]
        {
            let (articles, inbox) = mpsc::channel();
            ["paths", "loops"].map(|article| articles.send(article).unwrap());
            drop(articles);
            let inbox = &inbox;
            for _ in 0..2 {
                scope.spawn(|| inbox.iter().for_each(|article| println!("{article}"))); //~ E0277
            }
        }
        #[cfg(fixed)]
        {
            let setters = [0, 1].map(|_| {
                let (articles, inbox) = mpsc::channel();
                scope.spawn(move || inbox.iter().for_each(|article| println!("{article}")));
                articles
            });
            for (article, setter) in ["paths", "loops"].iter().zip(&setters) {
                setter.send(article).unwrap();
            }
        }
    });
}
