//! A `&mut` that is passed on is reborrowed for the call. An option that contains one moves, like any other value.
//!
//! Repair: `as_deref_mut` makes an option with a reborrow in it for each call.

fn check<'q>(pair: &'q str, rejects: Option<&mut Vec<&'q str>>) {
    if let Some(rejects) = rejects
        && pair.starts_with('=')
    {
        rejects.push(pair);
    }
}

#[cfg(not(fixed))]
fn check_all<'q>(query: &'q str, rejects: Option<&mut Vec<&'q str>>) {
    for pair in query.split('&') {
        check(pair, rejects); //~ E0382
    }
}

#[cfg(fixed)]
fn check_all<'q>(query: &'q str, mut rejects: Option<&mut Vec<&'q str>>) {
    for pair in query.split('&') {
        check(pair, rejects.as_deref_mut());
    }
}

fn main() {
    let mut rejects = Vec::new();
    check_all("a=1&=2", Some(&mut rejects));
    println!("{rejects:?}");
}
