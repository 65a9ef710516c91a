//! Two threads of one scope that both change a local variable: to borrow it twice is refused, as it is without threads.
//!
//! Repair: each thread computes a result of its own, and `join` hands it over. A lock is needed only where they must see
//! each other's changes on the way.

use std::thread;

fn main() {
    let (letters, mails) = (["praise", "complaint"], ["praise"]);
    let praises = |post: &[&str]| post.iter().filter(|text| **text == "praise").count();
    #[cfg(not(fixed))]
    let mut sum = 0;
    #[cfg(not(fixed))]
    thread::scope(|scope| {
        scope.spawn(|| sum += praises(&letters));
        scope.spawn(|| sum += praises(&mails)); //~ E0499
    });
    #[cfg(fixed)]
    let sum: usize = thread::scope(|scope| {
        let readers = [scope.spawn(|| praises(&letters)), scope.spawn(|| praises(&mails))];
        readers.map(|reader| reader.join().expect("counting does not panic")).iter().sum()
    });
    println!("{sum} readers are happy");
}
