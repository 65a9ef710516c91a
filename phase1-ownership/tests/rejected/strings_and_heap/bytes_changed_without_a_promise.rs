//! Whoever may write single bytes can break the UTF-8 that every `str` method relies on, so this is unsafe.
//!
//! Repair: a method that keeps the promise. `make_ascii_lowercase` changes in place, too, and only ASCII letters, which
//! are never a part of another character.

fn to_file_name(title: &mut str) {
    #[cfg(not(fixed))]
    for byte in title.as_bytes_mut() {
        //~^ E0133
        *byte |= 0x20;
    }
    #[cfg(fixed)]
    title.make_ascii_lowercase();
}

fn main() {
    let mut title = String::from("Émile");
    to_file_name(&mut title);
    println!("{title}");
}
