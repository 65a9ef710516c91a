//! A bare `Queue` in an expression has all of its parameters inferred, and inference does not look at defaults.
//!
//! The push says what waits in the queue, and nothing says how many. Repair: `Queue::<_>`. With angle brackets, it is a
//! type in which a parameter is left out, and its default comes in. (`HashMap::new()` needs none of this, because `new`
//! exists for one hasher only.)

struct Queue<T, const N: usize = 16> {
    waiting: [Option<T>; N],
}

impl<T, const N: usize> Queue<T, N> {
    fn new() -> Self {
        Self { waiting: [const { None }; N] }
    }

    fn push(&mut self, item: T) -> bool {
        let free = self.waiting.iter_mut().find(|place| place.is_none());
        free.map(|place| *place = Some(item)).is_some()
    }
}

fn main() {
    #[cfg(not(fixed))]
    let mut queue = Queue::new(); //~ E0284
    #[cfg(fixed)]
    let mut queue = Queue::<_>::new();
    println!("{}", queue.push("Emma"));
}
