//! Every `async fn` has a future type of its own, also where signatures are the same: a list can hold only one of them.
//!
//! Repair: a pointer to either, behind `dyn`. A fixed number of futures needs no list: something like `join` takes each
//! with its own type.

async fn check_spelling(text: &str) -> usize {
    text.matches("teh").count()
}

async fn check_links(text: &str) -> usize {
    text.matches("http:").count()
}

async fn faults(text: &str) -> usize {
    #[cfg(not(fixed))]
    let checks = [check_spelling(text), check_links(text)]; //~ E0308
    #[cfg(fixed)]
    let checks: [std::pin::Pin<Box<dyn Future<Output = usize> + '_>>; 2] =
        [Box::pin(check_spelling(text)), Box::pin(check_links(text))];
    let mut count = 0;
    for check in checks {
        count += check.await;
    }
    count
}

fn main() {
    drop(faults("teh text"));
}
