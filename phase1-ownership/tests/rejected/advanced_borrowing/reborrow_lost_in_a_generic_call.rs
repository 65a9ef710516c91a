//! A `&mut` passed to a generic parameter is moved, not reborrowed: nothing says that `T` is a reference at all.
//!
//! Repair: write the reborrow out, `&mut *page`. A parameter of type `&mut Vec<_>` would do it by itself.

fn logged<T>(value: T) -> T {
    println!("passed on");
    value
}

fn fill(page: &mut Vec<String>) {
    #[cfg(not(fixed))]
    logged(page).push("first line".into());
    #[cfg(fixed)]
    logged(&mut *page).push("first line".into());
    page.push("second line".into()); //~ E0382
}

fn main() {
    fill(&mut Vec::new());
}
