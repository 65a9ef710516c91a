//! A lifetime among the parameters is chosen by the caller, so it begins before the call and ends after it: no borrow
//! of a local variable can live that long.
//!
//! Repair: `FnMut(&str)`, short for `for<'e> FnMut(&'e str)`. Now the listener has to accept any lifetime, also one
//! that ends within the function.

#[cfg(not(fixed))]
fn announce<'e>(titles: &[&str], mut listener: impl FnMut(&'e str)) {
    for title in titles {
        let headline = title.to_uppercase();
        listener(&headline); //~ E0597
    }
}

#[cfg(fixed)]
fn announce(titles: &[&str], mut listener: impl FnMut(&str)) {
    for title in titles {
        let headline = title.to_uppercase();
        listener(&headline);
    }
}

fn main() {
    announce(&["Emma", "Persuasion"], |headline| println!("{headline}"));
}
