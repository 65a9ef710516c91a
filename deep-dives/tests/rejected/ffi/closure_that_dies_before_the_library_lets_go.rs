//! A library that keeps a callback keeps what it borrows. The lifetime on the safe type says for how long.
//!
//! Without it there are two bounds to choose from: `'static`, which refuses the repair below as well, and none, with which
//! C calls a closure whose variables are gone. Repair: what is borrowed is declared first, so it is dropped last.

use std::marker::PhantomData;

#[derive(Default)]
struct Watcher<'f> {
    callbacks: Vec<*mut ()>,
    borrowed: PhantomData<Box<dyn FnMut(&str) + 'f>>,
}

impl<'f> Watcher<'f> {
    fn on_change(&mut self, callback: impl FnMut(&str) + 'f) {
        self.callbacks.push(Box::into_raw(Box::new(Box::new(callback) as Box<dyn FnMut(&str) + 'f>)).cast());
    }
}

impl Drop for Watcher<'_> {
    fn drop(&mut self) {
        for callback in self.callbacks.drain(..) {
            // SAFETY: `on_change` made it of a box of this type, and it is dropped once.
            drop(unsafe { Box::from_raw(callback.cast::<Box<dyn FnMut(&str)>>()) });
        }
    }
}

fn main() {
    #[cfg(fixed)]
    let mut changed = 0;
    let mut watcher = Watcher::default();
    #[cfg(not(fixed))]
    let mut changed = 0;
    watcher.on_change(|_| changed += 1); //~ E0597
}
