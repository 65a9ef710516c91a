//! `sort_by_key` takes a `FnMut(&T) -> K`: one `K` for all calls, so it cannot contain the borrow of any one of them.
//!
//! Repair: a bound whose result may borrow from its argument, `Fn(&T) -> &K`. `sort_by` works as well: its closure
//! gets both elements, and returns no part of them.

struct Article {
    title: String,
}

#[cfg(fixed)]
fn sort_by_field<T, K: Ord + ?Sized>(items: &mut [T], field: impl Fn(&T) -> &K) {
    items.sort_by(|left, right| field(left).cmp(field(right)));
}

fn main() {
    let mut articles = [Article { title: "Traits".into() }, Article { title: "Bounds".into() }];
    #[cfg(not(fixed))]
    articles.sort_by_key(|article| article.title.as_str()); //~ "lifetime may not live long enough"
    #[cfg(fixed)]
    sort_by_field(&mut articles, |article| article.title.as_str());
    println!("{}", articles[0].title);
}
