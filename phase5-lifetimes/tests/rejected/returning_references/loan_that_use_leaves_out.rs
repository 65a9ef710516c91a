//! `use<>` is a promise, and it is checked: this iterator does look at the articles when it is asked.
//!
//! Repair: keep the promise by doing the work now. (Or make none: without `use<>` the articles are lent.)

fn lengths(articles: &[String]) -> impl Iterator<Item = usize> + use<> {
    let lengths = articles.iter().map(|text| text.len());
    #[cfg(not(fixed))]
    return lengths; //~ E0700
    #[cfg(fixed)]
    lengths.collect::<Vec<_>>().into_iter()
}

fn main() {
    let mut articles = vec!["Once more.".to_owned()];
    for length in lengths(&articles) {
        articles.push(format!("an article of {length} bytes"));
    }
    println!("{articles:?}");
}
