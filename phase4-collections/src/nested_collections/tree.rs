//! A tree in a list.

use std::collections::VecDeque;

/// A comment as the browser sends it: with its replies in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// What it says.
    pub text: String,
    /// Those to it.
    pub replies: Vec<Reply>,
}

/// Names a comment of one thread: its index there.
///
/// A handle borrows nothing, can be copied, stored and sent, and is checked when it is used. What it does not say is
/// *which* thread: that two of them are not mixed up is up to the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommentId(usize);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Comment {
    text: String,
    /// Always in front of the comment itself: an answer cannot be older than what it answers.
    parent: Option<CommentId>,
    /// If the parent is hidden, so is the comment.
    hidden: bool,
}

/// The comments on an article, each behind the one that it answers.
///
/// That order makes loops of what would be recursions: when a loop from the front comes to a comment, it has been at its
/// parent; when one from the back does, it has been at all its descendants. No stack can overflow, however deep a thread
/// goes, and dropping it is a loop, too. A `Vec<Reply>` drops recursively.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Thread {
    comments: Vec<Comment>,
}

impl Thread {
    /// Adds a comment, or a reply to one. A reply to what is hidden is hidden, too.
    ///
    /// # Panics
    /// If `parent` is no comment of this thread: it comes from a longer one.
    pub fn add(&mut self, parent: Option<CommentId>, text: String) -> CommentId {
        assert!(parent.is_none_or(|CommentId(at)| at < self.comments.len()), "a handle of another thread");
        let hidden = parent.is_some_and(|CommentId(at)| self.comments[at].hidden);
        self.comments.push(Comment { text, parent, hidden });
        CommentId(self.comments.len() - 1)
    }

    /// Hides a comment and all that answers it, and returns how many of them were to be seen before.
    ///
    /// Between the look at the parent and the change of the comment nothing is borrowed: the index is all that is kept.
    pub fn hide(&mut self, CommentId(at): CommentId) -> usize {
        let mut newly = 0;
        for index in at..self.comments.len() {
            let Comment { parent, hidden, .. } = self.comments[index];
            let below = parent.is_some_and(|CommentId(parent)| self.comments[parent].hidden);
            if (index == at || below) && !hidden {
                self.comments[index].hidden = true;
                newly += 1;
            }
        }
        newly
    }

    /// For each comment, how many others answer it, directly or not: from the back, each adds itself to its parent.
    pub fn answers(&self) -> Vec<usize> {
        let mut answers = vec![0; self.comments.len()];
        for (at, comment) in self.comments.iter().enumerate().rev() {
            if let Some(CommentId(parent)) = comment.parent {
                answers[parent] += answers[at] + 1;
            }
        }
        answers
    }

    /// The text of a comment, unless it is hidden.
    pub fn text(&self, CommentId(at): CommentId) -> Option<&str> {
        self.comments.get(at).filter(|comment| !comment.hidden).map(|comment| comment.text.as_str())
    }
}

/// From the nested form, level by level. The texts are moved.
///
/// Replies that have not been unpacked wait in a queue, with the handle of their parent. A recursion would need a stack as
/// deep as the thread, and so would dropping a reply with all that is in it; here, each is empty when it is dropped.
impl From<Vec<Reply>> for Thread {
    fn from(replies: Vec<Reply>) -> Self {
        let mut thread = Self::default();
        let mut pending = VecDeque::from([(None, replies)]);
        while let Some((parent, replies)) = pending.pop_front() {
            for Reply { text, replies } in replies {
                pending.push_back((Some(thread.add(parent, text)), replies));
            }
        }
        thread
    }
}
