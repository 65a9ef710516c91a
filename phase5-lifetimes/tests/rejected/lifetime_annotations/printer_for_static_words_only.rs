//! `'static` is the longest lifetime, and in a parameter the weakest offer: this printer serves literals only.
//!
//! A function type is contravariant in what it takes. `fn(&'a str)` can be used as `fn(&'static str)`, because what
//! takes any word of `'a` takes literals; never the other way round. Repair: a function that takes words of every
//! lifetime, `for<'w> fn(&'w str)`, which is what `fn(&str)` means.

struct Column {
    name: &'static str,
    #[cfg(not(fixed))]
    width: fn(&'static str) -> usize,
    #[cfg(fixed)]
    width: fn(&str) -> usize,
}

fn header(columns: &[Column], word: &str) -> usize {
    columns.iter().map(|column| column.name.len().max((column.width)(word))).sum() //~ E0521
}

fn main() {
    let columns = [Column { name: "place", width: str::len }];
    println!("{}", header(&columns, &String::from("utilise")));
}
