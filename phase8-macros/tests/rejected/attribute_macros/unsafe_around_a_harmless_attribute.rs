//! `unsafe(…)` is for attributes that can break a promise of the language. Around any other it is an error, not a
//! comment.

#[cfg_attr(not(fixed), unsafe(inline))] //~ "`inline` is not an unsafe attribute"
#[cfg_attr(fixed, inline)]
fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

fn main() {
    println!("{}", words("keep the item"));
}
