//! An article on the desk, with checks that own their words and checks that borrow them.
//!
//! Run: `cargo run --example lifetime_elision`. Look for what is still there when something else is gone: that is what
//! the signatures say, where they name a lifetime and where they do not.

use std::{
    future::ready,
    pin::pin,
    task::{Context, Poll, Waker},
};

use phase5_lifetimes::lifetime_elision::{
    Avoid, Check, Desk, Excerpt, HOUSE_LIST, avoiding, clause, doubled_check, released,
};

fn main() {
    let article = String::from("  We leverage the the borrow checker, and utilize it daily.  ");

    let (name, slip) = {
        let freelancers_list = String::from("Daily Leverage");
        let desk = Desk::default().with(Avoid::new(&freelancers_list));
        let (name, slip) = desk.first_slip(&article).expect("both words are in the article");
        (name.to_owned(), slip)
    };
    println!("the desk and its list are gone, the slip is not: {slip:?}, found by {name:?}");
    assert_eq!((name.as_str(), slip), ("avoid", "leverage"));
    assert!(article.as_bytes().as_ptr_range().contains(&slip.as_ptr()));

    let entry = {
        let check = Avoid::new(HOUSE_LIST);
        let word = String::from("UTILIZE");
        check.listed(&word)
    };
    println!("check and word are gone, the entry of the list is not: {entry:?}");
    assert_eq!(entry, Some("utilize"));

    let lasting: Vec<Box<dyn Check>> = vec![doubled_check(), avoiding(HOUSE_LIST)];
    for check in &lasting {
        println!("{:?} finds {:?}", check.name(), check.slip(&article));
    }
    assert_eq!(
        lasting.iter().map(|check| (check.name(), check.slip(&article))).collect::<Vec<_>>(),
        [("doubled", Some("the")), ("avoid", Some("leverage"))]
    );

    let local_list = String::from("checker");
    let on_the_stack = Avoid::new(&local_list);
    let lent: [&dyn Check; 2] = [&on_the_stack, &*lasting[0]];
    let passed = lent.map(|check| check.passes("The checker is right."));
    println!("a check that borrows and one that does not have the same methods: {passed:?}");
    assert_eq!(passed, [false, true]);

    let part = {
        let mark = String::from(", and");
        Excerpt { text: &article }.until(&mark)
    };
    println!("the mark is gone, the part before it is not: {part:?}");
    assert_eq!(part, "  We leverage the the borrow checker");
    assert_eq!(part, clause(&article));

    let mut release = pin!(released(Excerpt { text: part }, ready(())));
    let Poll::Ready(text) = release.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        unreachable!("the permission has been given")
    };
    println!("released: {text:?}");
    assert_eq!(text, "We leverage the the borrow checker");
}
