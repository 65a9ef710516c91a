//! The future of an `async fn` contains the futures that it awaits. Here that is one of its own type, and there is no
//! such size.
//!
//! Repair: a box. The state then holds a pointer, and each level has its own allocation.

struct Comment {
    text: String,
    answers: Vec<Comment>,
}

async fn is_spam(text: &str) -> bool {
    text.contains("cheap")
}

async fn spam(comment: &Comment) -> usize {
    //~^ E0733
    let mut count = usize::from(is_spam(&comment.text).await);
    for answer in &comment.answers {
        #[cfg(not(fixed))]
        {
            count += spam(answer).await;
        }
        #[cfg(fixed)]
        {
            count += Box::pin(spam(answer)).await;
        }
    }
    count
}

fn main() {
    drop(spam(&Comment { text: "Nice".into(), answers: Vec::new() }));
}
