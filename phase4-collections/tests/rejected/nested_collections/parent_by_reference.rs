//! A tree in a list cannot have its links as references: the first one borrows the list, and then it cannot grow.
//!
//! Growing may move all comments to another place. Repair: an index finds them there, too.

#[cfg(not(fixed))]
struct Comment<'t> {
    text: &'static str,
    parent: Option<&'t Comment<'t>>,
}

#[cfg(fixed)]
struct Comment {
    text: &'static str,
    parent: Option<usize>,
}

fn main() {
    let mut thread = vec![Comment { text: "Why a BTreeMap?", parent: None }];
    #[cfg(not(fixed))]
    thread.push(Comment { text: "For its order.", parent: Some(&thread[0]) }); //~ E0502
    #[cfg(fixed)]
    thread.push(Comment { text: "For its order.", parent: Some(0) });
    for comment in &thread {
        println!("{} {}", comment.text, comment.parent.is_some());
    }
}
