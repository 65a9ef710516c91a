//! A box forgets the type of the closure, but must not forget how long its borrows live: that has to be a bound,
//! because the caller chooses `F`.
//!
//! Repair: `F: 'a`, written with a `+`. `F: 'static` would compile, too, and shut out every listener that borrows a
//! local.

struct Hub<'a> {
    listeners: Vec<Box<dyn FnMut(&str) + 'a>>,
}

impl<'a> Hub<'a> {
    #[cfg(not(fixed))]
    fn subscribe<F: FnMut(&str)>(&mut self, listener: F) {
        self.listeners.push(Box::new(listener)); //~ E0309
    }
    #[cfg(fixed)]
    fn subscribe<F: FnMut(&str) + 'a>(&mut self, listener: F) {
        self.listeners.push(Box::new(listener));
    }
}

fn main() {
    let mut letters = 0;
    let mut hub = Hub { listeners: Vec::new() };
    hub.subscribe(|title| letters += title.len());
    hub.listeners.iter_mut().for_each(|listener| listener("Emma"));
    drop(hub);
    println!("{letters}");
}
