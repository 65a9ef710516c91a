//! An answer is sent once: `oneshot::Sender::send` takes the sender by value, so a second answer does not compile.
//!
//! Here the first may have been sent in an earlier round of the loop. Repair: leave the loop with it. If none was sent,
//! the sender is dropped at the end, and that is an answer, too.

use tokio::sync::oneshot;

fn find(pages: &[&str], word: &str, answer: oneshot::Sender<usize>) {
    for (number, page) in pages.iter().enumerate() {
        if page.contains(word) {
            let _ = answer.send(number); //~ E0382
            #[cfg(fixed)]
            return;
        }
    }
}

#[tokio::main]
async fn main() {
    let (answer, number) = oneshot::channel();
    find(&["to be", "or not to be"], "or", answer);
    println!("{:?}", number.await);
}
