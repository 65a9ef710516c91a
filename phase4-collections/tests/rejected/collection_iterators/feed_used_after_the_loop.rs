//! A loop over a collection takes it, because `for` calls `into_iter`, and that takes `self`.
//!
//! The body only needed to look, and nothing on that line says that it does more. Repair: loop over a reference, which
//! has an `IntoIterator` of its own.

fn main() {
    let feed = vec![String::from("Dockers vote"), String::from("Derby drawn")];
    #[cfg(not(fixed))]
    for title in feed {
        println!("{title}");
    }
    #[cfg(fixed)]
    for title in &feed {
        println!("{title}");
    }
    println!("{} titles", feed.len()); //~ E0382
}
